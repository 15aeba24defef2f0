"""Findings: outcomes, order, evidence, and the sentence that says why."""

import random
import time
from typing import Any

from maturity.model.facts.repository import CommitFact
from maturity.model.finding import Finding
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.rules.judge import judge
from tests.rules.making import a_test, activity, card, rule, secret, service

REPO = frozenset({"repo"})
CI_TRAINS = {"some": "activity", "where": {"activity": ["train", "run-pipeline"], "root": "change", "tested": False}}


def judged(ask: dict[str, Any], *facts: Any, gaps: tuple[Gap, ...] = (), **changes: Any) -> Finding:
    (found,) = judge((rule(ask, **changes),), facts, gaps, REPO)
    return found


def says(ask: dict[str, Any], *facts: Any, **changes: Any) -> tuple[str, str, str]:
    found = judged(ask, *facts, **changes)
    return found.status, found.summary.en, found.summary.zh


def test_a_pass_tells_the_chain() -> None:
    fact = activity("train", "src/train.py:88", "change", ".github/workflows/ci.yml:31", "Makefile:2")
    assert says(CI_TRAINS, fact) == (
        "pass",
        "On a change of code, .github/workflows/ci.yml:31 trains a model at src/train.py:88 (scikit-learn).",
        "在代码变更时，.github/workflows/ci.yml:31 在 src/train.py:88 训练模型（scikit-learn）。",
    )
    (place,) = judged(CI_TRAINS, fact).evidence
    assert (place.kind, place.path, place.line, [str(one) for one in place.chain]) == (
        "activity",
        "src/train.py",
        88,
        [".github/workflows/ci.yml:31", "Makefile:2", "src/train.py:88"],
    )


def test_a_near_miss_says_why_it_does_not_count() -> None:
    assert says(CI_TRAINS, activity("train", "src/train.py:10", "none")) == (
        "fail",
        (
            "No program that trains a model or runs the pipeline on a change of code was found. "
            "src/train.py:10 trains a model (scikit-learn), but nothing reaches it."
        ),
        (
            "未发现在代码变更时训练模型或运行流水线的程序。"
            "src/train.py:10 训练模型（scikit-learn），但没有程序会运行到它。"
        ),
    )
    by_hand = says(CI_TRAINS, activity("train", "train.py:3", "entry"))
    assert by_hand[1].endswith("found. train.py:3 trains a model (scikit-learn), but only from the command line.")
    in_test = says(CI_TRAINS, activity("train", "train.py:3", "change", "ci.yml:4", tested=True))
    assert in_test[1].endswith("but it runs in a test.")


def test_near_misses_are_evidence_and_other_things_are_not() -> None:
    near = [activity("train", f"t{number}.py:1", "none") for number in range(5)]
    other = activity("lint", "ci.yml:9", "change")
    assert [place.path for place in judged(CI_TRAINS, *near, other).evidence] == ["t0.py", "t1.py", "t2.py"]
    assert judged(CI_TRAINS, other).evidence == ()


def test_what_a_document_lacks_is_named() -> None:
    wanted = ["intended-use", "training-data", "metrics", "limitations", "ethics"]
    ask = {"some": "document", "where": {"document": "model-card", "sections": {"has_all": wanted}}}
    assert says(ask, card("CARD.md:1", "intended-use", "metrics", "training-data")) == (
        "fail",
        (
            "No model card that covers intended use, training data, metrics, limitations and ethics and fairness "
            "was found. "
            "CARD.md:1 is a model card, but it does not cover limitations and ethics and fairness."
        ),
        (
            "未发现涵盖预期用途、训练数据、指标、局限和伦理与公平的模型卡。"
            "CARD.md:1 是模型卡，但它未涵盖局限和伦理与公平。"
        ),
    )


