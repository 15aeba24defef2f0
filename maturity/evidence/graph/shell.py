"""Shell text to the commands it runs, by a real grammar: what runs, in which folder, and whether its failure counts."""

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from maturity.errors import Unreadable
from maturity.evidence.graph.masks import Mask
from maturity.evidence.graph.shell_command import Command, Options
from maturity.evidence.graph.shell_walk import Walk

if TYPE_CHECKING:
    from tree_sitter import Parser

__all__ = ["Command", "Options", "parse"]

MAX_TEXT = 64 * 1024
MAX_PIPES = 2_000
"""The grammar takes quadratic time on one long pipeline."""


def parse(text: str, options: Options | None = None) -> tuple[Command, ...]:
    """Return the commands of a shell text in the order they run; text that is no shell gives what could be understood.

    Raises:
        Unreadable: the text is too long, or has more pipes than anybody writes.
    """
    if len(text) > MAX_TEXT or text.count("|") > MAX_PIPES:
        raise Unreadable(f"a shell text of {len(text)} characters and {text.count('|')} pipes")
    chosen = options or Options()
    mask = Mask(chosen.expressions)
    source = mask.hide(text.replace("\r\n", "\n")).replace("\0", " ")
    tree = _parser().parse(source.encode("utf-8", "replace"))
    walk = Walk(chosen)
    walk.run(tree.root_node)
    return tuple(
        replace(
            one,
            words=tuple(mask.show(word) for word in one.words),
            folder=mask.show(one.folder),
            stdin=mask.show(one.stdin),
        )
        for one in walk.commands
    )


@cache
def _parser() -> "Parser":
    import tree_sitter_bash
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_bash.language()))
