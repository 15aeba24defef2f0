"""Documents as sections and commands."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.topics.prose import commands, sections


def test_a_section_holds_its_subsections() -> None:
    text = "# Card\nintro\n## Uses\n### Direct\ntext\n## Metrics\nnone\n```\n# no heading\n```\n"
    assert [(one.title, one.line, one.depth) for one in sections(text)] == [
        ("Card", 1, 1),
        ("Uses", 3, 2),
        ("Direct", 4, 3),
        ("Metrics", 6, 2),
    ]
    assert "text" in sections(text)[1].body
    assert "none" not in sections(text)[1].body


def test_underlined_and_bold_titles_are_headings_too() -> None:
    text = "Limitations\n===========\nSmall sample.\n\n**Ethics:** none known\n"
    assert [(one.title, one.body.strip()) for one in sections(text)] == [
        ("Limitations", "Small sample.\n\n**Ethics:** none known"),
        ("Ethics", "none known"),
    ]


def test_commands_are_code_in_fences_indents_quotes_and_prompts() -> None:
    text = dedent(
        """\
        Run pip install x yourself.
        ```bash
        $ pip install a
        ```
        ```python
        import b
        $ make b
        ```
            make c
        Use `make d` or
        $ make e
        python train.py --epochs 3
        1. sh scripts/serve.sh
        pip install -r requirements.txt
            `python .\\src\\train.py` ### takes a while
        uvicorn app.main:app --reload
        Use `Make serve`, or
        pip install is what you want.
        Make sure that python train.py is not run twice.
        python is needed.
        """
    )
    assert list(commands(text)) == [
        *((3, "pip install a"), (7, "make b"), (9, "make c"), (10, "make d"), (11, "make e")),
        *((12, "python train.py --epochs 3"), (13, "sh scripts/serve.sh")),
        *((14, "pip install -r requirements.txt"), (15, "python ./src/train.py")),
        *((16, "uvicorn app.main:app --reload"), (17, "make serve")),
    ]


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert all(one.line >= 1 for one in sections(text))
    assert all(line >= 1 for line, _ in commands(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```python\npip install -r requirements.txt\nimport x\n```\n", [(2, "pip install -r requirements.txt")]),
        ("```python\n!pip install x\n```\n", [(2, "pip install x")]),
        ("```output\nthe run took 3 s\n```\n", []),
        ("```shellscript\nstart it\n```\n", [(2, "start it")]),
        ("> anaconda-project run fit\n", [(1, "anaconda-project run fit")]),
        ("> The run took long.\n", []),
        ("- docker-compose -f compose.yml up -d\n", [(1, "docker-compose -f compose.yml up -d")]),
        ("1. docker compose is up again.\n", []),
        ("pip install torch numpy>=1.2 tqdm\n", [(1, "pip install torch numpy>=1.2 tqdm")]),
        ("pip install torch and numpy\n", []),
        ("pip install torch numpy first.\n", []),
        ("* jupyter lab\n", [(1, "jupyter lab")]),
        ("* jupyter is a lab\n", []),
    ],
)
def test_commands_stand_where_readers_of_a_readme_find_them(text: str, found: list[tuple[int, str]]) -> None:
    assert list(commands(text)) == found
