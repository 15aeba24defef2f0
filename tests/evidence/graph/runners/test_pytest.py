"""Which tests a command runs."""

import pytest

from maturity.model.place import Place
from tests.evidence.graph.building import builder_of, built, edges, reasons, sites

TEST = "def test_a():\n    assert 1\n"
FILES = {"tests/test_a.py": TEST, "tests/model/test_b.py": TEST, "src/test_c.py": TEST}


@pytest.mark.parametrize(
    ("command", "node"),
    [
        ("pytest", "task:tests#all"),
        ("pytest -n auto -k slow --maxfail 1 -m data", "task:tests#all"),
        ("pytest tests/model -v", "task:tests#tests/model"),
        ("pytest -x tests", "task:tests#tests"),
        ("pytest tests/test_a.py::test_a", "task:tests#tests/test_a.py"),
        ("pytest tests/${{ matrix.part }}", "task:tests#tests"),
    ],
)
def test_paths(command: str, node: str) -> None:
    builder = builder_of(FILES)
    builder.command("n", command.split(" ") if "{{" not in command else command.split(" ", 1), Place(path="x", line=1))
    assert edges(builder, "n") == [f"1 {node}"]


def test_the_tests_below_a_path_are_reached() -> None:
    builder = builder_of(FILES)
    builder.command("n", ("pytest", "tests/model"), Place(path="x", line=1))
    assert edges(builder, "task:tests#tests/model") == ["1 py:tests/model/test_b.py::test_a"]


def test_all_tests_are_reached() -> None:
    builder = builder_of(FILES)
    builder.command("n", ("pytest",), Place(path="x", line=1))
    assert len(edges(builder, "task:tests#all")) == 3


def test_what_is_listed_or_missing_does_not_run() -> None:
    builder = builder_of(FILES)
    builder.command("n", ("pytest", "--collect-only"), Place(path="x", line=1))
    builder.command("n", ("pytest", "gone/"), Place(path="x", line=1))
    assert edges(builder, "n") == []
    assert reasons(builder) == ["tests are listed, not run", "gone/ is not here"]


def test_a_step_that_hands_its_tests_two_samples_detects_drift() -> None:
    check = "from scipy.stats import ks_2samp\ndef test_ks(data, alpha):\n    assert ks_2samp(*data).pvalue > alpha\n"
    project = (
        "name: check\nentry_points:\n  main:\n    parameters: {reference: string, alpha: float}\n    command: %s\n"
    )
    handed = project % "pytest . --reference_artifact {reference} --alpha {alpha}"
    builder = built({"check/MLproject": handed, "check/test_data.py": check})
    assert sites(builder, "task:check/MLproject#main")[-1:] == ["3 detect-drift own"]
    # Tests that are handed nothing compare what they make up.
    for command in ("pytest .", "pytest . --alpha {alpha}"):
        builder = built({"check/MLproject": project % command, "check/test_data.py": check})
        assert not any("drift" in one for one in sites(builder, "task:check/MLproject#main"))
