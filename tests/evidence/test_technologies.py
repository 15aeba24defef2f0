"""What the matcher answers, on technologies small enough to see."""

import pytest

from maturity.documents import yaml
from maturity.evidence.python.module import Call
from maturity.evidence.technologies import Match, Technologies
from maturity.model.technology import Proof, Resource, Technology

TRACKER = Technology(
    name="tracker",
    title="Tracker",
    role="tracking",
    roles=("tracker",),
    imports=("tracker",),
    proves=(
        Proof(activity="track", calls=("tracker.log", "tracker.**.autolog"), methods=("log_metric",)),
        Proof(activity="register", calls=("tracker.*.log_model",), keywords=("registered_name", "kind=model")),
        Proof(activity="serve", decorators=("tracker.service",)),
        Proof(activity="run-pipeline", bases=("tracker.Flow",)),
        Proof(activity="train", together=("backward", "step")),
        Proof(activity="run-pipeline", commands=("tracker run",)),
        Proof(activity="promote", commands=("tracker run stage", "tracker go --now")),
    ),
)
SHIP = Technology(
    name="ship",
    title="Ship",
    role="delivery",
    roles=("deploy",),
    proves=(
        Proof(activity="push-image", actions=("acme/Ship",), inputs=("push",)),
        Proof(activity="deploy", actions=("acme/ship",), inputs=("command=up",), without=("dry",)),
        Proof(activity="split-traffic", resources=(Resource(kind="Route", has="spec.to.*.weight", count=2),)),
        Proof(activity="alert", resources=(Resource(file="**/*.tf", matches=r'^resource "alarm"'),)),
    ),
)
KNOWN = Technologies((TRACKER, SHIP))
IMPORTED = frozenset(("tracker",))


def activities(matches: list[Match]) -> list[str]:
    """Return the activities alone, in order."""
    return [match.activity for match in matches]


def test_a_match_names_the_technology() -> None:
    assert KNOWN.call("tracker.log", {}, frozenset()) == [Match("track", "tracker", "Tracker")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tracker.log", ["track"]),
        ("tracker.autolog", ["track"]),
        ("tracker.a.b.autolog", ["track"]),
        ("tracker.client().autolog", ["track"]),
        ("tracker.x.log", []),
        ("other.log", []),
        ("log", []),
        (".tracker.log", []),
        ("mytracker.log", []),
        ("", []),
        ("...", []),
    ],
)
def test_a_name_fits_a_pattern_part_by_part(name: str, expected: list[str]) -> None:
    assert activities(KNOWN.call(name, {}, IMPORTED)) == expected


@pytest.mark.parametrize(
    ("name", "imports", "expected"),
    [
        ("?.log_metric", IMPORTED, ["track"]),
        ("self.client.log_metric", IMPORTED, ["track"]),
        ("factory.make().log_metric", IMPORTED, ["track"]),
        ("factory.make().log_metric", frozenset(("factory",)), []),
        ("?.log_metric", frozenset(("os",)), []),
        ("?.log_metric", frozenset(), []),
        ("self.log_metric", IMPORTED, []),
        ("settings.log_metric", IMPORTED, []),
    ],
)
def test_an_unknown_receiver_counts_where_the_technology_is_imported(
    name: str, imports: frozenset[str], expected: list[str]
) -> None:
    assert activities(KNOWN.call(name, {}, imports)) == expected


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ({"registered_name": "=churn"}, ["register"]),
        ({"registered_name": None}, ["register"]),
        ({"registered_name": "="}, []),
        ({"registered_name": False}, []),
        ({"kind": "=model"}, ["register"]),
        ({"kind": "=dataset"}, []),
        ({"kind": None}, []),
        ({}, []),
    ],
)
def test_a_keyword_narrows_a_call_unless_it_is_switched_off(keywords: dict[str, object], expected: list[str]) -> None:
    assert activities(KNOWN.call("tracker.flavour.log_model", keywords, IMPORTED)) == expected


def test_a_positional_text_can_stand_for_the_keyword() -> None:
    proof = Proof(activity="register", calls=("tracker.Artifact",), keywords=("type=model",), arguments=("model",))
    known = Technologies((TRACKER.model_copy(update={"proves": (proof,)}),))
    assert activities(known.call("tracker.Artifact", {}, IMPORTED, ("=name", "=model"))) == ["register"]
    assert activities(known.call("tracker.Artifact", {}, IMPORTED, ("=model-name", "@model"))) == []
    assert activities(known.call("tracker.Artifact", {"key": "=model"}, IMPORTED)) == ["register"]
    assert activities(known.call("tracker.Artifact", {"value": "=model"}, IMPORTED)) == []


def test_names_that_a_pattern_covers_can_be_excluded() -> None:
    proof = Proof(activity="train", calls=("lib.**.fit",), unless=("lib.scale.**",), without=("dry",))
    known = Technologies((TRACKER.model_copy(update={"proves": (proof,)}),))
    assert activities(known.call("lib.svm.SVC.fit", {}, frozenset())) == ["train"]
    assert activities(known.call("lib.scale.Scaler.fit", {}, frozenset())) == []
    assert activities(known.call("lib.svm.SVC.fit", {"dry": True}, frozenset())) == []


