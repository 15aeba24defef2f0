"""The plan: what is marked gives a level."""

from tests.tui.conftest import Alter, Sample
from tests.tui.driving import NARROW, drive, lines, opened, press, text


def test_marking_items_tells_the_level_they_give(sample: Sample) -> None:
    async def run() -> None:
        async with opened(sample.opening()) as pilot:
            await press(pilot, "5", "space")
            assert lines(pilot)[2].strip() == "With the 1 marked: level 2 → 2"
            assert "[x]" in lines(pilot)[4]
            await press(pilot, "a")
            count = len(sample.assessment.blockers)
            assert lines(pilot)[2].strip() == f"With the {count} marked: level 2 → 3"
            await press(pilot, "home", "enter")
            assert lines(pilot)[2].strip() == f"With the {count - 1} marked: level 2 → 2"
            await press(pilot, "x")
            assert "Level 2. Mark what you would do" in lines(pilot)[2]

    drive(run())


def test_what_could_not_be_looked_at_is_a_step_too(sample: Sample, altered: Alter) -> None:
    from maturity.rules.levels import blockers, plan, reached

    changed = altered(**{"ci-trains": "unknown"})
    found = changed.findings
    stored = changed.model_copy(update={"blockers": blockers(found), "plan": plan(found), "level": reached(found)})

    async def run() -> None:
        async with opened(sample.opening(stored=stored), NARROW) as pilot:
            await press(pilot, "5")
            assert "ci-trains" in lines(pilot)[4]
            await press(pilot, "space")
            assert "With the 1 marked: level 1 → 2" in text(pilot)

    drive(run())
