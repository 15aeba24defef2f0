"""How a project asks to be cited: `CITATION.cff`, read as data."""

from collections.abc import Iterator

from maturity.documents.tree import Table, series, table, text
from maturity.documents.yaml import load
from maturity.errors import Unreadable

FILE = "CITATION.cff"
_PLAIN = ("title", "version", "date-released", "doi", "url", "repository-code", "license")
_NAME = ("given-names", "name-particle", "family-names", "name-suffix")
MOST = 20
"""Authors that are named."""


def cited(source: str) -> tuple[tuple[str, str, int], ...]:
    """Return what a file in the Citation File Format says: what, its value, and its line.

    `preferred-citation` follows the project's own, as `preferred title` and so on.

    Raises:
        Unreadable: it is no YAML.
    """
    tree = load(source)
    if not isinstance(tree, Table):
        raise Unreadable("is no mapping")
    preferred = table(tree.get("preferred-citation"))
    return (*_work(tree, ""), *_work(preferred, "preferred "))


def _work(tree: Table, before: str) -> Iterator[tuple[str, str, int]]:
    for key in _PLAIN:
        if value := text(tree.get(key)).strip():
            yield before + key, value, tree.line_of(key)
    names = [name for one in series(tree.get("authors"))[:MOST] if (name := _name(table(one)))]
    if names:
        yield before + "authors", ", ".join(names), tree.line_of("authors")


def _name(author: Table) -> str:
    """Return the name of a person, or of an entity."""
    person = " ".join(word for key in _NAME if (word := text(author.get(key)).strip()))
    return person or text(author.get("name")).strip()
