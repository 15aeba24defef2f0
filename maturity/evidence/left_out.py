"""Files that the configuration leaves out: they are not read, and the reports say how many there are."""

from collections.abc import Sequence

from maturity.errors import UsageError
from maturity.model.raw import RawRepository


class LeftOut:
    """Patterns of paths, in the form of .gitignore."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns = tuple(patterns)

    def narrow(self, raw: RawRepository) -> RawRepository:
        """Return the repository without these files."""
        if not self.patterns:
            return raw
        from pathspec import GitIgnoreSpec  # only a configuration with patterns pays for it

        try:
            # RE2 takes linear time, whatever a pattern of the repository has in mind.
            spec = GitIgnoreSpec.from_lines(self.patterns, backend="re2")
        except ValueError as error:
            raise UsageError(f"project.leave-out: {error}") from None
        kept = tuple(file for file in raw.files if not spec.match_file(file.path))
        return raw.model_copy(update={"files": kept, "left_out": raw.left_out + len(raw.files) - len(kept)})
