"""Exporting: a format and a file, written whole; what cannot be written is told."""

from pathlib import Path

import pytest

from maturity.render import FORMATS
from maturity.render.json import document
from maturity.tui.screens.export import stem
from maturity.tui.widgets.rows import Rows
from tests.tui.conftest import Sample
from tests.tui.driving import SIZES, drive, opened, press, text, told, until


def test_a_format_is_chosen_and_a_file_is_named(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def run(size: tuple[int, int]) -> None:
        async with opened(sample.opening(), size) as pilot:
            await press(pilot, "e")
            await until(pilot, lambda: "churn-maturity.json" in text(pilot))
            assert list(pilot.app.screen.query_one(Rows)._keys) == list(FORMATS)
            await press(pilot, "enter")
            await until(pilot, lambda: "Saved: churn-maturity.json" in told(pilot))

    for size in SIZES:
        drive(run(size))
        assert (tmp_path / "churn-maturity.json").read_text(encoding="utf-8") == document(sample.assessment)
        (tmp_path / "churn-maturity.json").unlink()


def test_the_report_speaks_the_language_that_is_shown(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def run() -> None:
        async with opened(sample.opening()) as pilot:
            await press(pilot, "L", "e", "down", "enter")
            await until(pilot, lambda: "已保存：churn-maturity.md" in told(pilot))

    drive(run())
    assert "自动化" in (tmp_path / "churn-maturity.md").read_text(encoding="utf-8")


def test_what_cannot_be_written_is_told_and_nothing_is_left(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (tmp_path / "link.json").symlink_to(precious)

    async def run() -> None:
        async with opened(sample.opening()) as pilot:
            await press(pilot, "e", "tab", "ctrl+u", *"link.json", "enter")
            await until(pilot, lambda: "cannot be written: it is a link" in told(pilot))
            await press(pilot, "e", "escape")
            assert "Export the assessment" not in text(pilot)

    drive(run())
    assert precious.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.json", "precious"]


@pytest.mark.parametrize(
    ("target", "proposed"),
    [
        ("churn", "churn-maturity"),
        ("../../etc/passwd", "etc-passwd-maturity"),
        ("\x1b[2J\n表", "2J-maturity"),
        ("表", "maturity"),
        ("x" * 500, "x" * 60 + "-maturity"),
    ],
)
def test_the_name_that_is_proposed_is_one_for_a_file(target: str, proposed: str) -> None:
    assert stem(target) == proposed
