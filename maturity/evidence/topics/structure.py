"""How the folders of a project are laid out: source, tests, configuration, notebooks."""

import re
from collections.abc import Iterator

from maturity.evidence.layout import data_path, document_path, example_path, test_path, vendored
from maturity.evidence.project import Project
from maturity.evidence.topics.files import inside
from maturity.model.facts.practice import StructureFact
from maturity.model.place import Place

_CONFIGURATION = re.compile(
    r"(?:^|/)(?:confs?|configs?|configuration|configurations|settings|params|parameters|hparams)/(?:.+/)?"
    r"[^/]+\.(?:ya?ml|toml|json|ini|cfg|py|gin|env)\Z"
)
_TEST_FOLDER = re.compile(r"(?:^|/)tests?/(?:.+/)?[^/]+\.py\Z")
_APART = frozenset(
    ("setup.py", "conftest.py", "noxfile.py", "tasks.py", "versioneer.py", "dodo.py", "fabfile.py", "main.py")
)


def collect(project: Project) -> Iterator[StructureFact]:
    """Yield one fact about the whole layout, of a project that has Python source at all."""
    scope = project.scope
    paths = [
        path
        for path, entry in project.files.items()
        if entry.kind in ("file", "executable") and _says(path, entry.size) and scope.holds(path) and not vendored(path)
    ]
    source = [path for path in paths if path.endswith(".py") and _is_source(path)]
    if all(path.endswith("__init__.py") for path in source):
        return
    folders = {path.rpartition("/")[0] for path in source}
    packages = {path.rpartition("/")[0] for path in source if path.endswith("/__init__.py")}
    notebooks = [path for path in paths if path.endswith(".ipynb")]
    tests = next((path for path in paths if _TEST_FOLDER.search(path)), None)
    configuration = next((path for path in paths if _CONFIGURATION.search(path)), None)
    scattered = [path for path in source if "/" not in inside(project, path) and path.rpartition("/")[2] not in _APART]
    in_package = [path for path in notebooks if path.rpartition("/")[0] in packages]
    shown = (in_package or scattered or [min(folders)])[0]
    yield StructureFact(
        at=Place(path=shown, text="notebook in a package" if in_package else "source"),
        related=tuple(Place(path=one) for one in (tests, configuration) if one),
        source=not scattered and any(inside(project, folder + "/x").count("/") for folder in folders),
        tests=tests is not None,
        configuration=configuration is not None,
        notebooks_apart=not in_package,
    )


def _says(path: str, size: int) -> bool:
    """Tell whether a file holds something, or makes a package by being there."""
    return size > 0 or path.endswith("__init__.py")


def _is_source(path: str) -> bool:
    return not (test_path(path) or document_path(path) or example_path(path) or data_path(path))
