"""The program graph as a tree, from either end."""

from maturity.model.place import Place
from maturity.model.program_graph import GraphActivity, GraphNode, GraphRun, GraphStart, ProgramGraph
from tests.tui.conftest import Sample
from tests.tui.driving import WIDE, drive, lines, opened, press, text, until


def test_branches_open_down_to_what_is_done(sample: Sample) -> None:
    async def run() -> None:
        async with opened(sample.opening(), WIDE) as pilot:
            await press(pilot, "3")
            assert lines(pilot)[3].strip().startswith("▼ on a change of code")
            await press(pilot, "down", "enter", "down", "down", "enter", "down", "enter")
            shown = text(pilot)
            assert "▼ job train  .github/workflows/ci.yml:" in shown
            assert "make-target train" in shown
            assert "run by" in shown
            assert "gets to" in shown
            await press(pilot, "y")
            await until(pilot, lambda: pilot.app.clipboard.startswith(".github/workflows/ci.yml:"))

    drive(run())


def test_from_an_activity_back_to_who_reaches_it(sample: Sample) -> None:
    async def run() -> None:
        async with opened(sample.opening(), WIDE) as pilot:
            await press(pilot, "3", "b")
            assert "From what is done back to what starts it" in lines(pilot)[2]
            rows = [line.strip(" │├─└") for line in lines(pilot)]
            at = next(number for number, row in enumerate(rows) if row.startswith("▼ trains a model"))
            await press(pilot, *["down"] * (at - 2), "enter", "down", "enter", "down", "enter")
            assert "▼ scikit-learn  src/churn/train.py:35" in text(pilot)
            assert "▼ script src/churn/train.py  src/churn/train.py:47" in text(pilot)
            assert "⚑ entry: if __name__" in text(pilot)
            assert "▶ dvc-stage train  dvc.yaml:" in text(pilot)
            await press(pilot, "b")
            assert "From what starts programs to what they do" in lines(pilot)[2]

    drive(run())


def test_a_program_that_runs_itself_ends_there(sample: Sample) -> None:
    def at(line: int) -> Place:
        return Place(path="loop.sh", line=line, text="./loop.sh")

    loop = GraphNode(
        id="loop",
        program="script",
        name="loop.sh",
        at=at(1),
        starts=(GraphStart(root="schedule", at=Place(path="cron", line=1, text="0 3 * * *")),),
        runs=(GraphRun(id="loop", at=at(2)), GraphRun(id="gone", at=at(3))),
        does=(GraphActivity(activity="train", technology="own", at=at(4)),),
    )
    repo = sample.assessment.evidence.repo
    assert repo is not None
    repo = repo.model_copy(update={"graph": ProgramGraph(nodes=(loop,), left_out=7)})
    evidence = sample.assessment.evidence.model_copy(update={"repo": repo})
    stored = sample.assessment.model_copy(update={"evidence": evidence})

    async def run() -> None:
        async with opened(sample.opening(stored=stored), WIDE) as pilot:
            await press(pilot, "3", "down", "enter")
            assert "7 more programs are not kept" in lines(pilot)[2]
            assert [line[:40].strip(" │├─└") for line in lines(pilot)[3:8]] == [
                "▼ on a schedule",
                "▼ 0 3 * * *  cron:1  train",
                "● train (own)  loop.sh:4",
                "↺ loop.sh  loop.sh:2",
                "",
            ]

    drive(run())
