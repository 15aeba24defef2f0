"""What a test sees of a target."""

from pathlib import Path

from maturity.model.raw import Gap, RawRepository
from maturity.sources.git import open_target
from maturity.sources.limits import Limits


def contents(target: Path | str, limits: Limits | None = None) -> dict[str, bytes | str]:
    """Return the content of every file by path, or the reason why it was not read."""
    with open_target(str(target), limits or Limits()) as snapshot:
        return {
            file.path: content.reason if isinstance(content, Gap) else content
            for file, content in snapshot.read(snapshot.files)
        }


def raw(target: Path | str, limits: Limits | None = None) -> RawRepository:
    """Return everything but the contents."""
    with open_target(str(target), limits or Limits()) as snapshot:
        return snapshot.raw


def reasons(target: Path | str, limits: Limits | None = None) -> list[str]:
    """Return the reasons of the gaps of a target."""
    return [gap.reason for gap in raw(target, limits).gaps]
