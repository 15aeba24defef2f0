"""The published schemas say what the models say."""

import json
from pathlib import Path

import pytest

from maturity.rules.fields import kinds
from maturity.rules.schema import published, rule_schema

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("path", sorted(published()))
def test_a_published_schema_is_that_of_the_code(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == published()[path], "run: python -m tests.catalog.rewrite"


def test_the_schema_of_an_assessment_is_versioned_and_closed() -> None:
    schema = json.loads(published()["docs/schema/assessment.schema.json"])
    assert schema["$id"] == "urn:maturity:assessment:1.0"
    assert schema["additionalProperties"] is False
    assert {"level", "findings", "sources", "principles"} <= set(schema["required"])


def test_an_editor_can_complete_the_kinds_of_fact() -> None:
    definitions = rule_schema()["$defs"]
    assert definitions["Some"]["properties"]["some"]["enum"] == sorted(kinds())
    assert definitions["Links"]["properties"]["to"]["enum"] == sorted(kinds())
