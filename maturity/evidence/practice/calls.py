"""The calls of a project that some practice asks about, found in one pass over all functions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from maturity.evidence.layout import test_path, vendored
from maturity.evidence.project import Project
from maturity.evidence.python.module import Argument, Call, Function
from maturity.model.place import Place


@dataclass(frozen=True, slots=True)
class Found:
    """One call, and where it stands."""

    path: str
    function: Function
    call: Call

    @property
    def node(self) -> str:
        """The program that makes the call."""
        return node_of(self.path, self.function.name)

    def at(self, project: Project) -> Place:
        """Return its place."""
        return project.place(self.path, self.call.line, self.call.name)


Calls = Mapping[str, list[Found]]
"""Calls by the last part of their names."""


CREDENTIALS = frozenset(
    (
        *("password", "passwd", "token", "api_key", "apikey", "secret", "secret_key", "aws_secret_access_key"),
        *("auth_token", "access_token", "client_secret", "api_token", "private_key"),
    )
)
"""Keywords by which a credential is handed over."""
CREDENTIAL = "=credential"
"""Key of the calls that are given one as a text."""


def node_of(path: str, function: str) -> str:
    """Return the node of a function; the top level and the main guard are the file itself."""
    return f"py:{path}" if function[:1] == "<" else f"py:{path}::{function}"


def code(project: Project) -> Iterator[tuple[str, Function]]:
    """Yield every function that can be part of a program: no test, no notebook, no vendored copy."""
    for path, module in project.modules.items():
        if not (path.endswith(".ipynb") or vendored(path) or test_path(path)):
            for function in module.functions:
                yield path, function


def find_calls(project: Project, wanted: frozenset[str]) -> Calls:
    """Return the calls whose names end with a wanted word."""
    found: dict[str, list[Found]] = {}
    for path, function in code(project):
        for call in function.calls:
            last = call.name[call.name.rfind(".") + 1 :]
            if last in wanted:
                found.setdefault(last, []).append(Found(path, function, call))
            if call.keywords and not CREDENTIALS.isdisjoint(call.keywords):
                found.setdefault(CREDENTIAL, []).append(Found(path, function, call))
    return found


def chosen(calls: Calls, names: Iterable[str]) -> Iterator[Found]:
    """Yield the calls that end with one of these words, in the order of their places."""
    found = [one for name in sorted(set(names)) for one in calls.get(name, ())]
    yield from sorted(found, key=lambda one: (one.path, one.call.line))


def texts(call: Call) -> Iterator[str]:
    """Yield the texts that a call is given."""
    given: list[Argument] = [*call.arguments, *call.keywords.values()]
    for entry in given:
        if isinstance(entry, str) and entry[:1] == "=":
            yield entry[1:]
