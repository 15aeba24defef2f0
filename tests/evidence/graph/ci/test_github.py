"""GitHub workflows: what starts which commands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.graph.building import built, edges, reached, reasons, sites, starts, triggers

CI = ".github/workflows/ci.yml"


def job(name: str = "build", path: str = CI) -> str:
    return f"job:{path}#{name}"


def roots(on: str, condition: str = "") -> list[str]:
    """Return what starts the one job of a workflow."""
    line = f"    if: {condition}\n" if condition else ""
    builder = built({CI: f"on: {on}\njobs:\n  build:\n{line}    steps:\n      - run: pytest\n"})
    return [f"{one.event} {one.root}" for one in builder.triggers if one.enabled]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("push", ["push change"]),
        ("[push, pull_request]", ["push change", "pull_request change"]),
        ("{push: {tags: ['v*']}}", ["push release"]),
        ("{push: {tags: ['v*'], branches: [main]}}", ["push change", "push release"]),
        ("{push: {branches: [main]}, workflow_dispatch: }", ["push change", "workflow_dispatch manual"]),
        ("{release: {types: [published]}}", ["release release"]),
        ("{schedule: [{cron: '0 3 * * *'}]}", ["schedule schedule"]),
        ("{schedule: []}", []),
        ("repository_dispatch", ["repository_dispatch event"]),
        ("issue_comment", ["issue_comment event"]),
        ("pull_request_target", ["pull_request_target change"]),
        ("workflow_call", []),
    ],
)
def test_events(on: str, expected: list[str]) -> None:
    assert roots(on) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("false", []),
        ("${{ false }}", []),
        ("github.event_name == 'schedule'", ["schedule schedule"]),
        ("github.event_name != 'schedule'", ["push change"]),
        ("startsWith(github.ref, 'refs/tags/')", ["push release", "schedule schedule"]),
        # The file is named for checks: its schedule repeats what a change starts.
        ("github.ref == 'refs/heads/main'", ["push change", "schedule change"]),
    ],
)
def test_conditions_limit_what_starts_a_job(condition: str, expected: list[str]) -> None:
    assert roots("{push: , schedule: [{cron: '0 3 * * *'}]}", condition) == expected


def test_a_workflow_with_its_places() -> None:
    text = """\
name: CI
"on":
  push:
    branches: [main]
env:
  SCRIPT: train.py
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Tests
        run: |
          pip install .
          pytest tests
      - run: pytest
        continue-on-error: true
  train:
    needs: test
    environment: {name: production}
    defaults: {run: {working-directory: ml}}
    steps:
      - run: python ${{ env.SCRIPT }}
      - uses: docker/build-push-action@v5
        with: {context: ., push: true}
"""
    builder = built({CI: text, "ml/train.py": "", "train.py": "", "tests/test_a.py": "", "Dockerfile": "FROM a\n"})
    assert starts(builder)[-1] == f"change event:{CI}#push:change"
    assert edges(builder, f"event:{CI}#push:change") == [f"8 {job('test')}", f"18 {job('train')}"]
    assert edges(builder, job("test")) == ["15 task:tests#tests", "16 task:tests#all ?"]
    assert sites(builder, job("test")) == ["15 test pytest", "16 test pytest ?"]
    assert edges(builder, job("train")) == ["23 py:ml/train.py", "24 image:Dockerfile#build"]
    assert sites(builder, job("train")) == ["24 push-image docker"]
    assert triggers(builder) == [f"github-actions push change 5 {CI}:3"]
    assert builder.order == [(job("test"), job("train"))]


def test_a_step_that_runs_on_some_events_is_its_own_program() -> None:
    text = """\
on: {push: , schedule: [{cron: '0 3 * * *'}]}
jobs:
  build:
    steps:
      - run: pytest
      - if: github.event_name == 'schedule'
        run: python train.py
"""
    builder = built({CI: text, "train.py": ""})
    assert "py:train.py" in reached(builder, f"event:{CI}#schedule:schedule")
    assert "py:train.py" not in reached(builder, f"event:{CI}#push:change")


def test_a_job_does_not_run_where_what_it_needs_does_not() -> None:
    text = """\
on: [push, workflow_dispatch]
jobs:
  deploy:
    needs: [gate]
    steps: [{run: kubectl apply -f x}]
  gate:
    if: github.event_name == 'workflow_dispatch'
    steps: [{run: pytest}]
"""
    builder = built({CI: text})
    assert job("deploy") not in reached(builder, f"event:{CI}#push:change")
    assert job("deploy") in reached(builder, f"event:{CI}#workflow_dispatch:manual")


def test_matrices_are_expanded() -> None:
    text = """\
on: push
jobs:
  build:
    strategy:
      matrix:
        stage: [clean, train]
        cfg: [{dir: a}]
        include: [{stage: extra}]
    steps:
      - run: python ${{ matrix.stage }}.py
        working-directory: ${{ matrix.cfg.dir }}
