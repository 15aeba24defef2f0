"""What a change of a written card is, and what is only its form."""

import pytest

from maturity.render.cards.sealing import sections

CARD = """---
license: mit
model-index:
- name: churn
  results:
  - value: 0.81
tags: [x]
---

# Model card

### Metrics

| name | value |
| --- | --- |
| auc | 0.81 |

### Owner

Ada

## More

---
made by
"""


def test_sections_have_their_lines_and_the_metrics_of_the_front_matter_are_one() -> None:
    assert {title: one.line for title, one in sections(CARD).items()} == {
        "model-index": 3,
        "Model card": 10,
        "Metrics": 12,
        "Owner": 18,
        "More": 22,
        "footer": 24,
    }


def test_form_is_no_change_and_a_number_is_one() -> None:
    before = sections(CARD)
    formed = CARD.replace("| auc | 0.81 |", "|  auc  |   0.81   |").replace("tags: [x]", "tags: [x, y]")
    assert {title: one.digest for title, one in sections(formed).items()} == {
        title: one.digest for title, one in before.items()
    }
    changed = sections(CARD.replace("0.81", "0.91"))
    assert [title for title, one in changed.items() if one.digest != before[title].digest] == ["model-index", "Metrics"]


@pytest.mark.parametrize(
    ("written", "formed"),
    [
        ("- one\n- two", "* one\n*  two"),
        ("*Missing*", "_Missing_"),
        ("auc\\_low", "auc_low"),
        ("| --- | --- |", "|:----|-----:|"),
        ("- 5", "* 5"),
    ],
)
def test_what_formatters_do_is_no_change(written: str, formed: str) -> None:
    one, other = (sections(f"### A\n{text}\n")["A"].digest for text in (written, formed))
    assert one == other


@pytest.mark.parametrize(
    ("written", "changed"),
    [("0.5", "-0.5"), ("1e-09", "1e09"), ("+0.01", "-0.01"), ("auc_low", "auclow"), ("a:b", "ab")],
)
def test_a_sign_is_no_form(written: str, changed: str) -> None:
    one, other = (sections(f"### A\n| {text} |\n")["A"].digest for text in (written, changed))
    assert one != other


def test_what_stands_above_and_below_the_fields_counts() -> None:
    before = sections(CARD)
    other = sections(
        CARD.replace("# Model card\n", "# Model card\nLevel 3: all filled\n").replace("made by", "made by us")
    )
    assert [title for title, one in other.items() if one.digest != before[title].digest] == ["Model card", "footer"]


def test_a_title_that_stands_twice_is_numbered() -> None:
    assert list(sections("### A\nx\n### A\ny\n### A\nz\n")) == ["A", "A (2)", "A (3)"]


def test_what_looks_like_a_heading_in_a_program_is_none() -> None:
    text = "### How to use it\n````python\n# an example\n```\n## more\n````\n### Next\nx\n"
    assert list(sections(text)) == ["How to use it", "Next"]
    assert sections(text)["Next"].line == 7
    other = sections(text.replace("# an example", "# another"))
    assert other["How to use it"].digest != sections(text)["How to use it"].digest
