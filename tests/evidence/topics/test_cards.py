"""Model cards and data cards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.topics.cards import collect, parts
from maturity.render.cards import render
from maturity.render.style import LANGUAGES, Language, Style
from tests.cards.making import detail, made
from tests.evidence.topics.targets import project

CARD = """# Model card

## Intended use
Ranks parcels for the night shift of one depot.

## Training data
Two years of scans from the depot in Lyon.

## Evaluation
Mean absolute error is 3.1 minutes on the last month.

## Limitations
Does not know holidays of other countries.

## Ethical considerations
No personal data is used for any decision about people.
"""
ALL = ("intended-use", "training-data", "metrics", "limitations", "ethics")


def test_a_filled_card_covers_everything() -> None:
    (found,) = collect(project({"docs/MODEL_CARD.md": CARD}))
    assert (found.document, found.sections, found.generated) == ("model-card", ALL, False)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "TODO",
        "[More Information Needed]",
        "<!-- say\nwhat it is for -->",
        "TBD - to be completed",
        "{{ uses }}",
        "- \n- \n",
        "N/A",
    ],
)
def test_placeholders_fill_nothing(body: str) -> None:
    assert parts(f"## Intended use\n{body}\n## Limitations\nIt knows one depot only.\n") == ("limitations",)


@pytest.mark.parametrize(
    ("title", "found"),
    [("Data", True), ("Data used", True), ("Collection", True), ("Data owner", False), ("Data-steward", False)],
)
def test_who_answers_for_data_is_not_the_data(title: str, found: bool) -> None:
    assert ("training-data" in parts(f"## {title}\nScans of two years, kept by the depot in Lyon.\n")) is found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_of_ours_covers_what_is_filled_in_it(language: Language) -> None:
    empty = str(render(made(detail()), "markdown", Style(language=language)))
    assert parts(empty) == ()
    measured = str(render(made(detail(metrics={"auc": 0.82, "loss": 0.3})), "markdown", Style(language=language)))
    assert parts(measured) == (("metrics",) if language == "en" else ())


def test_one_heading_may_cover_two_parts() -> None:
    assert parts("## Bias, Risks, and Limitations\nTrained on one depot only, others differ.\n") == (
        "limitations",
        "ethics",
    )


@pytest.mark.parametrize(
    ("path", "text", "document"),
    [
        ("model-card.md", "A small model that ranks parcels.\n", "model-card"),
        ("cards/churn_model_card.md", "A small model that ranks customers.\n", "model-card"),
        ("README.md", "---\nlibrary_name: torch\n---\n# Net\nTranslates short texts well.\n", "model-card"),
        ("docs/about.md", ("# The model\n## Intended use\nRank parcels of Lyon.\n"
                          "## Limitations\nKnows one depot only.\n"),
         "model-card"),
        ("model/datasheet.md", "# GPT-9 model card\nWrites short texts about parcels.\n", "model-card"),
        ("data_card.md", "Collected in the depot of Lyon.\n", "data-card"),
        ("docs/datasheet.md", "Collected in the depot of Lyon.\n", "data-card"),
        ("data/README.md", "# Data\nOne row a parcel.\nColumns:\n- id: number\n- fields: more\n", "data-card"),
    ],
)  # fmt: skip
def test_cards_are_known_by_name_or_content(path: str, text: str, document: str) -> None:
    assert [one.document for one in collect(project({path: text}))] == [document]


@pytest.mark.parametrize(
    "files",
    [
        {"MODEL_CARD.md": ""},
        {"MODEL_CARD.md": "# Model card\n\n## Intended use\nTODO\n"},
        {"src/model_card.py": "def write(): ..."},
        {"README.md": "# Project\nThe limitations of our office are known.\n"},
        {"node_modules/x/model_card.md": CARD},
        {"docs/guide.md": "# How to write a model card for us\nBe short and tell the truth, always.\n"},
    ],
)
def test_what_says_nothing_is_no_card(files: dict[str, str]) -> None:
    assert list(collect(project(files))) == []


def test_cards_in_yaml_have_keys_for_headings() -> None:
    text = "intended_use: rank the parcels\nlimitations: TODO\nmetrics:\n- mae: 3.1 minutes\n"
    (found,) = collect(project({"model_card.yaml": text}))
    assert found.sections == ("intended-use", "metrics")


def test_a_template_is_a_card_that_code_fills() -> None:
    text = "# {{ name }}\n## Uses\n{{ uses }}\nThis template is filled by the training job.\n"
    (found,) = collect(project({"src/model_card_template.md": text}))
    assert found.generated is True


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for one in collect(project({"MODEL_CARD.md": text, "model_card.yaml": text, "README.md": text})):
        assert set(one.sections) <= set(ALL)
