"""The byte pre-filter."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.python.skim import Skimmer, is_python

TOKENS = frozenset({"mlflow", "fit", "azure.ai.ml", "docker-compose", "--lr", "é"})
SKIMMER = Skimmer(TOKENS)


def test_tokens_are_whole_words() -> None:
    found = SKIMMER.skim("a.sh", "mlflow; refit fit_ outfit azure-ai-ml docker-compose up --lr é".encode())
    assert found.tokens == {"mlflow", "docker-compose", "--lr", "é"}


def test_attributes_count_behind_a_dot() -> None:
    skimmer = Skimmer(frozenset({"fit"}), frozenset({"backward"}))
    assert skimmer.skim("a.py", b"def backward(): fit").tokens == {"fit"}
    assert skimmer.skim("a.py", b"loss.backward()").tokens == {"backward"}


def test_modules_imported_by_name_are_imports() -> None:
    assert SKIMMER.skim("a.py", b"x = import_module('pkg.steps')").imports == ("pkg.steps",)


def test_a_file_without_any() -> None:
    assert SKIMMER.skim("a.sh", b"nothing").tokens == frozenset()
    assert Skimmer(frozenset()).skim("a.sh", b"nothing").tokens == frozenset()


def test_python_shows_imports_tests_and_its_guard() -> None:
    found = SKIMMER.skim(
        "pkg/a.py",
        b"""
import os, a.b as c  # x
from .train import (
    fit,  # the model
    score as s,
)
from . import x; y = 1
    from ...core.io import \\
        load
imported = 1
async def test_one(): ...
  def test_two(): ...
def testing(): ...
if __name__ == "__main__":
    fit()
""",
    )
    assert found.imports == (
        *("os", "a.b", ".train", ".train.fit", ".train.score", ".", ".x", "...core.io", "...core.io.load"),
    )
    assert (found.test_functions, found.main_guard, found.tokens) == (2, True, frozenset({"fit"}))


def test_only_python_has_imports() -> None:
    found = SKIMMER.skim("a.txt", b"import os\ndef test_x(): ...\n")
    assert (found.imports, found.test_functions) == ((), 0)


def test_binary_files_are_left_alone() -> None:
    found = SKIMMER.skim("a.py", b"mlflow\0import os")
    assert (found.binary, found.tokens, found.imports) == (True, frozenset(), ())


def test_utf_16_is_text() -> None:
    found = SKIMMER.skim("a.py", "import mlflow\n".encode("utf-16"))
    assert (found.binary, found.tokens, found.imports) == (False, frozenset({"mlflow"}), ("mlflow",))


def test_names_of_python_files() -> None:
    assert [is_python(path) for path in ("a.py", "a.py.jinja", "a.pyi", "a.pyc", "a.jinja", "py")] == [
        *(True, True, True, False, False, False),
    ]


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    SKIMMER.skim("a.py", data)
    SKIMMER.skim(".env", data)


@given(st.lists(st.sampled_from(["mlflow", "fit", "x", " ", ".", "\n", "_"]), max_size=20))
def test_tokens_agree_with_a_plain_search(words: list[str]) -> None:
    text = "".join(words)
    plain = {one for one in ("mlflow", "fit") if one in text.replace(".", " ").split()}
    assert SKIMMER.skim("a.txt", text.encode()).tokens == plain
