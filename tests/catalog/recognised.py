"""What a literal example proves: Python source, a command line, a CI step or a document of a repository."""

from functools import cache
from pathlib import Path

from maturity.documents import yaml
from maturity.evidence.declared import form_of
from maturity.evidence.python.module import Module
from maturity.evidence.python.parse import parse_text
from maturity.evidence.technologies import Match, Technologies
from maturity.rules.technologies import load

CATALOG = Path(__file__).parents[2] / "checks" / "technologies"


@cache
def technologies() -> Technologies:
    """Return the catalog's technologies, read once."""
    return Technologies(load(CATALOG))


def proved(example: str, of: str) -> set[str]:
    """Return the activities that an example proves by one technology.

    `$ words` is a command line, `uses: action key=value, key=value` a CI step, `# FILE` and lines below a document, and
    anything else Python source.
    """
    return {match.activity for match in _matches(example) if match.technology == of}


def _matches(example: str) -> list[Match]:
    head, _, rest = example.partition("\n")
    if head.startswith("$ "):
        return technologies().command(head[2:].split())
    if head.startswith("uses: "):
        uses, _, inputs = head[6:].partition(" ")
        return technologies().action(uses, dict(pair.split("=", 1) for pair in inputs.split(", ") if pair))
    if head.startswith("# "):
        return _declared(head[2:], rest)
    module = parse_text("example.py", example)
    assert not module.problem, module.problem
    return _called(module)


def _declared(path: str, text: str) -> list[Match]:
    form = form_of(path, text)
    if form == "document":
        return [match for tree in yaml.load_all(text) for match, _ in technologies().resource(path, tree)]
    return [match for match, _ in technologies().text(path, text)] if form else []


def _called(module: Module) -> list[Match]:
    known = technologies()
    imports = frozenset(one.target.partition(".")[0] for one in module.imports)
    found: list[Match] = []
    for function in module.functions:
        for call in function.calls:
            found += known.call(call.name, call.keywords, imports, call.arguments)
        found += known.together(frozenset(call.name for call in function.calls), imports)
        for decorator in function.decorators:
            found += known.decorator(decorator, imports)
    for declared in module.classes:
        for base in declared.bases:
            found += known.base(base, imports)
        for decorator in declared.decorators:
            found += known.decorator(decorator, imports)
    return found
