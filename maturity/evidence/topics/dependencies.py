"""Declared dependencies."""

from collections.abc import Iterator, Mapping

from maturity.evidence.project import Project
from maturity.evidence.topics.manifests.discover import manifests
from maturity.model.facts.environment import DependencyFact

_MODULES = {
    "scikit-learn": "sklearn",
    "pyyaml": "yaml",
    "pillow": "PIL",
    "opencv-python": "cv2",
    "opencv-python-headless": "cv2",
    "beautifulsoup4": "bs4",
    "python-dotenv": "dotenv",
    "python-dateutil": "dateutil",
    "protobuf": "google",
}
"""Distributions whose module is called otherwise and that are no technology of the catalog."""


def collect(project: Project) -> Iterator[DependencyFact]:
    """Yield one fact for each declared dependency of each manifest."""
    imported = frozenset(name.split(".")[0] for skim in project.skims.values() for name in skim.imports)
    modules = _modules(project)
    for manifest in manifests(project):
        for entry in manifest.requirements:
            yield DependencyFact(
                at=project.place(manifest.path, entry.line, f"{entry.name}{entry.specifier}"),
                name=entry.name,
                specifier=entry.specifier,
                exact=entry.exact,
                scope=entry.scope,
                used=not imported.isdisjoint(modules.get(entry.name, (entry.name.replace("-", "_"),))),
            )


def _modules(project: Project) -> Mapping[str, tuple[str, ...]]:
    """Return the top-level modules of distributions that are not named like them."""
    known: dict[str, tuple[str, ...]] = {name: (module,) for name, module in _MODULES.items()}
    for technology in project.technologies:
        known |= dict.fromkeys(technology.packages, technology.imports)
    return known
