"""Every screen opens by its key, at every size, in either language, and shows what the assessment says."""

import time

import pytest

from tests.tui.conftest import Sample
from tests.tui.driving import SIZES, WIDE, drive, lines, opened, page, press, text, told, until

SCREENS = {
    "1": ("overview", ("What keeps level 3 away: 8", "✗ champion-challenger", "Level 2 · CI/CD pipeline automation")),
    "2": ("findings", ("✓ ", "data-preparation-automated", "Why it matters")),
    "3": ("graph", ("on a change of code", "job train", "from the command line")),
    "4": ("lineage", ("No serving model version was followed",)),
    "5": ("plan", ("Mark what you would do", "[ ]", "champion-challenger")),
    "6": ("rules", ("data-preparation-automated", "What it asks")),
}


@pytest.mark.parametrize("size", SIZES)
def test_every_screen_opens_by_its_key(sample: Sample, size: tuple[int, int]) -> None:
    async def run() -> None:
        async with opened(sample.opening(), size) as pilot:
            assert page(pilot) == "overview"
            for key, (name, shown) in reversed(SCREENS.items()):
                await press(pilot, key)
                if name == "graph":
                    await press(pilot, "down", "enter")
                assert page(pilot) == name
                for words in shown:
                    assert words in text(pilot), (name, words)
                assert len(lines(pilot)) == size[1]

    drive(run())


def test_the_tabs_and_the_key_bar_are_clicked(sample: Sample) -> None:
    async def run() -> None:
        async with opened(sample.opening()) as pilot:
            await pilot.click(offset=(lines(pilot)[1].index("Plan"), 1))
            assert page(pilot) == "plan"
            await pilot.click(offset=(lines(pilot)[23].index("mark the next"), 23))
            assert "With the 8 marked: level 2 → 3" in text(pilot)

    drive(run())


def test_the_language_changes_in_place(sample: Sample) -> None:
    async def run() -> None:
        async with opened(sample.opening(), WIDE) as pilot:
            await press(pilot, "2", "down", "down", "L")
            assert page(pilot) == "findings"
            shown = text(pilot)
            for words in ("结论", "为何重要", "通过", "pipeline-declared · 1 级，必需", "帮助"):
                assert words in shown
            await press(pilot, "1")
            assert "距离 3 级还差 8 项" in text(pilot)
            await press(pilot, "L")
            assert "What keeps level 3 away: 8" in text(pilot)

    drive(run())


def test_the_theme_changes_between_dark_and_light(sample: Sample) -> None:
    async def run() -> None:
        async with opened(sample.opening()) as pilot:
            dark = pilot.app.screen.styles.background
            await press(pilot, "T")
            assert pilot.app.theme == "maturity-light"
            assert pilot.app.screen.styles.background.brightness > 0.9 > dark.brightness

    drive(run())


def test_without_colour_nothing_is_coloured(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def run() -> None:
        async with opened(sample.opening()) as pilot:
            strips = [
                strip.apply_filter(pilot.app._filters[0], pilot.app.screen.background_colors[1])
                for strip in pilot.app.screen._compositor.render_strips()
            ]
            colours = {
                segment.style.color.triplet
                for strip in strips
                for segment in strip
                if segment.style and segment.style.color and segment.style.color.triplet
            }
            assert {red == green == blue for red, green, blue in colours} == {True}

    drive(run())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_help_names_every_key_and_any_leaving_key_closes_it(sample: Sample, language: str) -> None:
    async def run() -> None:
        async with opened(sample.opening(language=language), (80, 100)) as pilot:
            await press(pilot, "question_mark")
            shown = text(pilot)
            for words in {"en": ("scan again", "mark the next level"), "zh": ("重新扫描", "标记下一级")}[language]:
                assert words in shown
            await press(pilot, "escape")
            assert page(pilot) == "overview"

    drive(run())


def test_the_palette_offers_the_keys_as_commands(sample: Sample) -> None:
    async def run() -> None:
        async with opened(sample.opening()) as pilot:
            await press(pilot, "ctrl+p", *"lineage")
            await until(pilot, lambda: "lineage" in text(pilot).split("Search", 1)[-1])
            await pilot.pause(0.3)
            await press(pilot, "enter")
            await until(pilot, lambda: page(pilot) == "lineage")

    drive(run())


def test_q_closes(sample: Sample) -> None:
    async def run() -> None:
        async with opened(sample.opening()) as pilot:
            await press(pilot, "q")
            assert pilot.app._exit
            assert pilot.app.closed == (0, ())  # type: ignore[attr-defined]

    drive(run())


def test_a_stored_assessment_cannot_be_scanned_again(sample: Sample) -> None:
    async def run() -> None:
        async with opened(sample.opening()) as pilot:
            await press(pilot, "r")
            await until(pilot, lambda: "A stored assessment cannot be scanned again." in told(pilot))

    drive(run())


def test_from_a_principle_to_its_findings_and_from_a_blocker_to_its_own(sample: Sample) -> None:
    async def run() -> None:
        async with opened(sample.opening(), WIDE) as pilot:
            await press(pilot, "down", "enter")
            await until(pilot, lambda: "Continuity" in lines(pilot)[2])
            assert page(pilot) == "findings"
            continuity = sum(finding.principle == "continuity" for finding in sample.assessment.findings)
            assert f" {continuity} of {len(sample.assessment.findings)} " in lines(pilot)[2]
            await press(pilot, "1", "tab", "down", "enter")
            await until(pilot, lambda: "retraining-on-drift · level 3, required" in text(pilot))
            assert page(pilot) == "findings"
            assert "Continuity" not in lines(pilot)[2]
            await pilot.pause(0.5)
            begun = time.process_time()
            await pilot.pause(1.0)
            assert time.process_time() - begun < 0.4, "it works though nothing happens"

    drive(run())
