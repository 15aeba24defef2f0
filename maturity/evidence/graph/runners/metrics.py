"""Quality gates of a shell: `[ "$ACCURACY" -lt 80 ]`, `(( $(echo "$F1 < 0.8" | bc -l) ))`, `jq -e '.rmse < 4'`, awk.

Whether anything hangs on the comparison is known by whether its failure counts.
"""

import re
from typing import TYPE_CHECKING

from maturity.evidence.graph.graph import Site
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.python.comparisons import pair
from maturity.evidence.python.operands import Champion, Operand
from maturity.evidence.python.sites import OWN, compared
from maturity.evidence.python.words import parts

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

MAX_TEXT = 2_000
_EXPRESSION = re.compile(r"\$\{\{\s*([^{}]*?)\s*\}\}")
_PRINTED = re.compile(r"\$\(([^()]*)\)")
_ORDER = re.compile(r"[<>]=?|-(?:lt|le|gt|ge)\b")
_SIDE = r"([\w.$@{}\[\]*?,'\"/+-]*[\w}\]'\"])"
_COMPARED = re.compile(rf"{_SIDE}\s*(?:[<>]=?|\s-(?:lt|le|gt|ge)\s)\s*{_SIDE}")
_OUTPUT = re.compile(r"^(?:steps|needs)\.[\w-]+\.outputs\.")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)\Z")
_FAILING = frozenset(("-e", "--exit-status"))


def test(builder: "Builder", invocation: Invocation) -> None:
    """Note a gate where a test of the shell compares a metric."""
    first, *made = invocation.arguments or ("",)
    _note(builder, invocation, [first if made else " ".join(invocation.arguments)], dict(_made(one) for one in made))


def jq(builder: "Builder", invocation: Invocation) -> None:
    """Note a gate where jq fails by what its filter compares."""
    if any(one in _FAILING or re.fullmatch(r"-[a-z]*e[a-z]*", one) for one in invocation.arguments):
        _note(builder, invocation, [one for one in invocation.arguments if not one.startswith("-")], {})


def awk(builder: "Builder", invocation: Invocation) -> None:
    """Note a gate where the status of awk is what it compares: `awk "BEGIN {exit !($ACC > 0.8)}"`."""
    _note(builder, invocation, [one for one in invocation.arguments if "exit" in one], {})


def _made(text: str) -> tuple[str, str]:
    name, _, program = text.partition("=")
    return name, program


def _note(builder: "Builder", invocation: Invocation, texts: list[str], made: dict[str, str]) -> None:
    found = [one for text in texts for one in _gates(text[:MAX_TEXT], made)]
    for champion in found[:1]:
        site = Site(invocation.node, "gate", OWN, invocation.at, invocation.blocking, detail="exit")
        for one in compared(site, champion=champion == "yes"):
            builder.graph.prove(one)


def _gates(text: str, made: dict[str, str]) -> list[Champion]:
    """Return the comparisons of a metric in a test, with those that variables hold: `OK=$(echo "$A > 1" | bc)`."""
    sources = {name: _plain(program) for name, program in made.items()}
    flat = _plain(text)
    whole = [flat, *(source for source in sources.values() if _ORDER.search(source))]
    compared = [found.groups() for one in whole for found in _COMPARED.finditer(one)]
    several = (pair(_operand(left, sources), _operand(right, sources)) for left, right in compared)
    return [one for one in several if one is not None]


def _plain(text: str) -> str:
    """Return a text in which a value that a program prints is one word, and an expression that it prints is itself."""
    text = _EXPRESSION.sub(r"\1", text)
    return _PRINTED.sub(lambda found: found[1] if _ORDER.search(found[1]) else re.sub(r"[\s|]+", "_", found[1]), text)


def _operand(word: str, sources: dict[str, str]) -> Operand:
    plain = _OUTPUT.sub("", word.strip("\"'${}"))
    if _NUMBER.match(plain):
        return Operand(frozenset(), float(plain))
    said = parts(plain)
    source = sources.get(plain, "")
    return Operand(said | parts(source) if source and not _ORDER.search(source) else said)
