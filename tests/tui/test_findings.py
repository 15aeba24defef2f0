"""The findings: filters, order, words, places, excerpts, copies."""

from maturity.model.finding import Evidence
from tests.tui.conftest import Alter, Sample
from tests.tui.driving import NARROW, WIDE, Driver, drive, lines, opened, press, text, told, until


def found(pilot: Driver) -> list[str]:
    """Return the rules in the table, in their order."""
    return list(pilot.app.screen._found)  # type: ignore[attr-defined]


def test_filters_go_from_value_to_value_and_are_counted(sample: Sample) -> None:
    findings = sample.assessment.findings

    async def run() -> None:
        async with opened(sample.opening()) as pilot:
            await press(pilot, "2", "s")
            failing = [one.rule for one in findings if one.status == "fail"]
            assert sorted(found(pilot)) == sorted(failing)
            assert lines(pilot)[2].strip() == f"{len(failing)} of {len(findings)}  ✗ {len(failing)}   fail"
            await press(pilot, "l", "l", "m")
            assert sorted(found(pilot)) == sorted(
                one.rule for one in findings if one.status == "fail" and one.level == 2 and one.required
            )
            await press(pilot, "x", "u")
            assert found(pilot)[0] == "data-preparation-automated"
            assert "repository" in lines(pilot)[2]
            await press(pilot, "x", "p")
            assert {one.principle for one in findings if one.rule in found(pilot)} == {"automation"}

    drive(run())


def test_words_narrow_as_they_are_typed_and_escape_forgets_them(sample: Sample) -> None:
    async def run() -> None:
        async with opened(sample.opening()) as pilot:
            await press(pilot, "2", "slash", *"trains ci")
            await until(pilot, lambda: "ci-trains" in found(pilot))
            assert len(found(pilot)) < 10
            await press(pilot, "enter", "s")
            assert "“trains ci”" in lines(pilot)[2]
            await press(pilot, "x", "slash", *"no such words")
            await until(pilot, lambda: found(pilot) == [])
            assert "No finding is like that. x shows all." in text(pilot)
            await press(pilot, "escape")
            await until(pilot, lambda: len(found(pilot)) == len(sample.assessment.findings))

    drive(run())


def test_the_order_changes_by_key_and_by_a_click_on_a_title(sample: Sample) -> None:
    async def run() -> None:
        async with opened(sample.opening()) as pilot:
            await press(pilot, "2", "o")
            assert found(pilot) == sorted(found(pilot))
            title = lines(pilot)[3]
            await pilot.click(offset=(title.index("outcome"), 3))
            await pilot.pause()
            first = next(one for one in sample.assessment.findings if one.rule == found(pilot)[0])
            assert (first.status, first.required) == ("fail", True)

    drive(run())


def test_the_detail_shows_the_line_in_its_file_and_what_runs_what(sample: Sample) -> None:
    async def run() -> None:
        async with opened(sample.opening(), WIDE) as pilot:
            await press(pilot, "2", "slash", *"ci-trains", "enter", "n")
            await until(pilot, lambda: "▶ 35 │" in text(pilot))
            shown = text(pilot)
            assert "model.fit(train[FEATURES], train[TARGET])" in shown
            path = [line[line.index("└─▶") :] for line in shown.splitlines() if "└─▶" in line]
            assert path[0].startswith("└─▶ train:  .github/workflows/ci.yml:")
            assert path[-1].startswith("└─▶ sklearn.pipeline.Pipeline.fit()  src/churn/train.py:35")

    drive(run())


def test_another_place_of_the_finding_is_chosen_and_copied(sample: Sample) -> None:
    finding = next(one for one in sample.assessment.findings if len(one.evidence) > 1 and one.evidence[1].path)
    second = finding.evidence[1]

    async def run() -> None:
        async with opened(sample.opening(), WIDE) as pilot:
            await press(pilot, "2", "slash", *finding.rule, "enter", "n", "y")
            await until(pilot, lambda: bool(pilot.app.clipboard))
            assert pilot.app.clipboard == f"{second.path}:{second.line}"
            await press(pilot, "N", "N", "N", "y")

    drive(run())


def test_a_stored_assessment_shows_the_text_and_reads_no_file(sample: Sample) -> None:
    async def run() -> None:
        async with opened(sample.opening(root=None), WIDE) as pilot:
            await press(pilot, "2", "slash", *"ci-trains", "enter")
            await until(pilot, lambda: "sklearn.pipeline.Pipeline.fit()" in text(pilot))
            assert "▶ 8 │" not in text(pilot)
            await press(pilot, "enter")
            await until(pilot, lambda: "The files of this target are not at hand." in told(pilot))

    drive(run())


def test_what_changed_is_marked_and_can_be_shown_alone(sample: Sample, altered: Alter) -> None:
    from maturity.rules.compare import compare

    before = altered(**{"ci-trains": "fail", "unit-tests": "pass", "drift-detection": "pass"})

    async def run() -> None:
        async with opened(sample.opening(), WIDE) as pilot:
            app = pilot.app
            app.look(app.view._replace(comparison=compare(before, sample.assessment)))  # type: ignore[attr-defined]
            await pilot.pause()
            assert "Changed since" in text(pilot)
            assert "fail → pass" in text(pilot)
            await press(pilot, "2", "c")
            assert sorted(found(pilot)) == ["ci-trains", "drift-detection"]
            rows = [line.split() for line in lines(pilot)[4:6]]
            assert [row[:1] for row in rows] == [["›"], ["▼"]] or rows[0][1] == "▲"
            assert "was fail; a server, a remote or the date changed" in text(pilot)

    drive(run())


def test_a_place_without_a_file_is_not_opened(sample: Sample) -> None:
    finding = sample.assessment.findings[0].model_copy(
        update={"evidence": (Evidence(kind="run", uri="runs:/1", text="a run"),)}
    )
    stored = sample.assessment.model_copy(update={"findings": (finding,)})

    async def run() -> None:
        async with opened(sample.opening(stored=stored), NARROW) as pilot:
            await press(pilot, "2", "enter")
            await until(pilot, lambda: "There is no place to open." in told(pilot))
            await press(pilot, "y")
            await until(pilot, lambda: pilot.app.clipboard == "runs:/1")

    drive(run())
