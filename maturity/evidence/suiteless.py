"""Whether there is anything that a runner of Python tests would find."""

import re

from maturity.evidence.project import Project

_TEST = re.compile(r"(?:^|/)tests?/|(?:^|/|_)tests?(?:_[^/]*)?\.(?:py|ipynb)|\.(?:feature|robot)\Z", re.IGNORECASE)
_OTHERS = re.compile(
    r"doctest|nbval|nbmake|python_files(?![ \t]*=[ \t\[\"']*test_\*\.py[\"'\] \t]*$)|\[tool\.ward\]|"
    r"def test_|class Test",
    re.MULTILINE,
)
"""Tests that are no functions of files called so, and files that write tests."""


def suiteless(project: Project) -> bool:
    """Tell whether no file could hold a test: by its name, its functions, or what configuration says of it."""
    if any(skim.test_functions for skim in project.skims.values()):
        return False
    if any(_TEST.search(path) for path in project.files if not (path.endswith(".py") and path in project.skims)):
        return False  # what was skimmed has shown what it holds
    return not any(map(_OTHERS.search, project.texts.values()))
