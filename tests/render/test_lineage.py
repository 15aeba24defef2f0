"""The lineage of what serves is shown link by link, with what is broken, and foreign names are only text."""

from maturity.model.assessment import Lineage, LineageLink
from maturity.model.place import Place
from maturity.model.rule import Text
from maturity.render import render
from maturity.render.lineage import lineage_lines, lineage_tables
from maturity.render.style import Style
from tests.render.example import EXAMPLE

HERE = Place(uri="churn/3")
FOLLOWED = Lineage(
    model="churn",
    version="3",
    aliases=("champion",),
    links=(
        LineageLink(link="run", state="proved", detail=Text(en="run r1", zh="运行 r1"), at=HERE),
        LineageLink(link="reachable", state="broken", detail=Text(en="no branch leads there", zh="不可达"), at=HERE),
        LineageLink(link="objects", state="absent", detail=Text(en="no remote", zh="无远端"), at=HERE),
        LineageLink(link="dataset", state="unknown", detail=Text(en="a|b \x1b[31m", zh="不明"), at=HERE),
    ),
)
SEEN = EXAMPLE.model_copy(update={"evidence": EXAMPLE.evidence.model_copy(update={"lineage": (FOLLOWED,)})})


def test_lines() -> None:
    assert lineage_lines(SEEN, Style()) == [
        "Lineage of what serves",
        "  churn/3 (champion)",
        "    ✓ run            run r1",
        "    ✗ branch or tag  no branch leads there",
        "    – objects        no remote",
        r"    ? dataset        a|b \x1b[31m",
    ]
    assert lineage_lines(SEEN, Style(language="zh"))[2] == "    ✓ 运行        运行 r1"
    assert lineage_lines(EXAMPLE, Style()) == []


def test_tables() -> None:
    heading, table = lineage_tables(SEEN, Style())
    assert heading == "### Lineage of what serves"
    assert table.splitlines() == [
        "| `churn/3` (`champion`) | Link | What was found |",
        "|---|---|---|",
        "| ✓ | run | run r1 |",
        "| ✗ | branch or tag | no branch leads there |",
        "| – | objects | no remote |",
        "| ? | dataset | a\\|b \\\\x1b\\[31m |",
    ]
    assert list(lineage_tables(EXAMPLE, Style())) == []


def test_reports_hold_it() -> None:
    assert "no branch leads there" in render("text", SEEN, Style(verbose=True))
    assert "no branch leads there" not in render("text", SEEN, Style())
    assert "| ✗ | branch or tag |" in render("markdown", SEEN, Style())
