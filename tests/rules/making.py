"""Short ways to write facts, rules and findings by hand."""

from typing import Any

from pydantic import TypeAdapter

from maturity.model.activity import Activity, Root
from maturity.model.facts.code import DocumentFact, SecretFact, TestFact
from maturity.model.facts.programs import ActivityFact, ServiceFact
from maturity.model.finding import Finding, Status
from maturity.model.place import Place
from maturity.model.rule import Ask, PrincipleId, Rule, Text

ASK: TypeAdapter[Ask] = TypeAdapter(Ask)

EXAMPLES = {
    "passing": [{"name": "yes", "files": {"a.py": "1"}}],
    "failing": [{"name": "no", "files": {"a.py": "2"}}],
}


def rule(ask: dict[str, Any], **changes: Any) -> Rule:
    """Make a rule as a file would."""
    said = {"en": "x", "zh": "某"}
    document = {
        "id": "some-rule",
        "principle": "automation",
        "level": 1,
        "required": True,
        "source": "repo",
        "carrier": "ml-project",
        "title": said,
        "why": said,
        "fix": said,
        "effort": "hours",
        "ask": ask,
        "examples": EXAMPLES,
    }
    return TypeAdapter(Rule).validate_python({**document, **changes}, strict=False)


def activity(
    did: Activity, at: str, root: Root = "entry", *via: str, technology: str = "scikit-learn", **more: Any
) -> ActivityFact:
    """Make an activity: `activity("train", "train.py:3", "change", "ci.yml:7")`."""
    chain = tuple(place(one) for one in (*via, at))
    return ActivityFact(
        at=chain[-1], activity=did, technology=technology, root=root, program=str(chain[0]), chain=chain, **more
    )


def service(at: str, **flags: bool) -> ServiceFact:
    """Make an online service that answers with a model."""
    known: dict[str, Any] = {
        "contract": False,
        "health": False,
        "metrics": False,
        "stores_predictions": False,
        "model": True,
    }
    return ServiceFact(at=place(at), framework="fastapi", routes=("/predict",), **{**known, **flags})


def secret(at: str, *, live: bool = True) -> SecretFact:
    """Make something that looks like a credential."""
    return SecretFact(at=place(at), secret="aws-access-key", live=live)


def a_test(at: str, **fields: Any) -> TestFact:
    """Make a test function."""
    known = {"name": "test_it", "asserts": 1, "skipped": False, "exercises": ("a.py",), "about": ("code",)}
    return TestFact(at=place(at), **{**known, **fields})


def card(at: str, *sections: str) -> DocumentFact:
    """Make a model card that covers some sections."""
    return DocumentFact(at=place(at), document="model-card", sections=sections)


def place(at: str) -> Place:
    """Make a place out of `path:line`."""
    path, _, line = at.partition(":")
    return Place(path=path, line=int(line) if line else None)


def finding(
    name: str,
    status: Status,
    level: int = 1,
    *,
    required: bool = True,
    effort: str = "hours",
    principle: PrincipleId = "automation",
    waived: bool = False,
) -> Finding:
    """Make a finding."""
    return Finding.model_validate(
        {
            "rule": name,
            "principle": principle,
            "level": level,
            "required": required,
            "status": status,
            "title": Text(en="x", zh="某"),
            "summary": Text(en="x", zh="某"),
            "evidence": (),
            "fix": Text(en="x", zh="某"),
            "effort": effort,
            "references": (),
            "waived": waived,
        }
    )
