"""Of a git configuration only harmless data is understood."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.sources.git.settings import Settings, read_settings


def test_what_says_how_to_read_is_kept() -> None:
    text = """
    [core]
        fileMode = false ; a comment
        autocrlf = input
        eol = sideways
        fsmonitor = evil
        hooksPath = /evil
    [filter "x"]
        clean = evil
    [include]
        path = /evil
    """
    assert read_settings(text) == Settings(kept={"core.filemode": "false", "core.autocrlf": "input"})


def test_extensions() -> None:
    assert read_settings("[extensions]\nobjectFormat = sha256\npartialClone = origin").algorithm == "sha256"
    assert read_settings("[extensions] refStorage = reftable").unknown == "refstorage = reftable"
    assert read_settings("[extensions]\nrefStorage = files").unknown == ""
    assert read_settings('[extensions "x"]\nanything = y').unknown == ""


def test_the_work_tree_of_a_submodule() -> None:
    assert read_settings('[core]\n\tworktree = "../../../vendor"').work_tree == "../../../vendor"


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    kept = read_settings("[core]\n" + text).kept
    assert set(kept.values()) <= {"true", "false", "input", "lf", "crlf", "native"}