def test_tests_that_assert_nothing_are_named() -> None:
    ask = {"some": "test", "where": {"skipped": False, "asserts": {"gt": 0}, "exercises": {"exists": True}}}
    assert says(ask, a_test("tests/test_a.py:3", asserts=0))[1] == (
        "No test that is not skipped and has assertions and exercises the project's own code was found. "
        "tests/test_a.py:3 is a test of the code (test_it), but it has no assertions."
    )
    assert says(ask, a_test("tests/test_a.py:3", exercises=()))[1].endswith(
        "but it exercises none of the project's own code."
    )


def test_a_short_history_is_counted() -> None:
    commit = CommitFact(at=Place(uri="abc"), sha="abc", commits=1, shallow=False)
    ask = {"some": "commit", "where": {"commits": {"ge": 2}}}
    assert says(ask, commit)[1] == (
        "No git history that has at least 2 commits was found. The history holds 1 commit, but it has only 1 commit."
    )
    assert says(ask, commit.model_copy(update={"commits": 7})) == (
        "pass",
        "The history holds 7 commits.",
        "历史中有 7 次提交。",
    )


def test_violations_are_listed_best_first_and_each_place_once() -> None:
    ask = {"none": "secret", "where": {"live": True}}
    found = judged(
        ask, secret("b.py:1"), secret("a.py:9"), secret("a.py:2"), secret("a.py:2"), secret("x.py:1", live=False)
    )
    assert [(one.path, one.line) for one in found.evidence] == [("a.py", 2), ("a.py", 9), ("b.py", 1)]
    assert found.summary.en == "a.py:2 is a credential (aws-access-key) that looks live; 2 more places."
    assert found.summary.zh == "a.py:2 是凭据（aws-access-key），看似有效；另有 2 处。"
    assert says(ask) == ("pass", "No credential that looks live was found.", "未发现看似有效的凭据。")


def test_shorter_chains_are_better_evidence_and_twenty_are_enough() -> None:
    ask = {"some": "activity", "where": {"activity": "train"}}
    facts = [activity("train", f"a{number:02}.py:1", "change", "ci.yml:1") for number in range(30)]
    found = judged(ask, *facts, activity("train", "z.py:1"))
    assert len(found.evidence) == 20
    assert found.evidence[0].path == "z.py"
    assert found.summary.en == "From the command line, z.py:1 trains a model (scikit-learn); 30 more places."


def test_a_rule_that_does_not_apply_says_why() -> None:
    ask = {"some": "service", "where": {"model": True, "metrics": True}}
    applies = {"some": "service", "where": {"model": True}}
    assert says(ask, applies=applies) == (
        "not-applicable",
        "Does not apply: no online service that answers with a model was found.",
        "不适用：未发现以模型应答的在线服务。",
    )
    assert says(ask, service("serve.py:5"), applies=applies) == (
        "fail",
        (
            "No online service that answers with a model and exports metrics was found. "
            "serve.py:5 is an online service (fastapi), but it exports no metrics."
        ),
        "未发现以模型应答且导出运行指标的在线服务。serve.py:5 是在线服务（fastapi），但它未导出运行指标。",
    )
    assert says({"every": "service", "expect": {"metrics": True}})[:2] == (
        "not-applicable",
        "Does not apply: no online service was found.",
    )


def test_whether_a_rule_applies_can_be_unknown() -> None:
    gap = Gap(path="serve.py", reason="no Python 3", hides=("service",))
    found = judged({"some": "tag"}, gaps=(gap,), applies={"some": "service"})
    assert (found.status, found.summary.en) == ("unknown", "Could not look everywhere: serve.py: no Python 3.")


def test_a_source_that_was_not_given_is_not_assessed() -> None:
    found = judged({"some": "tag"}, source="mlflow")
    assert (found.status, found.summary.en) == ("not-assessed", "Not assessed: the MLflow server was not given.")


