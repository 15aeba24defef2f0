"""The calls of a project that some practice asks about, found in one pass over all functions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Code:
    """What the practices look at, picked out of all functions in one pass."""

    calls: dict[str, list[Found]] = field(default_factory=dict)
    named: list[tuple[str, Function]] = field(default_factory=list)
    """Functions whose name holds a telling word, and those of tests that compare sets."""
    watching: list[tuple[str, Function]] = field(default_factory=list)
    """Functions whose name, or whose file's, speaks of watching what was predicted; no tests."""
    gated: list[tuple[str, Function]] = field(default_factory=list)
    """Functions with a comparison that decides."""


CREDENTIALS = frozenset(
    (
        *("password", "passwd", "token", "api_key", "apikey", "secret", "secret_key", "aws_secret_access_key"),
        *("auth_token", "access_token", "client_secret", "api_token", "private_key"),
    )
)
"""Keywords by which a credential is handed over."""
CREDENTIAL = "=credential"
"""Key of the calls that are given one as a text."""


TELLING = re.compile(
    r"label|review|annotat|feedback|production|correction|onymi|identif|redact|mask|hash|pii|personal|leak|overlap|disjoint|"
    r"contaminat|shared|common|same|fairness|parity|dispar|equal|group|slice|monitor|live|predict|drift|prod|online"
)
"""Words of which a function's name, in lower case, has to hold one for any practice to ask about it."""
WATCHES = re.compile(
    r"monitor|(?:^|[_/.])live(?:[_/.]|\Z)|production|(?:^|[_/.])prod(?:[_/.]|\Z)|online_eval|backtest|delayed"
)
"""Words of programs that watch what was predicted, in lower case."""
COMPARES = frozenset(("isdisjoint", "intersection", "intersect1d", "isin"))
"""Calls that compare sets of records; in tests, too."""
DEEPCHECKS = frozenset(
    (
        *("TrainTestSamplesMix", "IndexTrainTestLeakage", "DateTrainTestLeakageOverlap", "train_test_validation"),
        *("DateTrainTestLeakageDuplicates", "train_test_leakage"),
    )
)
"""Checks of deepchecks for records that are in both parts."""


def node_of(path: str, function: str) -> str:
    """Return the node of a function; the top level and the main guard are the file itself."""
    return f"py:{path}" if function[:1] == "<" else f"py:{path}::{function}"


def find(project: Project, wanted: frozenset[str]) -> Code:
    """Look through every function once; notebooks and vendored copies are no programs, and of tests only names tell."""
    code = Code()
    for path, module in sorted(project.modules.items()):
        if path.endswith(".ipynb") or vendored(path):
            continue
        test = test_path(path)
        watches = WATCHES.search(path.lower()) is not None
        for function in module.functions:
            if function.gates:
                code.gated.append((path, function))
            told = function.separates or TELLING.search(function.name.lower())
            if told or (test and function.asserts and _compares(function)):
                code.named.append((path, function))
            if not test:
                if watches or WATCHES.search(f"{path}/{function.name}".lower()):
                    code.watching.append((path, function))
                _look(code.calls, path, function, wanted)
    return code


def _compares(function: Function) -> bool:
    return any(call.name[call.name.rfind(".") + 1 :] in COMPARES | DEEPCHECKS for call in function.calls)


def _look(found: dict[str, list[Found]], path: str, function: Function, wanted: frozenset[str]) -> None:
    for call in function.calls:
        last = call.name[call.name.rfind(".") + 1 :]
        if last in wanted:
            found.setdefault(last, []).append(Found(path, function, call))
        if call.keywords and not CREDENTIALS.isdisjoint(call.keywords):
            found.setdefault(CREDENTIAL, []).append(Found(path, function, call))


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
