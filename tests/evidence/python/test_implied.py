"""What is no call and proves as one does."""

import pytest

from tests.evidence.python.source_code import function


def calls(source: str) -> list[tuple[str, int]]:
    """Return the calls at the top of a source, with their lines."""
    return [(one.name, one.line) for one in function(source).calls]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import torch\ntorch.backends.cudnn.deterministic = True\n", "torch.backends.cudnn.deterministic"),
        ("import pandas as pd\nrows = pd.read_csv('a')\nrows['ratio'] = 1\n", "pandas.read_csv().__setitem__"),
        ("endpoint.traffic = {'blue': 90, 'green': 10}\n", "?.traffic.__set__"),
        ("import os\nlr = os.environ['LR']\n", "os.environ.__getitem__"),
        ("settings = {\n    'seed': 42}\n", "dict"),
        ("beat = {'a': {\n    'task': 'jobs.retrain', 'schedule': 60}}\n", "celery.beat_schedule"),
    ],
)
def test_it_is_like_a_call_on_its_line(source: str, name: str) -> None:
    assert (name, source.count("\n")) in calls(source)


@pytest.mark.parametrize(
    "source",
    [
        "import local\nlocal.switch = True\n",
        "rows = {}\nrows['ratio'] = 1\n",
        "endpoint.tags = {'blue': 90}\n",
        "import os\nos.environ['LR'] = '1'\n",
        "settings = {'seeds': 42}\n",
        "beat = {'a': {'task': 'jobs.retrain', 'queue': 'x'}}\n",
    ],
)
def test_what_only_looks_like_it_is_none(source: str) -> None:
    assert calls(source) == []
