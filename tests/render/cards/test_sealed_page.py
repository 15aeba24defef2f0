"""What a change of a card in HTML is, and what is only its form."""

import pytest

from maturity.render.cards.sealed_page import page_sections

PAGE = """<!DOCTYPE html>
<html><head><title>t</title><style>p { color: red }</style></head>
<body><header><h1>churn 2</h1><ul><li>Level 1: 3 of 18</li></ul></header>
<main><h2>How good it is</h2>
<h3>Metrics</h3>
<table><tr><td>auc</td><td>0.81</td></tr></table>
<svg><polyline points="1,2 3,4"/></svg>
<h3>Pictures</h3>
<img alt="roc" src="data:image/png;base64,AAAA">
</main><footer><p>Made by</p></footer>
<!-- a comment --></body></html>
"""


def changed(page: str) -> set[str]:
    before, after = page_sections(PAGE), page_sections(page)
    return {title for title in before if after.get(title, before[title]).digest != before[title].digest} | (
        before.keys() - after.keys()
    )


def test_sections_have_their_lines() -> None:
    assert {title: one.line for title, one in page_sections(PAGE).items()} == {
        "churn 2": 3,
        "How good it is": 4,
        "Metrics": 5,
        "Pictures": 8,
        "footer": 10,
    }


@pytest.mark.parametrize(
    "other",
    [
        PAGE.replace("<td>", "\n  <td>\n    ").replace("</td>", "\n</td>"),
        PAGE.replace('alt="roc" src="data:image/png;base64,AAAA"', "src='data:image/png;base64,AAAA'\n alt=roc "),
        PAGE.replace("<!-- a comment -->", ""),
        PAGE.replace("</main>", "<h3>Ours</h3><p>A note of the team.</p></main>"),
        PAGE.replace("Level 1", "&#76;evel&#x20;1"),
        PAGE.replace("color: red", "color: blue"),
    ],
)
def test_form_and_sections_of_ones_own_are_no_change(other: str) -> None:
    assert other != PAGE
    assert changed(other) == set()


@pytest.mark.parametrize(
    ("old", "new", "titles"),
    [
        ("0.81", "0.91", {"Metrics"}),
        ("0.81", "-0.81", {"Metrics"}),
        ("<td>0.81</td>", "<td><del>0.81</del></td>", {"Metrics"}),
        ("<td>0.81</td>", "<td hidden>0.81</td>", {"Metrics"}),
        ("<td>0.81</td>", '<td style="display:none">0.81</td>', {"Metrics"}),
        ("<td>0.81</td>", "<!-- <td>0.81</td> -->", {"Metrics"}),
        ("1,2 3,4", "1,2 3,9", {"Metrics"}),
        ("base64,AAAA", "base64,AAAB", {"Pictures"}),
        ("3 of 18", "18 of 18", {"churn 2"}),
        ("<h3>Metrics</h3>", "<h3>Numbers</h3>", {"Metrics"}),
        ("Made by", "Made by us", {"footer"}),
        ("<h2>How good it is</h2>", "<h2>How good it is</h2><p>Very.</p>", {"How good it is"}),
    ],
)
def test_what_a_reader_sees_otherwise_is_a_change(old: str, new: str, titles: set[str]) -> None:
    assert changed(PAGE.replace(old, new)) == titles


@pytest.mark.parametrize(
    "page", ["", "<", "</h3></footer></style>", "<h3>", "<style>", "<h3>a<h3>b</h3>", "<!doctype", "&#xffffffff;"]
)
def test_any_page_can_be_read(page: str) -> None:
    page_sections(page)