def test_every_and_share_count() -> None:
    facts = (service("a.py:1", metrics=True), service("b.py:2"), service("c.py:3"))
    every = {"every": "service", "where": {"model": True}, "expect": {"metrics": True}}
    assert says(every, *facts)[:2] == (
        "fail",
        "1 of 3 online services meet this: it exports metrics. Not so at b.py:2.",
    )
    share = {"share": "service", "expect": {"metrics": True}, "at_least": 0.3}
    assert says(share, *facts) == (
        "pass",
        "1 of 3 online services meet this (30% asked): it exports metrics.",
        "3 处在线服务中有 1 处导出运行指标（要求 30%）。",
    )


def test_composed_asks_say_each_part_that_decides() -> None:
    ask = {"any_of": [{"some": "alert-rule"}, {"some": "activity", "where": {"activity": "alert"}}]}
    assert says(ask)[:2] == ("fail", "No alert rule was found. No program that alerts somebody was found.")
    fact = activity("alert", "monitor.py:4", "schedule", "cron.yml:2", technology="slack")
    assert says(ask, fact)[:2] == ("pass", "On a schedule, cron.yml:2 alerts somebody at monitor.py:4 (slack).")


def test_findings_stand_in_the_order_of_the_catalog_whatever_the_order_of_the_input() -> None:
    rules = [
        rule({"some": "tag"}, id=name, level=level, principle=principle, required=required)
        for name, level, principle, required in (
            ("d", 2, "automation", True),
            ("c", 1, "governance", True),
            ("b", 1, "automation", False),
            ("z", 1, "automation", True),
            ("a", 1, "automation", True),
        )
    ]
    facts = [secret(f"f{number}.py:1") for number in range(50)] + [activity("train", "t.py:1", "none")]
    ordered = judge(rules, facts, (), REPO)
    assert [found.rule for found in ordered] == ["a", "z", "b", "c", "d"]
    for seed in range(5):
        random.Random(seed).shuffle(rules)
        random.Random(seed).shuffle(facts)
        assert judge(rules, facts, (), REPO) == ordered


def test_five_thousand_facts_and_150_rules_take_a_moment() -> None:
    activities = ("train", "test", "deploy", "track", "lint")
    roots = ("entry", "change", "schedule", "none")
    facts = [
        activity(activities[number % 5], f"f{number}.py:{number}", roots[number % 4], "ci.yml:1")  # type: ignore[arg-type]
        for number in range(5_000)
    ]
    asks = [{"some": "activity", "where": {"activity": [one, "gate"], "root": ["event"]}} for one in activities]
    rules = [rule(asks[number % 5], id=f"rule-{number}") for number in range(150)]
    began = time.process_time()  # of this process: others may be busy
    found = judge(rules, facts, (), REPO)
    assert time.process_time() - began < 2  # ten times what it takes
    assert {one.status for one in found} == {"fail"}


def test_alternatives_read_as_one_phrase() -> None:
    ask = {"some": "document", "where": {"document": ["owners", "pull-request-template"]}}
    assert says(ask)[1:] == (
        "No list of code owners or pull-request template was found.",
        "未发现代码负责人清单或合并请求模板。",
    )
    deploys = {"activity": ["deploy", "push-image"], "root": ["change", "release", "schedule", "event", "manual"]}
    assert says({"some": "activity", "where": deploys})[1:] == (
        "No program that pushes an image or deploys in CI, on a schedule or on an event was found.",
        "未发现在 CI 中、按计划或由事件触发时推送镜像或部署的程序。",
    )


def test_a_pass_says_what_makes_it_one() -> None:
    ask = {
        "some": "document",
        "where": {"document": "model-card", "sections": {"has": "metrics", "has_any": ["ethics", "limitations"]}},
    }
    assert says(ask, card("CARD.md:1", "metrics", "limitations"))[1:] == (
        "CARD.md:1 is a model card that covers metrics and ethics and fairness or limitations.",
        "CARD.md:1 是模型卡，涵盖指标和伦理与公平或局限。",
    )
