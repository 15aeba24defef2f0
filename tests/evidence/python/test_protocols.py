"""A protocol's method runs that of the class which has all of its methods."""

import pytest

from tests.evidence.python.linking import target

PROTOCOL = (
    "from typing import Protocol\n\n\nclass Trainer(Protocol):\n    def fit_model(self) -> None: ...\n"
    "    def release(self) -> None: ...\n\n\nclass Loop:\n    def __init__(self, trainer: Trainer) -> None:\n"
    "        self.trainer = trainer\n\n    def tick(self) -> None:\n        self.trainer.fit_model()\n"
)
OWN = (
    "from sklearn.linear_model import LogisticRegression\n\n\nclass {name}:\n    def fit_model(self):\n"
    "        LogisticRegression().fit([[1]], [1])\n\n    def {other}(self):\n        return 1\n"
)
MAIN = (
    "from loop import Loop\nfrom ours import Ours\n\n\ndef make() -> Loop:\n    return Loop(Ours())\n\n\n"
    "if __name__ == '__main__':\n    make().tick()\n"
)


@pytest.mark.parametrize(("other", "found"), [("release", True), ("unrelated", False)])
def test_a_class_with_all_methods_is_meant(other: str, found: bool) -> None:
    files = {"loop.py": PROTOCOL, "ours.py": OWN.format(name="Ours", other=other), "main.py": MAIN}
    reached = target(files).reaches("main.py")
    assert ("train" in reached) == found


def test_a_class_of_tests_is_not(tmp_path: object) -> None:
    files = {"loop.py": PROTOCOL, "tests/ours.py": OWN.format(name="Ours", other="release"), "main.py": MAIN}
    assert "train" not in target(files).reaches("main.py")
