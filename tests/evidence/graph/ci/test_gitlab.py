"""GitLab pipelines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.graph.building import built, edges, reached, sites, starts, triggers

CI = ".gitlab-ci.yml"


def job(name: str, path: str = CI) -> str:
    return f"job:{path}#{name}"


def roots(body: str, whole: str = "") -> list[str]:
    builder = built({CI: f"{whole}\nj:\n  script: [pytest]\n{body}\n"})
    return [f"{one.event} {one.root}" for one in builder.triggers if one.enabled]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", ["push change", "tag release"]),
        ("  only: [schedules]", ["schedule schedule"]),
        ("  only: [tags]", ["tag release"]),
        ("  only: [merge_requests]", ["merge_request_event change"]),
        ("  only: [main]\n  except: [schedules]", ["push change"]),
        ("  when: manual", ["push manual", "tag manual"]),
        ("  when: never", []),
        ("  rules:\n    - if: $CI_COMMIT_TAG", ["tag release"]),
        ("  rules:\n    - if: $CI_PIPELINE_SOURCE == 'schedule'", ["schedule schedule"]),
        ("  rules:\n    - if: $CI_PIPELINE_SOURCE == 'merge_request_event'", ["merge_request_event change"]),
        ("  rules:\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", ["push change"]),
        (
            "  rules:\n    - if: $CI_COMMIT_TAG\n      when: never\n    - when: manual",
            ["push manual", "merge_request_event manual"],
        ),
    ],
)
def test_when_a_job_runs(body: str, expected: list[str]) -> None:
    assert roots(body) == expected


def test_rules_of_the_whole_pipeline() -> None:
    assert roots("", "workflow:\n  rules:\n    - if: $CI_COMMIT_TAG") == ["tag release"]


PIPELINE = """\
include:
  - local: /ci/train.yml
  - project: other/repo
    file: x.yml
stages: [test, train]
default:
  before_script:
    - pip install .
variables: {SCRIPT: train.py}
.base:
  script:
    - pytest
unit:
  stage: test
  extends: .base
  allow_failure: true
lint:
  stage: test
  script:
    - !reference [.checks, script]
    - echo done
.checks:
  script: [ruff check]
"""
TRAIN = """\
train:
  stage: train
  environment: production
  script:
    - cd ml
    - python $SCRIPT
"""


def test_jobs_with_what_they_extend_and_include() -> None:
    builder = built({CI: PIPELINE, "ci/train.yml": TRAIN, "ml/train.py": ""})
    assert sites(builder, job("unit")) == ["12 test pytest ?"]
    assert sites(builder, job("lint")) == ["23 lint ruff"]
    assert edges(builder, job("train", "ci/train.yml")) == ["6 py:ml/train.py"]
    assert (job("unit"), job("train", "ci/train.yml")) in builder.order
    assert triggers(builder)[0] == f"gitlab-ci push change 4 {CI}:13"


def test_needs_replace_the_order_of_stages() -> None:
    text = "a: {stage: build, script: x}\nb: {stage: test, script: y, needs: []}\nc: {stage: test, script: z}\n"
    assert built({CI: text}).order == [(job("a"), job("c"))]


def test_child_pipelines_run_with_the_job_that_triggers_them() -> None:
    text = "go:\n  trigger:\n    include: ci/child.yml\n"
    builder = built({CI: text, "ci/child.yml": "fit:\n  script: [python train.py]\n", "train.py": ""})
    assert "py:train.py" in reached(builder, f"event:{CI}#push:change")


def test_rings_of_includes_and_extends_end() -> None:
    ring = "include: [a.yml]\nx:\n  extends: y\n  script: [pytest]\ny:\n  extends: x\n"
    builder = built({CI: ring, "a.yml": "include: [.gitlab-ci.yml]\n"})
    assert sites(builder, job("x")) == ["4 test pytest"]


def test_an_empty_file_starts_nothing() -> None:
    builder = built({CI: "stages: [a]\n"})
    assert starts(builder) == []
    assert [one.enabled for one in builder.triggers] == [False]


VALUE = st.sampled_from(["null", "x", "[x]", "{x: y}", "[[x]]", "[{if: x}]", "[null]", "{include: [1]}"])
KEYS = "script before_script rules only except extends needs stage stages default variables include trigger environment"


@given(st.dictionaries(st.sampled_from(KEYS.split()), VALUE), st.dictionaries(st.sampled_from(KEYS.split()), VALUE))
def test_any_shape_is_read(whole: dict[str, str], body: dict[str, str]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in whole.items() if key != "script")
    text += "j:\n  script: [x]\n" + "".join(f"  {key}: {value}\n" for key, value in body.items() if key != "script")
    assert [gap.reason for gap in built({CI: text}).project.gaps] == []
