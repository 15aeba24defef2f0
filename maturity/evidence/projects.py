"""The projects that a repository holds: folders with a manifest of their own in which a program trains a model."""

from collections.abc import Iterable, Iterator, Mapping

from maturity.evidence.layout import document_path, example_path, test_path, vendored
from maturity.evidence.part import manifest_path
from maturity.evidence.project import Project
from maturity.model.assessment import SeenProject
from maturity.model.fact import Fact
from maturity.model.facts.programs import ActivityFact
from maturity.model.place import Place

MOST = 200


def projects(project: Project, facts: Iterable[Fact]) -> tuple[SeenProject, ...]:
    """Return the projects in the folders of a repository, or nothing where it holds only one.

    A folder inside another project is a part of that one, and the top counts for what lies in no other. A notebook
    beside a project is no second one.
    """
    manifests = _manifests(project)
    seen: dict[str, Place] = {}
    for proof in sorted(_proofs(facts), key=lambda place: (place.path or "", place.line or 0)):
        home = _home(proof.path or "", manifests)
        if home is not None:
            seen.setdefault(home, proof)
    if len(seen) < 2:  # noqa: PLR2004 -- one project is the target itself
        return ()
    found = (
        SeenProject(
            path=home or ".",
            name=home.rpartition("/")[2] or project.raw.name,
            at=project.place(manifests[home], 1),
            proof=proof,
        )
        for home, proof in sorted(seen.items())
    )
    return tuple(found)[:MOST]


def _manifests(project: Project) -> dict[str, str]:
    """Return a manifest of each folder that has one: of several the first by name."""
    found: dict[str, str] = {}
    for path in sorted(project.files):
        if manifest_path(path) and project.texts.get(path, "").strip() and not _aside(path):
            found.setdefault(path.rpartition("/")[0], path)
    return found


def _proofs(facts: Iterable[Fact]) -> Iterator[Place]:
    """Yield the places of programs that train a model."""
    for fact in facts:
        if isinstance(fact, ActivityFact) and fact.activity == "train":
            path = fact.at.path or ""
            if path and not path.endswith(".ipynb") and not _aside(path):
                yield fact.at


def _aside(path: str) -> bool:
    return vendored(path) or test_path(path) or example_path(path) or document_path(path.rpartition("/")[0] + "/x")


def _home(path: str, manifests: Mapping[str, str]) -> str | None:
    """Return the outermost folder with a manifest that a file lies in; the top only where there is no other."""
    parts = path.split("/")[:-1]
    above = ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return next((home for home in above if home in manifests), "" if "" in manifests else None)
