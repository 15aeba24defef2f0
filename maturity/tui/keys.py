"""The keys: what each does, in each language. Bindings, key bar, help and command palette all come from here."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from textual.binding import Binding, BindingType

from maturity.tui.said import Said


class Key(NamedTuple):
    """One key of a screen, or of all screens."""

    key: str
    action: str
    says: Said
    shown: str = ""
    """How the key is written; the key itself by default."""
    bar: bool = True
    """It stands in the key bar, not only in the help."""

    @property
    def written(self) -> str:
        """Return how the key is written for a person."""
        return self.shown or self.key


EVERYWHERE = (
    Key("question_mark", "help", Said(en="help", zh="帮助"), "?"),
    Key("q", "quit", Said(en="quit", zh="退出")),
    Key("r", "rescan", Said(en="scan again", zh="重新扫描")),
    Key("e", "export", Said(en="export", zh="导出")),
    Key("L", "language", Said(en="中文", zh="English")),
    Key("T", "theme", Said(en="light or dark", zh="浅色或深色"), bar=False),
    Key("ctrl+p", "command_palette", Said(en="commands", zh="命令"), "^p", bar=False),
    Key("1", "page('overview')", Said(en="overview", zh="总览"), bar=False),
    Key("2", "page('findings')", Said(en="findings", zh="结论"), bar=False),
    Key("3", "page('graph')", Said(en="program graph", zh="程序图"), bar=False),
    Key("4", "page('lineage')", Said(en="lineage", zh="血缘"), bar=False),
    Key("5", "page('plan')", Said(en="plan", zh="计划"), bar=False),
    Key("6", "page('rules')", Said(en="rules", zh="规则"), bar=False),
    Key("tab", "app.focus_next", Said(en="next part of the screen", zh="下一区域"), bar=False),
)

MOVING = (
    Key("up", "", Said(en="up, or k", zh="上移，或 k"), "↑", bar=False),
    Key("down", "", Said(en="down, or j", zh="下移，或 j"), "↓", bar=False),
    Key("home", "", Said(en="first, or g", zh="首行，或 g"), bar=False),
    Key("end", "", Said(en="last, or G", zh="末行，或 G"), bar=False),
    Key("J", "scroll_detail(5)", Said(en="scroll the detail down", zh="向下滚动详情"), bar=False),
    Key("K", "scroll_detail(-5)", Said(en="scroll the detail up", zh="向上滚动详情"), bar=False),
)


def bindings(keys: Iterable[Key]) -> list[BindingType]:
    """Return the bindings of keys; the library's own footer shows none of them."""
    return [Binding(key.key, key.action, key.says.en, show=False) for key in keys if key.action]


def offered(of_page: Iterable[Key]) -> Iterator[tuple[Key, str]]:
    """Yield the keys that the command palette offers, those of all screens first, each with its action in full."""
    for where, keys in (("app", EVERYWHERE), ("screen", of_page)):
        for key in keys:
            if key.action and key.action != "command_palette":
                yield key, key.action if key.action.startswith("app.") else f"{where}.{key.action}"