"""
    builder = built({CI: text, "a/clean.py": "", "a/train.py": "", "a/extra.py": ""})
    assert edges(builder, job()) == ["10 py:a/clean.py", "10 py:a/train.py", "10 py:a/extra.py"]


def test_a_huge_matrix_is_capped() -> None:
    axes = "\n".join(f"        a{n}: [{', '.join(map(str, range(100)))}]" for n in range(10))
    used = " ".join(f"${{{{ matrix.a{n} }}}}" for n in range(10))
    text = f"on: push\njobs:\n  b:\n    strategy:\n      matrix:\n{axes}\n    steps:\n      - run: build {used}\n"
    assert triggers(built({CI: text})) == [f"github-actions push change 8 {CI}:1"]


def test_reusable_workflows_and_local_actions() -> None:
    train = """\
on: {workflow_call: {inputs: {script: {default: none.py}}}}
jobs:
  run:
    steps:
      - uses: ./.github/actions/py
        with: {file: "${{ inputs.script }}"}
"""
    action = """\
inputs: {file: {default: other.py}}
runs:
  using: composite
  steps:
    - run: python ${{ inputs.file }}
      shell: bash
    - uses: ./.github/actions/py
"""
    caller = """\
on: push
jobs:
  train:
    uses: ./.github/workflows/train.yml
    with: {script: train.py}
  remote:
    uses: org/repo/.github/workflows/x.yml@main
"""
    builder = built(
        {
            CI: caller,
            ".github/workflows/train.yml": train,
            ".github/actions/py/action.yml": action,
            "train.py": "",
            "other.py": "",
        }
    )
    assert edges(builder, job("train")) == ["4 file:.github/workflows/train.yml"]
    found = reached(builder, f"event:{CI}#push:change")
    assert {"py:train.py", "py:other.py"} <= found
    assert "a workflow of another repository" in reasons(builder)
    assert triggers(builder) == [f"github-actions push change 2 {CI}:1"]


def test_a_workflow_after_another_has_its_roots() -> None:
    deploy = "on: {workflow_run: {workflows: [CI], types: [completed]}}\njobs: {d: {steps: [{run: pytest}]}}\n"
    unknown = deploy.replace("CI", "Elsewhere")
    first = "name: CI\non: {schedule: [{cron: '1 1 * * *'}], push: }\njobs: {t: {steps: [{run: pytest}]}}\n"
    builder = built({CI: first, ".github/workflows/d.yml": deploy, ".github/workflows/u.yml": unknown})
    found = [f"{one.event} {one.root}" for one in builder.triggers if one.at.path != CI]
    assert found == ["workflow_run schedule", "workflow_run change", "workflow_run event"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# on: push\n# jobs:\n",
        "on: push\n",
        "on: push\njobs:\n",
        "on: push\njobs: {a: {if: false, steps: [{run: x}]}}\n",
    ],
)
def test_a_disabled_workflow_starts_nothing(text: str) -> None:
    builder = built({CI: text})
    assert [(one.enabled, one.runs) for one in builder.triggers] == [(False, 0)]
    assert starts(builder) == []


def test_shells_decide_whose_failure_counts() -> None:
    text = """\
on: push
jobs:
  a:
    steps:
      - run: pytest | tee log
      - run: pytest tests | tee log
        shell: bash
      - run: console.log(1)
        shell: node {0}
"""
    builder = built({CI: text, "tests/test_a.py": ""})
    assert sites(builder, job("a")) == ["5 test pytest ?", "6 test pytest"]
    assert reasons(builder) == ["a text for node {0} is not read"]


def test_commands_inside_inputs() -> None:
    text = """\
on: push
jobs:
  a:
    steps:
      - uses: nick-fields/retry@v3
        with:
          command: pytest
      - uses: actions/github-script@v7
        with: {script: pytest}
      - uses: pre-commit/action@v3
"""
    hooks = "repos:\n  - repo: local\n    hooks:\n      - {id: x, entry: ruff check}\n"
    builder = built({CI: text, ".pre-commit-config.yaml": hooks})
    assert sites(builder, job("a")) == ["7 test pytest"]
    assert sites(builder, "file:.pre-commit-config.yaml") == ["4 lint ruff"]


def test_only_the_roots_own_workflows_count() -> None:
    text = "on: push\njobs: {a: {steps: [{run: pytest}]}}\n"
    assert triggers(built({"vendor/lib/.github/workflows/ci.yml": text})) == []
    base = "{{ cookiecutter.name }}"
    builder = built({f"{base}/{CI}": text, CI: text}, bases=(base,))
    assert triggers(builder) == [f"github-actions push change 1 {base}/{CI}:1"]


SHAPES = st.recursive(
    st.sampled_from(["null", "push", "[]", "{}", "1", "x: y", "'${{ x }}'"]),
    lambda inner: st.lists(
        st.tuples(
            st.sampled_from(
                "on jobs steps run uses with needs if strategy matrix include env defaults workflow_call a".split()
            ),
            inner,
        ),
        max_size=4,
    ).map(
        lambda pairs: "{" + ", ".join(f"{key}: {value if ': y' not in value else 'z'}" for key, value in pairs) + "}"
    ),
    max_leaves=12,
)


@given(SHAPES, SHAPES)
def test_any_shape_is_read(on: str, jobs: str) -> None:
    builder = built({CI: f"on: {on if ': y' not in on else 'push'}\njobs: {jobs if ': y' not in jobs else 'a'}\n"})
    assert all("expected shape" not in gap.reason for gap in builder.project.gaps)
