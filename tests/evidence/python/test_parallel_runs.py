"""Entry scripts of Azure ML's parallel runs: started by what submits them, and no online service."""

import json

import pytest

from tests.evidence.python.linking import target

SCRIPT = """
    from sklearn.svm import SVC

    def init(): ...

    def run(input_data):
        for path in input_data:
            SVC().fit(path, path)
"""
SUBMIT = "config = ParallelRunConfig(source_directory='scripts', entry_script='{name}', mini_batch_size='1')"
CELL = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1}


def notebook(name: str) -> str:
    return json.dumps({"cells": [{**CELL, "source": SUBMIT.format(name=name)}], "metadata": {}, "nbformat": 4})


@pytest.mark.parametrize(("name", "started"), [("train.py", True), ("other.py", False)])
def test_an_entry_script_is_started_by_what_submits_it(name: str, *, started: bool) -> None:
    for submit in ({"submit.ipynb": notebook(name)}, {"submit.py": SUBMIT.format(name=name)}):
        found = target({"scripts/train.py": SCRIPT, **submit})
        assert ("entry scripts/train.py" in found.starts()) is started
        assert ("train" in found.reaches("scripts/train.py")) is started


def test_a_script_without_the_contract_is_not() -> None:
    source = SCRIPT.replace("def init", "def begin")
    assert target({"scripts/train.py": source, "submit.py": SUBMIT.format(name="train.py")}).starts() == []
