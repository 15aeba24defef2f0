"""Mistakes in a rule file: each is one line with file, line and, where it helps, the likely meaning."""

import os
from pathlib import Path

import pytest

from maturity.errors import UsageError
from maturity.rules.load import read_folder
from maturity.rules.rulefile import read_rule
from maturity.rules.validate import read_text, read_tree

GOOD = """\
id: my-rule
principle: automation
level: 1
required: true
source: repo
carrier: ml-project
title: {en: A title, zh: 标题}
why: {en: Because, zh: 因为}
fix: {en: Do it, zh: 去做}
effort: hours
references: [S0]
ask:
  some: activity
  where:
    activity: [train]
    root: {not: none}
examples:
  passing:
    - {name: it is, files: {a.py: "1"}}
  failing:
    - {name: it is not, files: {a.py: "2"}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "automation").mkdir()
    return tmp_path / "automation" / "my-rule.yaml"


def complaint(file: Path) -> str:
    """Return what is said of a file, without its folder."""
    with pytest.raises(UsageError) as error:
        read_rule(file)
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith(f"{file}:")
    return message.removeprefix(f"{file}:")


def test_a_good_rule_is_read(file: Path) -> None:
    file.write_text(GOOD)
    rule = read_rule(file)
    assert (rule.id, rule.level, rule.required, rule.title.zh) == ("my-rule", 1, True, "标题")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("effort: hours", "efort: hours", "10: unknown key 'efort'; did you mean 'effort'?"),
        ("effort: hours", "effort: hour", "10: 'effort' cannot be 'hour'; did you mean 'hours'?"),
        ("level: 1", "level: 4", "3: 'level' cannot be 4; one of: 1, 2, 3"),
        ("level: 1", "level: '1'", "3: 'level' has to be 1 without quotes"),
        ("level: 1", "level: 1\nlevel: 2", "4: the key 'level' stands twice"),
        ("required: true", "required: yes", "4: 'required': it has to be a boolean"),
        ("carrier: ml-project\n", "", "1: 'carrier' is missing"),
        ("title: {en: A title, zh: 标题}", "title: hello", "7: 'title': it has to be a mapping"),
        ("zh: 因为", "zh: ' '", "8: 'why' says nothing in 'zh'"),
        ("[S0]", "[S7]", "11: 'S7' is no reference: S0 to S4, or framework:item"),
        ("id: my-rule", "id: other-rule", "1: the id 'other-rule' differs from the name of the file, 'my-rule'"),
        ("principle: auto", "principle: govern", "2: 'principle' cannot be 'governmation'; did you mean"),
        ("principle: automation", "principle: governance", "2: the principle 'governance' differs from the folder"),
        ("  some: activity", "  som: activity", "12: one of some, none, every, share, links, all_of, any_of has to"),
        ("some: activity", "some: activitty", "13: there is no kind of fact 'activitty'; did you mean 'activity'?"),
        ("activity: [train]", "activty: [train]", "15: a fact of kind 'activity' has no field 'activty'; did you mean"),
        ("[train]", "[trian]", "15: 'activity' is never 'trian'; did you mean 'train'?"),
        ("[train]", "[]", "15: 'activity' is asked to be one of nothing"),
        ("{not: none}", "{nott: none}", "16: unknown key 'nott'; did you mean 'not'?"),
        ("{not: none}", "{}", "16: the condition on 'root' is empty"),
        ("{not: none}", "{gt: 3}", "16: 'gt' does not fit 'root', which holds a text and is always there"),
        ("{not: none}", "{exists: true}", "16: 'exists' does not fit 'root', which holds a text and is always there"),
        ("{not: none}", "{has: change}", "16: 'has' does not fit 'root', which holds a text"),
        ("{not: none}", "{matches: 'a('}", "16: RE2 does not accept this pattern: missing ): a("),
        ("{not: none}", "{matches: '(?=a)'}", "16: RE2 does not accept this pattern: invalid perl operator"),
        ("root: {not: none}", "tested: maybe", "16: 'tested' holds true or false, never 'maybe'"),
        ("root: {not: none}", "chain: x", "16: 'chain' holds places: only 'exists' can be asked of it"),
        ("root: {not: none}", "beside: {eq: train}", "16: 'eq' does not fit 'beside', which holds a list"),
        ("root: {not: none}", "kind: activity", "16: a fact of kind 'activity' has no field 'kind'"),
        ('    - {name: it is, files: {a.py: "1"}}', "    []", "18: a rule needs at least one passing example"),
        ('    - {name: it is not, files: {a.py: "2"}}', "    []", "20: a rule needs at least one failing example"),
        ("{a.py: ", "{../a.py: ", "19: '../a.py' is no path inside the example"),
        ("{a.py: ", "{/etc/x: ", "19: '/etc/x' is no path inside the example"),
        ("ask:\n  some: activity", "ask:\n  some: [activity]", "13: 'some': it has to be a string"),
        ("ask:\n", "ask: [\n", "14: did not find expected "),
        (GOOD, "", "1: the file is empty"),
        (GOOD, "- 1\n", "1: "),
        (GOOD, GOOD + "---\na: 1\n", "1: the file holds more than one document"),
        (GOOD, "[" * 200, "1: YAML nested deeper than 100 levels"),
    ],
)
def test_a_mistake_is_named_with_its_line(file: Path, old: str, new: str, expected: str) -> None:
    assert old in GOOD
    file.write_text(GOOD.replace(old, new, 1))
    assert complaint(file).startswith(expected)


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("{any_of: []}", "12: 'any_of' asks for nothing"),
        ("{some: test, at_least: 0}", "12: 'at_least' has to be 1 or more"),
        ("{every: test, expect: {}}", "12: 'expect' says nothing"),
        ("{share: test, expect: {skipped: false}, at_least: 1.5}", "12: 'at_least' has to be a ratio above 0, up to 1"),
        ("{links: dvc-output, key: output, to: dvc-stage, partner_key: nme}", "12: a fact of kind 'dvc-stage' has no"),
        ("{links: test, key: about, to: dvc-stage, partner_key: name}", "12: 'about' is a list and cannot join facts"),
        ("{all_of: [{some: tag}, {some: tagg}]}", "12: there is no kind of fact 'tagg'; did you mean 'tag'?"),
        ("{some: test, where: {asserts: 1.5}}", "12: 'asserts' holds a whole number, never 1.5"),
        ("{some: test, where: {asserts: true}}", "12: 'asserts' holds a whole number, never True"),
    ],
)
def test_an_ask_that_cannot_be_answered_is_refused(file: Path, ask: str, expected: str) -> None:
    before, _, after = GOOD.partition("ask:")
    file.write_text(f"{before}ask: {ask}\nexamples:{after.partition('examples:')[2]}")
    assert complaint(file).startswith(expected)


def test_only_small_regular_text_files_are_read(file: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("password: hunter2")
    file.symlink_to(secret)
    assert complaint(file) == "1: links are not followed here"
    file.unlink()
    os.mkfifo(file)
    assert complaint(file) == "1: this is no regular file"
    file.unlink()
    assert complaint(file) == "1: No such file or directory"
    file.write_bytes(b"a: 1\nb: \xff\xfe\n")
    assert complaint(file) == "2: the file is not UTF-8 text"
    file.write_text(GOOD + "#" * 64 * 1024)
    assert complaint(file) == "1: the file is larger than 64 KiB"


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\xef\xbb\xbfa: 1")
    assert read_text(tmp_path / "x") == "a: 1"


def test_a_folder_of_rules_holds_rules_only_where_they_belong(file: Path, tmp_path: Path) -> None:
    file.write_text(GOOD)
    (file.parent / "README.md").write_text("words")
    assert [entry.rule.id for entry in read_folder(tmp_path)] == ["my-rule"]
    for name, expected in (
        ("stray.yaml", "stands in a folder with the name of its principle"),
        ("automation/other.yml", "a rule file ends in .yaml"),
        ("automation/deep/x.yaml", "rules stand directly in the folder of their principle"),
        ("automaton/x.yaml", "no principle is called 'automaton'; did you mean 'automation'?"),
    ):
        wrong = tmp_path / name
        wrong.parent.mkdir(exist_ok=True)
        wrong.write_text(GOOD)
        with pytest.raises(UsageError, match=expected.replace("?", r"\?")):
            read_folder(tmp_path)
        wrong.unlink()
        if wrong.parent not in (tmp_path, file.parent):
            wrong.parent.rmdir()


def test_an_empty_or_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no rule in this folder"):
        read_folder(tmp_path)
    with pytest.raises(UsageError, match="No such file or directory"):
        read_folder(tmp_path / "none")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(UsageError, match="links are not followed here"):
        read_folder(tmp_path / "link")


def test_plain_scalars_are_read_by_the_core_schema_and_quoted_ones_stay_text(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(
        'a: 2\nb: "2"\nc: 0.9\nd: true\ne: yes\nf: 1e3\ng: 2024-01-01\nh: ~\ni: .inf\nj: "true"\n'
    )
    assert list(read_tree(tmp_path / "x.yaml").values()) == [
        *(2, "2", 0.9, True, "yes", 1000.0, "2024-01-01", None, ".inf", "true"),
    ]
    assert read_tree(tmp_path / "x.yaml").line_of("d") == 4
