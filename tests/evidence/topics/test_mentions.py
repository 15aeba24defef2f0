"""Whether anything names a path."""

from maturity.evidence.topics.mentions import mentioned
from tests.evidence.topics.targets import project


def test_programs_configurations_and_readmes_name_paths() -> None:
    path = "store/raw/pool.csv"
    assert mentioned(project({"train.py": "open('raw/pool.csv')\n"}), path)
    assert mentioned(project({"train.py": "PATH = '/data/raw/pool.csv'\n"}), path)
    assert mentioned(project({"conf/train.yaml": "input: store/raw/pool.csv\n"}), path)
    assert mentioned(project({"README.md": "See store/raw/pool.csv.\n"}), path)


def test_tests_and_other_files_do_not_count() -> None:
    path = "store/raw/pool.csv"
    assert not mentioned(project({"tests/test_x.py": "open('raw/pool.csv')\n"}), path)
    assert not mentioned(project({"notes.md": "raw/pool.csv\n", "train.py": "# raw/pool.csv\n"}), path)
