"""Notebooks."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.python.module import Module
from maturity.evidence.python.notebook import parse


def cell(source: str, count: int | None = None, outputs: int = 0) -> dict[str, Any]:
    """Return a code cell as Jupyter writes it."""
    return {
        "cell_type": "code",
        "execution_count": count,
        "source": source.splitlines(keepends=True),
        "outputs": [{"text": "x"}] * outputs,
    }


def notebook(*cells: dict[str, Any]) -> bytes:
    """Return a notebook as Jupyter writes it."""
    return json.dumps({"cells": cells, "nbformat": 4}, indent=1).encode()


def calls(module: Module) -> list[tuple[str, int]]:
    """Return the calls of the top level with their lines."""
    return [(one.name, one.line) for one in module.functions[0].calls]


def test_lines_are_those_of_the_file() -> None:
    data = notebook(
        {"cell_type": "markdown", "source": ["fit()"]}, cell("import mlflow\nmlflow.log('ü')"), cell("fit()")
    )
    lines = data.decode().splitlines()
    found = calls(parse("a.ipynb", data))
    assert [name for name, _ in found] == ["mlflow.log", "fit"]
    assert "mlflow.log(" in lines[found[0][1] - 1]
    assert lines[found[1][1] - 1].strip() == '"fit()"'
    assert found[1][1] > found[0][1]


def test_a_notebook_on_one_line_is_read() -> None:
    data = json.dumps({"cells": [{"cell_type": "code", "source": "a()\nb()"}]}).encode()
    assert [name for name, _ in calls(parse("a.ipynb", data))] == ["a", "b"]


def test_magics_and_other_languages_are_left_out() -> None:
    data = notebook(
        cell("%matplotlib inline\n!pip install x\nfiles = !ls\nif a:\n    !rm b\nfit()\nfit?"),
        cell("%%bash\ntrain()"),
        cell("%%time\nscore()"),
    )
    assert [name for name, _ in calls(parse("a.ipynb", data))] == ["fit", "score"]


def test_a_broken_cell_does_not_hide_the_others() -> None:
    data = notebook(cell("a()"), cell("print 'old'"), cell("b()"))
    assert [name for name, _ in calls(parse("a.ipynb", data))] == ["a", "b"]


def test_files_that_cells_write() -> None:
    found = parse("a.ipynb", notebook(cell("%%writefile src/train.py\nfit()"), cell("go()")))
    assert [name for name, _ in calls(found)] == ["go"]
    assert [(path, calls(one)[0][0]) for path, one in found.written.items()] == [("src/train.py", "fit")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([cell("a", 1, 1), cell("b", 2, 1)], True),
        ([cell("a", 1, 1), cell("b", 3, 1)], True),
        ([cell("a", 2, 1), cell("b", 1, 1)], False),
        ([cell("a", 2), cell("b", 1)], True),
        ([cell("a"), cell("b")], True),
    ],
)
def test_order(cells: list[dict[str, Any]], expected: bool) -> None:
    assert parse("a.ipynb", notebook(*cells)).in_order is expected


def test_format_3() -> None:
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["a()"], "prompt_number": 1}]}]}
    assert [name for name, _ in calls(parse("a.ipynb", json.dumps(old, indent=1).encode()))] == ["a"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "no valid JSON"),
        (b"[1]", "not shaped"),
        (b"[" * 100_000, "no valid JSON"),
        (b"\xff", "not valid utf-8"),
        (b" " * ((8 << 20) + 1), "larger than"),
        (notebook(cell("x\n" * 60_000)), "more than 50000 lines"),
    ],
)
def test_what_is_no_notebook(data: bytes, problem: str) -> None:
    assert parse("a.ipynb", data).problem.startswith(problem)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cells", "worksheets", "source", "input", "cell_type", "outputs", "execution_count"]),
            inner,
        )
    ),
    max_leaves=20,
)


@given(JSON, st.booleans())
def test_any_shape(tree: Any, code: bool) -> None:
    if code and isinstance(tree, dict):
        tree = {"cells": [{**tree, "cell_type": "code"}]}
    assert isinstance(parse("a.ipynb", json.dumps(tree).encode()), Module)
