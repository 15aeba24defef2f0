"""Open the terminal UI: what it is given, and what it leaves behind."""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from maturity.render.style import Language
from maturity.scan_process import Begin, ScanProcess

if TYPE_CHECKING:
    from maturity.model.assessment import Assessment
    from maturity.tui.app import MaturityApp

INTERRUPTED = 130
"""The exit code when the first scan was cancelled."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What is shown: a scan at work, a stored assessment, or with neither of them the catalog of rules."""

    language: Language = "en"
    colour: bool = True
    rules: Callable[[], Path | None] = lambda: None
    """Tells the folder with rules of an organisation; asked for beside the screens, as it may stand in a file."""
    root: Path | None = None
    """The scanned folder, as the user named it."""
    first: ScanProcess | None = None
    again: Begin | None = None
    keeps: bool = False
    """The assessment may be kept for the next time."""
    stored: "Assessment | None" = None
    target: str = ""
    """What is scanned, in the words of the user."""
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    """Where the user's editor is named."""


class Closed(NamedTuple):
    """What is left to say when the UI is closed."""

    code: int = 0
    notes: tuple[str, ...] = ()


def show(opening: Opening) -> Closed:
    """Run the UI until it is closed."""
    if not opening.colour:
        os.environ["NO_COLOR"] = "1"  # the library looks there
    from maturity.tui.app import MaturityApp

    app = MaturityApp(opening)
    asyncio.run(_until_closed(app))
    if app.fault is not None:
        raise app.fault
    return app.closed


async def _until_closed(app: "MaturityApp") -> None:
    """Run an app; SIGTERM closes it first, and then does what it does to every command.

    What the handler of the command raises would otherwise come up in whichever task of the library is at work.
    """
    loop, before = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)
    came = asyncio.Event()

    def close() -> None:
        came.set()
        app.exit()

    try:
        loop.add_signal_handler(signal.SIGTERM, close)
    except (NotImplementedError, RuntimeError, ValueError):  # no signals here: Windows, or another thread
        await app.run_async()
        return
    try:
        await app.run_async()
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
        signal.signal(signal.SIGTERM, before)
    if came.is_set():
        signal.raise_signal(signal.SIGTERM)
