"""The keys: what each does, in each language. Bindings, key bar, help and command palette all come from here."""

from collections.abc import Iterable
from typing import NamedTuple

from textual.binding import Binding, BindingType

from maturity.model.rule import Text


class Key(NamedTuple):
    """One key of a screen, or of all screens."""

    key: str
    action: str
    says: Text
    shown: str = ""
    """How the key is written; the key itself by default."""
    bar: bool = True
    """It stands in the key bar, not only in the help."""

    @property
    def written(self) -> str:
        """Return how the key is written for a person."""
        return self.shown or self.key


EVERYWHERE = (
    Key("question_mark", "help", Text(en="help", zh="帮助"), "?"),
    Key("q", "quit", Text(en="quit", zh="退出")),
    Key("r", "rescan", Text(en="scan again", zh="重新扫描")),
    Key("e", "export", Text(en="export", zh="导出")),
    Key("L", "language", Text(en="中文", zh="English")),
    Key("T", "theme", Text(en="light or dark", zh="浅色或深色"), bar=False),
    Key("ctrl+p", "command_palette", Text(en="commands", zh="命令"), "^p", bar=False),
    Key("1", "page('overview')", Text(en="overview", zh="总览"), bar=False),
    Key("2", "page('findings')", Text(en="findings", zh="结论"), bar=False),
    Key("3", "page('graph')", Text(en="program graph", zh="程序图"), bar=False),
    Key("4", "page('lineage')", Text(en="lineage", zh="血缘"), bar=False),
    Key("5", "page('plan')", Text(en="plan", zh="计划"), bar=False),
    Key("6", "page('rules')", Text(en="rules", zh="规则"), bar=False),
    Key("tab", "app.focus_next", Text(en="next part of the screen", zh="下一区域"), bar=False),
)

MOVING = (
    Key("up", "", Text(en="up, or k", zh="上移，或 k"), "↑", bar=False),
    Key("down", "", Text(en="down, or j", zh="下移，或 j"), "↓", bar=False),
    Key("home", "", Text(en="first, or g", zh="首行，或 g"), bar=False),
    Key("end", "", Text(en="last, or G", zh="末行，或 G"), bar=False),
)


def bindings(keys: Iterable[Key]) -> list[BindingType]:
    """Return the bindings of keys; the library's own footer shows none of them."""
    return [Binding(key.key, key.action, key.says.en, show=False) for key in keys if key.action]
