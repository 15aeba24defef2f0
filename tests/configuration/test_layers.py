"""Files become layers, layers become what is in force."""

import pytest

from maturity.configuration.layers import given, read, resolve
from maturity.errors import UsageError


def test_the_operator_overrides_the_repository_and_the_command_line_all() -> None:
    repository = read("[gate]\nlevel = 1\nscore = 0.5\nwaiver-days = 30\n", "maturity.toml", "repository")
    user = read("[gate]\nlevel = 2\nscore = 0.6\n", "config.toml", "user")
    named = read("[gate]\nlevel = 3\n", "ours.toml", "file")
    configured = resolve((given("gate.score", 0.9, "--score"),), named, repository, user)
    assert (configured["gate.level"], configured["gate.score"], configured["gate.waiver-days"]) == (3, 0.9, 30)
    assert [(one.key, one.value, one.origin, one.place) for one in configured.listed()] == [
        ("gate.level", "3", "file", "ours.toml:2"),
        ("gate.score", "0.9", "command line", ""),
        ("gate.waiver-days", "30", "repository", "maturity.toml:4"),
    ]


def test_a_repository_names_nothing_that_is_contacted_or_how_it_is_judged() -> None:
    content = (
        '[sources]\nmlflow = "http://evil.example"\n[rules]\nfolder = "/etc"\n'
        "[profiles.lax]\nci-trains = {required = false}\n[settings]\nfresh-days = 30\n"
    )
    configured = resolve(read(content, "maturity.toml", "repository"))
    assert configured["sources.mlflow"] == ""
    assert configured["profiles"] == {}
    assert configured["settings.fresh-days"] == 30
    assert [(one.key, one.place) for one in configured.refused] == [
        ("sources.mlflow", "maturity.toml:2"),
        ("rules.folder", "maturity.toml:4"),
        ("profiles", "maturity.toml:5"),
    ]


def test_what_nobody_set_has_its_default() -> None:
    configured = resolve()
    assert configured["settings.serving-aliases"] == ("champion", "production", "prod", "live")
    assert configured["gate.level"] is None
    assert configured.listed() == ()


def test_a_table_of_pyproject_is_read_with_its_lines() -> None:
    content = '[project]\nname = "x"\n\n[tool.maturity.gate]\nlevel = 2\n'
    (setting,) = read(content, "pyproject.toml", "repository", table=("tool", "maturity"))
    assert (setting.key, setting.value, setting.place) == ("gate.level", 2, "pyproject.toml:5")
    assert read('[project]\nname = "x"\n', "pyproject.toml", "repository", table=("tool", "maturity")) == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[gate]\nlevle = 2\n", "maturity.toml:2: unknown key 'levle' in [gate]; did you mean 'level'?"),
        ("[gates]\nlevel = 2\n", "maturity.toml:1: unknown table [gates]; did you mean 'gate'?"),
        ("[gate]\nlevel = 4\n", "maturity.toml:2: gate.level: it has to be less than or equal to 3"),
        ('[gate]\nlevel = "2"\n', "maturity.toml:2: gate.level: it has to be an integer"),
        (
            "[settings]\nfresh-days = 0\n",
            "maturity.toml:2: settings.fresh-days: it has to be greater than or equal to 1",
        ),
        ("gate = 2\n", "maturity.toml:1: [gate] has to be a table"),
        (
            "[gate\nlevel = 2\n",
            "maturity.toml: no valid TOML: Expected ']' at the end of a table declaration (at line 1, column 6)",
        ),
        (
            '[[gate.goals]]\nenvironment = "production"\nlevle = 3\n',
            "maturity.toml:1: gate.goals: 0.level: Field required",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(content: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(content, "maturity.toml", "file")
    assert str(caught.value) == message
