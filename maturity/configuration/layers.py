"""From the text of a file to a layer of configuration, and from layers to what is in force. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from maturity.configuration.keys import KEYS
from maturity.documents import toml
from maturity.errors import Unreadable, UsageError
from maturity.model.configuration import ConfiguredValue, Origin
from maturity.rules.validate import plain, suggest

OWN_FILE, SHARED_FILE, SHARED_TABLE = "maturity.toml", "pyproject.toml", ("tool", "maturity")
_STRENGTH: tuple[Origin, ...] = ("default", "repository", "user", "file", "command line")


@dataclass(frozen=True, slots=True)
class Setting:
    """One value that somebody set."""

    key: str
    value: Any
    origin: Origin
    place: str = ""


@dataclass(frozen=True, slots=True)
class InForce:
    """The values that hold."""

    settings: Mapping[str, Setting] = field(default_factory=dict)
    refused: tuple[Setting, ...] = ()
    """What the repository set that only the operator may set."""

    def __getitem__(self, key: str) -> Any:
        """Return the value of a key; KeyError for one that does not exist."""
        return self.settings[key].value if key in self.settings else KEYS[key].default

    def listed(self) -> tuple[ConfiguredValue, ...]:
        """Return what somebody set, for the assessment."""
        return tuple(
            ConfiguredValue(key=one.key, value=spelled(one.value), origin=one.origin, place=one.place)
            for _, one in sorted(self.settings.items())
        )


def read(content: str, name: str, origin: Origin, *, table: tuple[str, ...] = ()) -> tuple[Setting, ...]:
    """Read a layer out of TOML; `table` is where in the file it stands.

    Raises:
        UsageError: `FILE:LINE: what is wrong; did you mean ...?`
    """
    try:
        tree: Any = toml.load(content)
    except Unreadable as error:
        raise UsageError(f"{name}: {error}") from None
    for step in table:
        tree = tree.get(step, {}) if isinstance(tree, dict) else {}
    if not isinstance(tree, dict):
        raise UsageError(f"{name}: [{'.'.join(table)}] has to be a table")
    place = _Places(content, name, table)
    return tuple(_setting(key, value, origin, place) for key, value in _flat(tree, place))


def resolve(*layers: Sequence[Setting]) -> InForce:
    """Join layers: the stronger origin wins, of equal ones the later. The repository sets no key of the operator."""
    settings: dict[str, Setting] = {}
    refused = []
    for setting in sorted((one for layer in layers for one in layer), key=lambda one: _STRENGTH.index(one.origin)):
        if setting.origin == "repository" and KEYS[setting.key].operator:
            refused.append(setting)
        else:
            settings[setting.key] = setting
    return InForce(settings, tuple(refused))


def in_force(values: Iterable[ConfiguredValue]) -> tuple[Setting, ...]:
    """Return the settings that an assessment lists; a key that is not known here is left out."""
    return tuple(
        Setting(one.key, _adapter(one.key).validate_json(one.value, strict=True), one.origin, one.place)
        for one in values
        if one.key in KEYS
    )


def given(key: str, value: Any, option: str) -> Setting:
    """Return what an option of the command line sets.

    Raises:
        UsageError: the value is not of the key's form.
    """
    try:
        return Setting(key, _adapter(key).validate_json(spelled(value), strict=True), "command line")
    except ValidationError as error:
        raise UsageError(f"{option}: {_fault(error)}") from None


def spelled(value: Any) -> str:
    """Spell a value as JSON."""
    return json.dumps(value, default=lambda one: one.model_dump(exclude_none=True), ensure_ascii=False)


class _Places:
    """Where the keys of one file stand."""

    def __init__(self, content: str, name: str, table: tuple[str, ...]) -> None:
        self._content, self._name, self._table = content, name, table

    def of(self, *path: str) -> str:
        """Return FILE:LINE of a key below the table."""
        *header, key = path
        whole = ".".join((*self._table, *header))
        line = toml.line_of(self._content, whole, key)
        if line == 1:
            line = toml.line_of(self._content, ".".join((*self._table, *path)))
        return f"{self._name}:{line}"


def _flat(tree: Mapping[str, Any], place: _Places) -> Iterator[tuple[str, Any]]:
    """Yield the keys that there are; anything else is refused with a suggestion."""
    sections = dict.fromkeys(key.partition(".")[0] for key in KEYS)
    for section, body in tree.items():
        if section in KEYS:
            yield section, body
            continue
        if section not in sections:
            raise UsageError(f"{place.of(section)}: unknown table [{section}]{suggest(section, sections)}")
        if not isinstance(body, dict):
            raise UsageError(f"{place.of(section)}: [{section}] has to be a table")
        known = [key.partition(".")[2] for key in KEYS if key.startswith(f"{section}.")]
        for key, value in body.items():
            if key not in known:
                hint = suggest(key, known) or f"; known here: {', '.join(known)}"
                raise UsageError(f"{place.of(section, key)}: unknown key {key!r} in [{section}]{hint}")
            yield f"{section}.{key}", value


def _setting(key: str, value: Any, origin: Origin, place: _Places) -> Setting:
    where = place.of(*key.split(".", 1))
    try:
        checked = _adapter(key).validate_json(json.dumps(value, default=str), strict=True)
    except ValidationError as error:
        raise UsageError(f"{where}: {key}: {_fault(error)}") from None
    return Setting(key, checked, origin, where)


@cache
def _adapter(key: str) -> TypeAdapter[Any]:
    return TypeAdapter(KEYS[key].form)


def _fault(error: ValidationError) -> str:
    problem = error.errors(include_url=False)[0]
    inside = ".".join(str(step) for step in problem["loc"] if step != "[key]")
    words = plain(problem["msg"])
    return f"{inside}: {words}" if inside else words
