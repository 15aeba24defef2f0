"""Where a finding is, in the form of machines."""

import pytest

from maturity.model.finding import Evidence
from maturity.render.location import fingerprint, first_place, line_of, relative_uri
from tests.rules.making import finding


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("src/train.py", "src/train.py"),
        ("a b/ü#1?.py", "a%20b/%C3%BC%231%3F.py"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("//host/x", "host/x"),
        ("/etc/passwd", "etc/passwd"),
        ("../../etc/./passwd", "etc/passwd"),
        ("a\x1b\udcff.py", "a%1B%3F.py"),
        ("..", ""),
        ("", ""),
    ],
)
def test_a_path_leads_nowhere_but_down(path: str, uri: str) -> None:
    assert relative_uri(path) == uri


@pytest.mark.parametrize(("line", "shown"), [(7, 7), (0, 1), (-3, 1), (None, 1)])
def test_a_line_counts_from_one(line: int | None, shown: int) -> None:
    assert line_of(Evidence(kind="x", path="a", line=line)) == shown


def test_a_finding_is_known_by_its_rule_whatever_moves() -> None:
    here, there = finding("a", "fail"), finding("a", "fail", 3, effort="weeks")
    assert fingerprint(here) == fingerprint(there) != fingerprint(finding("b", "fail"))


def test_the_first_place_is_the_first_in_a_file() -> None:
    places = (
        Evidence(kind="run", uri="runs/1"),
        Evidence(kind="file", path="a.py"),
        Evidence(kind="file", path="b.py"),
    )
    assert first_place(finding("a", "fail").model_copy(update={"evidence": places})) == places[1]
    assert first_place(finding("a", "fail")) is None
