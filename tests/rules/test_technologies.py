"""Reading `checks/technologies/`: what is accepted, and what is refused with file and line."""

from pathlib import Path

import pytest

from maturity.errors import UsageError
from maturity.rules.technologies import load

HEAD = "tool:\n  title: Tool\n  roles: [tracker]\n  imports: [tool]\n  proves:\n"


def write(folder: Path, proof: str, *, head: str = HEAD, name: str = "tracking.yaml") -> Path:
    """Write one file with one proof, and return its folder."""
    (folder / name).write_text(f"{head}    - {proof}\n")
    return folder


def fault(folder: Path) -> str:
    """Return what is said about a folder, without the folder."""
    with pytest.raises(UsageError) as caught:
        load(folder)
    return str(caught.value).replace(f"{folder}/", "")


def test_an_entry_takes_its_name_from_the_key_and_its_role_from_the_file(tmp_path: Path) -> None:
    (entry,) = load(write(tmp_path, "{activity: track, calls: [tool.log]}"))
    assert (entry.name, entry.role, entry.title) == ("tool", "tracking", "Tool")
    assert entry.proves[0].calls == ("tool.log",)


def test_files_are_read_in_order(tmp_path: Path) -> None:
    write(tmp_path, "{activity: track, calls: [b.log]}", head=HEAD.replace("tool:", "b:"), name="b.yaml")
    write(tmp_path, "{activity: track, calls: [a.log]}", head=HEAD.replace("tool:", "a:"), name="a.yaml")
    assert [entry.name for entry in load(tmp_path)] == ["a", "b"]


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        ("{activity: track}", "exactly one way of recognition is expected"),
        ("{activity: track, calls: [a.b], commands: [a b]}", "given: calls, commands"),
        ("{activity: track, commands: [a b], keywords: [c]}", "'keywords' narrows calls or decorators, not commands"),
        ("{activity: track, calls: [tool.log_*]}", "the first and the last part of a name are literal"),
        ("{activity: track, calls: ['**.log']}", "the first and the last part of a name are literal"),
        ("{activity: track, methods: [a.b]}", "one plain name is expected"),
        ("{activity: track, commands: ['* run']}", "a command begins with the name of a program"),
        ("{activity: track, commands: [--run]}", "a command begins with the name of a program"),
        ("{activity: track, resources: [{count: 2}]}", "a resource needs a kind, or has, or matches"),
        ("{activity: track, resources: [{matches: x}]}", "a resource that matches lines needs a file"),
        ("{activity: track, resources: [{has: a, matches: '('}]}", "no RE2 pattern"),
        ("{activity: track, resources: [{has: a, matches: '(?=a)'}]}", "no RE2 pattern"),
    ],
)
def test_a_proof_that_could_never_match_is_refused(tmp_path: Path, proof: str, words: str) -> None:
    said = fault(write(tmp_path, proof))
    assert said.startswith("tracking.yaml:6: tool: ")
    assert words in said


def test_methods_need_an_import(tmp_path: Path) -> None:
    said = fault(write(tmp_path, "{activity: track, methods: [log]}", head=HEAD.replace("  imports: [tool]\n", "")))
    assert said == "tracking.yaml:5: tool: methods and together need the imports of the technology"


def test_an_unknown_activity_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    said = fault(write(tmp_path, "{activity: tracks, calls: [a.b]}"))
    assert said.startswith("tracking.yaml:6: 'activity' cannot be 'tracks'")
    assert "did you mean 'track'" in said


def test_an_unknown_key_is_refused_with_its_line(tmp_path: Path) -> None:
    assert fault(write(tmp_path, "{activity: track, call: [a.b]}")).startswith("tracking.yaml:6: unknown key 'call'")


def test_a_name_stands_once(tmp_path: Path) -> None:
    write(tmp_path, "{activity: track, calls: [a.b]}", name="a.yaml")
    write(tmp_path, "{activity: track, calls: [a.b]}", name="b.yaml")
    assert fault(tmp_path) == f"b.yaml:1: 'tool' is already described at {tmp_path}/a.yaml:1".replace(
        f"{tmp_path}/", ""
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tool:\n  title: x\n", "t.yaml:1: 'Tool' is no name: small letters, digits and single hyphens"),
        ("tool:\n", "t.yaml:1: 'tool' has no entry"),
        ("- tool\n", "t.yaml:1: a mapping of technologies by name is expected"),
        ("tool:\n  title: x\n  name: y\n", "t.yaml:3: 'name' is given by the key and the file, not in the entry"),
        ("tool:\n  title: x\n", "t.yaml:1: 'roles' is missing"),
    ],
)
def test_an_entry_of_another_shape_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "t.yaml").write_text(text)
    assert fault(tmp_path) == said
