"""Gates that are written in a shell or in the condition of a step."""

import pytest

from maturity.evidence.graph.builder import Builder
from tests.evidence.graph.building import built

CI = ".github/workflows/ci.yml"
JOB = f"job:{CI}#a"


def gates(run: str, more: str = "") -> list[str]:
    body = "".join(f"          {line}\n" for line in run.splitlines())
    return said(built({CI: f"on: push\njobs:\n  a:\n    steps:\n      - run: |\n{body}{more}"}))


def said(builder: Builder) -> list[str]:
    """Return the gates of the job, with `?` where nothing hangs on them."""
    found = builder.graph.sites.get(JOB, ())
    return [f"{one.activity}{'' if one.blocking else ' ?'}" for one in found if one.technology == "own"]


@pytest.mark.parametrize(
    "run",
    [
        'ACC=$(jq -r .accuracy metrics.json)\nif (( $(echo "$ACC < 0.8" | bc -l) )); then\n  echo low\n  exit 1\nfi',
        'if [ $(echo "$F1_SCORE < $THRESHOLD" | bc) -eq 1 ]; then exit 1; fi',
        'OK=$(echo "$ACCURACY >= 0.8" | bc)\n[ "$OK" -eq 1 ] || exit 1',
        'VALUE=$(jq .rmse metrics.json)\nif [ "$VALUE" -gt 4 ]; then exit 1; fi',
        'if [ "$ACCURACY" -ge 80 ]; then kubectl apply -f k8s; fi',
        'if [ "$ACCURACY" -ge 80 ]; then echo "deploy=true" >> "$GITHUB_OUTPUT"; fi',
        '[[ "$ACCURACY" < 0.8 ]] && exit 1\necho fine',
        "[ ${{ steps.evaluate.outputs.accuracy }} -ge 80 ]",
        "jq -e '.accuracy >= 0.8' metrics.json",
        'awk "BEGIN {exit !($ACCURACY >= 0.8)}"',
    ],
)
def test_a_shell_that_stops_a_poor_model_is_a_gate(run: str) -> None:
    assert gates(run) == ["gate"]


def test_a_model_to_beat_is_compared() -> None:
    text = 'if (( $(echo "$NEW_ACCURACY <= $PRODUCTION_ACCURACY" | bc -l) )); then exit 1; fi'
    assert gates(text) == ["gate", "compare-champion"]


@pytest.mark.parametrize(
    "run",
    [
        'if [ "$ACCURACY" -ge 80 ]; then echo good; else echo poor; fi',
        '[ "$ACCURACY" -ge 80 ] && echo good',
        'if [ "$ACCURACY" -lt 80 ]; then exit 1; fi || true',
    ],
)
def test_a_comparison_on_which_nothing_hangs_stops_nothing(run: str) -> None:
    assert set(gates(run)) <= {"gate ?"}


@pytest.mark.parametrize(
    "run",
    [
        'if [ "$RETRIES" -gt 5 ]; then exit 1; fi',
        'if [ -z "$ACCURACY" ]; then exit 1; fi',
        'if [ "$ACCURACY" = "" ]; then exit 1; fi',
        "jq '.accuracy >= 0.8' metrics.json",
        "jq -e '.accuracy' metrics.json",
        'awk "{ if ($accuracy > 0.8) print }" metrics.csv',
        "[ $(wc -l < metrics.csv) -gt 1 ] || exit 1",
    ],
)
def test_what_compares_no_metric_is_none(run: str) -> None:
    assert gates(run) == []


def test_a_condition_of_a_step_lets_a_good_model_through() -> None:
    more = "      - if: steps.evaluate.outputs.accuracy > 0.8\n        run: ./deploy.sh\n"
    assert gates("python train.py", more) == ["gate"]
    assert gates("python train.py", more.replace("> 0.8", "!= ''")) == []
    assert gates("python train.py", more.replace("accuracy", "files")) == []
