"""YAML as data: lines, bounds, and nothing that runs."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.documents.tree import Series, Table
from maturity.documents.yaml import MAX_DEPTH, load, load_all
from maturity.errors import Unreadable


def test_scalars_stay_as_they_are_written() -> None:
    assert load("on: [push]\nversion: 1.10\nat: 12:30:00\nenabled: no\nempty:\nnothing: null\n") == {
        "on": ["push"],
        "version": "1.10",
        "at": "12:30:00",
        "enabled": "no",
        "empty": None,
        "nothing": None,
    }


def test_a_quoted_null_is_text() -> None:
    assert load("a: 'null'\nb: ''\n") == {"a": "null", "b": ""}


def test_every_entry_knows_its_line() -> None:
    tree = load("name: ci\njobs:\n  test:\n    steps:\n      - run: pytest\n      - run: make\n")
    assert isinstance(tree, Table)
    job = tree["jobs"]["test"]
    assert (tree.line_of("jobs"), job.line_of("steps"), job["steps"].lines) == (2, 4, [5, 6])


def test_documents_are_kept_apart() -> None:
    assert load_all("a: 1\n---\nb: 2\n") == [{"a": "1"}, {"b": "2"}]


def test_an_empty_text_is_nothing() -> None:
    assert (load(""), load_all("# only a comment\n")) == (None, [])


def test_anchors_and_merge_keys_are_followed_and_own_keys_win() -> None:
    tree = load("base: &base {image: python, script: make}\njob:\n  <<: *base\n  script: pytest\n")
    assert isinstance(tree, Table)
    assert tree["job"] == {"image": "python", "script": "pytest"}
    assert tree["job"].line_of("image") == 1


def test_tags_build_nothing(tmp_path: object) -> None:
    assert load("run: !!python/object/apply:os.system ['touch canary']\n") == {"run": ["touch canary"]}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 50_000, f"YAML nested deeper than {MAX_DEPTH} levels"),
        ("a: [1, 2", "did not find expected"),
        ("a: b: c", "mapping values are not allowed"),
        ("a: &a [*a]", "a YAML alias that contains itself"),
        ("\x00", "control characters"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        load_all(text)
    assert reason in str(refused.value) or "no valid YAML" in str(refused.value)


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    with pytest.raises(Unreadable, match="more than 200000 YAML nodes"):
        load("\n".join(lines))


def test_the_line_of_a_fault_is_told() -> None:
    with pytest.raises(Unreadable, match="line 3"):
        load("a: 1\nb: 2\nc: d: e\n")


@given(st.text(max_size=40))
def test_json_is_read_as_its_own_reader_reads_it(text: str) -> None:
    assert load(json.dumps({"a": text})) == {"a": text}


def test_tabs_after_the_end_of_json_are_no_fault() -> None:
    assert load('{\n\t"kind": "SeldonDeployment"\n}\n\t\t\n\n \n') == {"kind": "SeldonDeployment"}


def test_a_pair_that_is_itself_escaped_stays_text() -> None:
    assert load(r'{"a": "\\ud83d\\ude00 \ud83d\ude00"}') == {"a": r"\ud83d\ude00 " + "\U0001f600"}


@given(st.text(max_size=400))
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        trees = load_all(text)
    except Unreadable:
        return
    assert all(tree is None or isinstance(tree, str | Table | Series) for tree in trees)
