"""Model cards that code of the project writes, and what only sounds like one."""

import pytest

from tests.evidence.python.linking import target

CLASS = """
from jinja2 import Template
class {owner}:
    def {name}(self, facts):
        text = Template(TEXT).render(**facts)
        {write}
"""
OPENS = "with open('card.md', 'w') as file:\n            file.write(text)"


@pytest.mark.parametrize(
    ("owner", "name", "write", "found"),
    [
        ("ModelCardGenerator", "generate_card", OPENS, True),
        ("Reports", "write_model_card", "Path('card.md').write_text(text)", True),
        ("Reports", "write_model_card", "print(text)", False),
        ("Reports", "write_model_card", "open('card.md').read()", False),
        ("Reports", "write_card", OPENS, False),
        ("Reports", "write_model", OPENS, False),
        ("ModelCardGenerator", "check", OPENS, False),
    ],
)
def test_a_function_named_for_a_model_card_writes_one(owner: str, name: str, write: str, *, found: bool) -> None:
    source = "from pathlib import Path\n" + CLASS.format(owner=owner, name=name, write=write).lstrip("\n")
    assert bool(target({"cards.py": source}).proved("write-card")) is found


def test_the_writing_may_be_a_function_of_its_own() -> None:
    source = """
        class Cards:
            def export_model_card(self, path):
                self._html(path)
            def _html(self, path):
                with open(path, "w") as file:
                    file.write("x")
    """
    assert target({"cards.py": source}).proved("write-card") == ["cards.py:6"]
