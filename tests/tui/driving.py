"""Drive the real application with keys, without a terminal."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot

from maturity.tui.app import MaturityApp
from maturity.tui.opening import Opening
from maturity.tui.screens.findings import RESTS_AFTER
from maturity.tui.screens.page import Page

NARROW, WIDE = (80, 24), (160, 50)
SIZES = (NARROW, WIDE)
PATIENCE = 60.0
"""Seconds; tests run beside others, on machines of all sorts."""

Driver = Pilot[None]


def drive(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a test of the application to its end."""
    asyncio.run(coroutine)


@asynccontextmanager
async def opened(opening: Opening, size: tuple[int, int] = NARROW) -> AsyncIterator[Driver]:
    """Open the application and wait until its first screen and the rules are there."""
    app = MaturityApp(opening)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Page) and app.view.catalog is not None)
        yield pilot


async def until(pilot: Driver, condition: Callable[[], bool]) -> None:
    """Wait for something that workers bring about."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await pilot.pause(0.05)
    await pilot.pause()


async def press(pilot: Driver, *keys: str) -> None:
    """Press keys one after the other, each when the one before has had its effect."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    await pilot.pause(2 * RESTS_AFTER)


def lines(pilot: Driver) -> list[str]:
    """Return what is on the screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return [strip.text.rstrip() for strip in strips]


def text(pilot: Driver) -> str:
    """Return what is on the screen."""
    return "\n".join(lines(pilot))


def told(pilot: Driver) -> str:
    """Return the notices that are shown, each without the breaks of its lines."""
    return "\n".join(notice.message for notice in pilot.app._notifications)


def page(pilot: Driver) -> str:
    """Return the name of the screen that is shown."""
    return pilot.app.screen.id or type(pilot.app.screen).__name__
