"""What a change of a written card is, and what is only its form."""

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
    assert {title: one.line for title, one in sections(CARD).items()} == {"model-index": 3, "Metrics": 12, "Owner": 18}


def test_form_is_no_change_and_a_number_is_one() -> None:
    before = sections(CARD)
    formed = CARD.replace("| auc | 0.81 |", "|  auc  |   0.81   |").replace("tags: [x]", "tags: [x, y]")
    assert {title: one.digest for title, one in sections(formed).items()} == {
        title: one.digest for title, one in before.items()
    }
    changed = sections(CARD.replace("0.81", "0.91"))
    assert [title for title, one in changed.items() if one.digest != before[title].digest] == ["model-index", "Metrics"]


def test_a_title_that_stands_twice_is_numbered() -> None:
    assert list(sections("### A\nx\n### A\ny\n### A\nz\n")) == ["A", "A (2)", "A (3)"]