def test_a_call_can_need_arguments() -> None:
    proof = Proof(activity="train", methods=("fit",), arity=2)
    known = Technologies((TRACKER.model_copy(update={"proves": (proof,)}),))
    assert activities(known.call("?.fit", {}, IMPORTED, ("@x", "@y"))) == ["train"]
    assert activities(known.call("?.fit", {"y": "@y"}, IMPORTED, ("@x",))) == ["train"]
    assert activities(known.call("?.fit", {}, IMPORTED, ("@x",))) == []


def test_decorators_and_bases() -> None:
    assert activities(KNOWN.decorator(Call("tracker.service", 1), frozenset())) == ["serve"]
    assert activities(KNOWN.decorator(Call("?.service", 1), IMPORTED)) == ["serve"]
    assert activities(KNOWN.decorator(Call("?.service", 1), frozenset())) == []
    assert activities(KNOWN.base("tracker.Flow", frozenset())) == ["run-pipeline"]
    assert activities(KNOWN.base("Flow", IMPORTED)) == []


def test_calls_of_one_function_count_together() -> None:
    loop = frozenset(("?.backward", "torch.optim.SGD.step", "print"))
    assert activities(KNOWN.together(loop, IMPORTED)) == ["train"]
    assert activities(KNOWN.together(loop, frozenset())) == []
    assert activities(KNOWN.together(frozenset(("?.step",)), IMPORTED)) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tracker run .", ["run-pipeline"]),
        ("tracker --verbose run .", ["run-pipeline"]),
        ("tracker --profile prod run .", ["run-pipeline"]),
        ("/opt/venv/bin/tracker run", ["run-pipeline"]),
        ("python -m tracker run", ["run-pipeline"]),
        ("python3.11 -u -m tracker run", ["run-pipeline"]),
        ("STAGE=prod tracker run", ["run-pipeline"]),
        ("tracker run stage x", ["promote"]),
        ("tracker go x --now", ["promote"]),
        ("tracker go x --now=false", []),
        ("tracker go x", []),
        ("tracker list run", []),
        ("Tracker run", []),
        ("echo tracker run", []),
        ("tracker run --help", []),
        ("tracker run --dry-run", []),
        ("tracker --version", []),
        ("tracker run --version 3", ["run-pipeline"]),
        ("tracker", []),
        ("", []),
    ],
)
def test_a_command_line(line: str, expected: list[str]) -> None:
    assert activities(KNOWN.command(line.split())) == expected


@pytest.mark.parametrize(
    ("uses", "inputs", "expected"),
    [
        ("acme/ship@v2", {"push": "true"}, ["push-image"]),
        ("Acme/Ship@0f3c1d", {"PUSH": "${{ github.ref == 'refs/heads/main' }}"}, ["push-image"]),
        ("acme/ship", {"push": "false"}, []),
        ("acme/ship", {"push": ""}, []),
        ("acme/ship@v2", {"command": "up"}, ["deploy"]),
        ("acme/ship@v2", {"command": "up", "dry": "true"}, []),
        ("acme/ship@v2", {"command": "down"}, []),
        ("acme/shipyard@v2", {"push": "true"}, []),
    ],
)
def test_a_ci_action(uses: str, inputs: dict[str, str], expected: list[str]) -> None:
    assert activities(KNOWN.action(uses, inputs)) == expected


def test_a_declared_resource_is_found_with_its_line() -> None:
    text = "kind: Route\nspec:\n  to:\n    - weight: 9\n    - weight: 1\n"
    assert KNOWN.resource("k8s/route.yaml", yaml.load(text)) == [(Match("split-traffic", "ship", "Ship"), 4)]
    assert KNOWN.resource("k8s/route.yaml", yaml.load(text.replace("Route", "Road"))) == []
    assert KNOWN.resource("k8s/route.yaml", yaml.load(text.replace("    - weight: 1\n", ""))) == []
    assert KNOWN.resource("k8s/route.yaml", ["kind", "Route"]) == []


def test_a_line_of_a_text_is_found_in_files_of_its_kind_alone() -> None:
    text = '# resource "alarm"\nresource "alarm" "latency" {\n}\n'
    assert KNOWN.text("infra/main.tf", text) == [(Match("alert", "ship", "Ship"), 2)]
    assert KNOWN.text("main.tf", text) == [(Match("alert", "ship", "Ship"), 2)]
    assert KNOWN.text("infra/main.txt", text) == []


def test_the_words_of_the_pre_filter() -> None:
    assert KNOWN.tokens == {"tracker", "backward"}
    assert KNOWN.anchor_tokens == KNOWN.tokens
    seeds = Technology(
        name="seeds", title="Seeds", role="seeds", roles=("seed",), proves=(Proof(activity="fix-seed", calls=("a.b",)),)
    )
    assert Technologies((seeds,)).tokens == {"a"}
    assert Technologies((seeds,)).anchor_tokens == frozenset()
