"""Whether a target holds anything for a runner of tests."""

import pytest

from maturity.evidence.suiteless import suiteless
from tests.evidence.topics.targets import project


@pytest.mark.parametrize(
    ("files", "none"),
    [
        ({"app/main.py": "x = 1\n"}, True),
        ({"app/test.py": "import requests\nprint(requests.get('http://localhost'))\n"}, True),
        ({"tests/check.py": "def test_sum():\n    assert 1 + 1 == 2\n"}, False),
        ({"tests/run.sh": "curl localhost\n"}, False),
        ({"pyproject.toml": '[tool.pytest.ini_options]\npython_files = ["test_*.py"]\n'}, True),
        ({"pyproject.toml": '[tool.pytest.ini_options]\npython_files = ["check_*.py"]\n'}, False),
    ],
)
def test_what_could_hold_a_test(files: dict[str, str], *, none: bool) -> None:
    assert suiteless(project(files)) is none
