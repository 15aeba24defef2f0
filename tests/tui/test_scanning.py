"""A scan under the UI: it is followed, ended, repeated and compared; the process is a real one."""

import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from maturity.scan_process import ScanProcess
from maturity.tui.app import MaturityApp
from maturity.tui.opening import INTERRUPTED, Opening
from maturity.tui.screens.page import Page
from maturity.tui.screens.scanning import Scanning
from tests.repository import MakeRepository, commit
from tests.tui.driving import NARROW, WIDE, drive, lines, press, text, told, until

pytestmark = pytest.mark.slow


def scanning(target: Path, *options: str, keeps: bool = False) -> Opening:
    def again() -> ScanProcess:
        return ScanProcess(("scan", str(target), *options))

    return Opening(root=target, first=again(), again=again, keeps=keeps, target=target.name)


def held(process: ScanProcess) -> ScanProcess:
    """Stop a scan where it is: no machine is so fast, and none so slow, that it is over before a key is pressed."""
    process._process.send_signal(signal.SIGSTOP)
    return process


def shows_page(app: MaturityApp) -> Callable[[], bool]:
    return lambda: isinstance(app.screen, Page)


def test_a_scan_is_followed_and_repeated_and_what_changed_is_told(make_repository: MakeRepository) -> None:
    folder = make_repository({"train.py": "print('hello')\n"})

    async def run() -> None:
        app = MaturityApp(scanning(folder, keeps=True))
        async with app.run_test(size=WIDE, notifications=True) as pilot:
            assert isinstance(app.screen, Scanning)
            await until(pilot, shows_page(app))
            assert "No earlier scan of this target" in text(pilot)
            commit(folder, {"LICENSE": "MIT License\n\nPermission is hereby granted, free of charge, to any person\n"})
            await press(pilot, "r")
            await until(pilot, lambda: "Changed since" in text(pilot))
            assert "▲ license" in text(pilot)
            assert "unknown → pass" in text(pilot) or "fail → pass" in text(pilot)
            await until(pilot, lambda: "Scanned in" in told(pilot))
        again = MaturityApp(scanning(folder, keeps=True))
        async with again.run_test(size=NARROW) as pilot:
            await until(pilot, shows_page(again))
            assert "Nothing changed since" in text(pilot)

    drive(run())


@pytest.mark.parametrize("hears", [True, False], ids=["that ends", "that has to be killed"])
def test_escape_ends_the_first_scan(hears: bool, make_repository: MakeRepository) -> None:
    first = held(ScanProcess(("scan", str(make_repository({"train.py": "print('hello')\n"})))))

    async def run() -> None:
        app = MaturityApp(Opening(first=first, target="here"))
        async with app.run_test(size=NARROW) as pilot:
            await until(pilot, lambda: isinstance(app.screen, Scanning))
            await press(pilot, "escape")
            if hears:
                first._process.send_signal(signal.SIGCONT)
            await until(pilot, lambda: app._exit)
        assert app.closed.code == INTERRUPTED
        assert first._process.poll() in ((INTERRUPTED, -signal.SIGTERM) if hears else (-signal.SIGKILL,))

    drive(run())


def test_a_scan_that_is_cancelled_later_leaves_what_was_shown(make_repository: MakeRepository) -> None:
    opening = scanning(make_repository({"train.py": "print('hello')\n"}))
    assert opening.again is not None
    again = opening.again

    async def run() -> None:
        app = MaturityApp(replace(opening, again=lambda: held(again())))
        async with app.run_test(size=NARROW, notifications=True) as pilot:
            await until(pilot, shows_page(app))
            before = app.view.assessment
            await press(pilot, "r", "escape")
            await until(pilot, lambda: "The scan was cancelled" in told(pilot))
            assert app.view.assessment is before
            assert app.closed.code == 0

    drive(run())


def test_a_target_that_is_not_there_is_told_with_the_code_of_the_command_line(tmp_path: Path) -> None:
    async def run() -> None:
        app = MaturityApp(scanning(tmp_path / "nowhere"))
        async with app.run_test(size=NARROW) as pilot:
            await until(pilot, lambda: app._exit)
        assert app.closed.code == 2
        assert len(app.closed.notes) == 1
        assert "nowhere" in app.closed.notes[0]

    drive(run())


def test_the_steps_speak_chinese(make_repository: MakeRepository) -> None:
    folder = make_repository({"train.py": "print('hello')\n"})

    async def run() -> None:
        opening = scanning(folder)
        app = MaturityApp(Opening(language="zh", first=opening.first, target="目标"))
        async with app.run_test(size=NARROW) as pilot:
            await until(pilot, lambda: "打开目标" in text(pilot) or isinstance(app.screen, Page))
            await until(pilot, shows_page(app))
            assert "1 总览" in lines(pilot)[1]

    drive(run())
