"""Which Python files configuration names."""

import time

from maturity.evidence.select import named_files


def test_names_of_files_are_found_in_what_is_no_prose() -> None:
    texts = {
        "Makefile": "train:\n\tpython src/train.py --epochs 3\n\tpython ${DIR}/score.py\n",
        "params.yaml": "script: 'steps/fit.py'\npackage: src/pkg/__init__.py\nmodule: a.pyc\n",
        "README.md": "Run `python notes.py`.",
        "notes.txt": "other.py",
        "data.csv": "1,2\n",
    }
    assert named_files(texts) == {"train.py", "score.py", "fit.py"}


def test_the_last_name_of_a_run_counts() -> None:
    assert named_files({"x": "a.py/b.py", "y": ".py", "z": "..py"}) == {"b.py", "..py"}


def test_a_long_word_costs_no_more_than_its_length() -> None:
    began = time.process_time()
    assert named_files({"uv.lock": "a" * 300_000 + " run.py"}) == {"run.py"}
    assert time.process_time() - began < 2
