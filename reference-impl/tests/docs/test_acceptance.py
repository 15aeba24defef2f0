"""docs/acceptance.md names tests that exist, for every demand."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)?::(\w+)`")


def lines() -> list[str]:
    text = (ROOT / "docs" / "acceptance.md").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if re.match(r"\| \d+\. ", line)]


def test_every_demand_has_a_line() -> None:
    assert [int(line[2:].partition(".")[0]) for line in lines()] == list(range(1, 31))
    assert all(line.count(" | ") == 2 for line in lines())


def test_each_test_that_is_named_exists() -> None:
    found = 0
    for line in lines():
        file = ""
        for path, name in NAMED.findall(line):
            file = path or file
            assert re.search(rf"^(?:def )?{name}\b", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), name
            found += 1
    assert found > 30
