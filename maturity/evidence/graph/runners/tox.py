"""tox: environments of tox.ini, setup.cfg and pyproject.toml."""

import posixpath
import re
from collections.abc import Iterator
from configparser import Error, RawConfigParser
from functools import partial
from typing import TYPE_CHECKING, Any

from maturity.documents import toml
from maturity.errors import Unreadable
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import value, values
from maturity.evidence.graph.runners.console_scripts import entries
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

MAX_COMMANDS = 200
_SUBSTITUTION = re.compile(r"\{\[([\w:.\-]+)\](\w+)\}")
_FACTORS = re.compile(r"^(?:[\w!,.\-]+): +(?=\S)")
_POSITIONAL = re.compile(r"\{posargs(?::([^}]{0,200}))?\}")


def tox(builder: "Builder", invocation: Invocation) -> None:
    """Follow `tox -e ENV`; without one, all environments."""
    words = invocation.arguments
    named = [one for given in values(words, "-e", "-env", "--env") for one in given.split(",")]
    if not named and (short := value(words, "-e")):
        named = short.split(",")
    table = builder.tasks.table("tox", invocation.folder)
    if not table:
        builder.end(invocation, "there is no tox configuration here")
    for name in named or [one for one in table if one != "\0testenv"]:
        node = table.get(name) or table.get("\0testenv")
        if node is not None:
            builder.link(invocation, node)
    if not named and table and "\0testenv" in table:
        builder.link(invocation, table["\0testenv"])


def read(builder: "Builder") -> None:
    """Every environment can be started by a person."""
    names = ("tox.ini", "setup.cfg", "pyproject.toml", "tox.toml")
    builder.each(lambda name: name in names, partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    if not path.endswith(".toml"):
        _read_ini(builder, path, builder.project.texts[path])
        return
    document = builder.project.toml(path)
    header = "env" if path.endswith("tox.toml") else "tool.tox.env"
    legacy = entries(document, "tool.tox").get("legacy_tox_ini")
    if isinstance(legacy, str):
        _read_ini(builder, path, legacy)
    base = f"{header.rpartition('.')[0]}.env_run_base".lstrip(".")
    for name, body in {
        "\0testenv": entries(document, base),
        **entries(document, header),
    }.items():
        commands = list(_argument_vectors(body.get("commands")) if isinstance(body, dict) else ())
        if commands:
            place = base if name == "\0testenv" else f"{header}.{name}"
            _declare(builder, path, name, commands, toml.line_of(builder.project.texts[path], place))


def _argument_vectors(commands: Any) -> Iterator[str]:
    for command in commands if isinstance(commands, list) else ():
        yield (
            " ".join(str(word) for word in command if isinstance(word, str))
            if isinstance(command, list)
            else str(command)
        )


def _read_ini(builder: "Builder", path: str, text: str) -> None:
    parser = RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except Error as error:
        raise Unreadable(f"no valid INI: {str(error)[:100]}") from None
    for section in parser.sections():
        kind, _, name = section.removeprefix("tox:").partition(":")
        if kind == "testenv" and parser.has_option(section, "commands"):
            raw = _SUBSTITUTION.sub(
                lambda found: parser.get(*found.groups(), fallback=""), parser.get(section, "commands")
            )
            line = next((n for n, one in enumerate(text.splitlines(), 1) if one.strip() == f"[{section}]"), 1)
            _declare(builder, path, name or "\0testenv", raw.replace("\\\n", " ").splitlines(), line)


def _declare(builder: "Builder", path: str, name: str, commands: list[str], line: int) -> None:
    folder = posixpath.dirname(path)
    shown = name.replace("\0", "")
    node = builder.program(
        f"task:{path}#tox:{shown}", "tox-env", shown, builder.place(path, line, shown), start="entry"
    )
    for one in name.strip("{}").split(",") if "," in name else [name]:
        builder.tasks.offer("tox", folder, one, node)
    builder.once(node, path, partial(_follow, builder, node, path, line, folder, commands))


def _follow(builder: "Builder", node: str, path: str, line: int, folder: str, commands: list[str]) -> None:
    written = builder.project.texts.get(path, "").splitlines()
    for command in commands[:MAX_COMMANDS]:
        plain = _FACTORS.sub("", command.strip())
        at = next(
            (n for n, one in enumerate(written[line - 1 :], line) if command.strip() and command.strip() in one), line
        )
        text = _POSITIONAL.sub(lambda found: found.group(1) or "", plain.lstrip("-! "))
        text = text.replace("{toxinidir}", ".").replace("{tox_root}", ".").replace("{envpython}", "python")
        builder.script(node, text, path, at, folder, blocking=not plain.startswith("-"), options=Options(errexit=True))
