"""What of a target is kept, and in which form."""

from maturity.cache import Cache
from maturity.evidence.technologies import Technologies
from maturity.reading import read_project
from maturity.sources.git import open_target
from tests.repository import MakeRepository

SETUP = 'from setuptools import setup\nsetup(entry_points={"console_scripts": ["fit=churn.cli:main"]})\n'


def test_a_setup_py_is_code_and_a_document(make_repository: MakeRepository) -> None:
    folder = make_repository(
        {"setup.py": SETUP, "churn/cli.py": "def main():\n    pass\n", "Makefile": "fit:\n\tfit\n"}
    )
    with open_target(str(folder)) as snapshot, Cache.off() as cache:
        project = read_project(snapshot.raw, snapshot, Technologies(()), cache)
    assert dict(project.texts) == {"Makefile": "fit:\n\tfit\n", "setup.py": SETUP}
    assert set(project.skims) == {"setup.py", "churn/cli.py", "Makefile"}
    assert project.gaps == []
