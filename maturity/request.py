"""What an operator asks for: the one value that goes from the command line to the assessment."""

from dataclasses import dataclass
from pathlib import Path

from maturity.configuration.layers import InForce, Setting, resolve


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be assessed, and how. Nothing of it comes from the target."""

    target: str = "."
    """A path or a git URL."""
    project: str = ""
    """The folder inside the target that is assessed as a project of its own; empty for the whole target."""
    revision: str = ""
    """The branch, tag or commit that is judged; empty for what lies in the work tree."""
    rules: Path | None = None
    """A folder with rules of an organisation, beside the catalog."""
    frameworks: Path | None = None
    """A folder with frameworks of an organisation, beside ours."""
    technologies: Path | None = None
    """A folder with technologies of an organisation, beside ours."""
    cache: bool = True
    """Digests of blobs are kept in the user's cache folder."""
    configuration: tuple[Setting, ...] = ()
    """What the operator set: in files of his own and on the command line."""
    policy_from: str = ""
    """The revision whose configuration and waivers hold; empty for those that lie beside what is judged."""
    candidate: str = ""
    """A version of a registered model, as NAME/VERSION, that is looked at as if it served."""
    policy_needed: bool = False
    """A configuration of the repository that cannot be read is an error, not a gap."""

    @property
    def operator(self) -> InForce:
        """What holds of the operator's word alone, before the repository is heard."""
        return resolve(self.configuration)
