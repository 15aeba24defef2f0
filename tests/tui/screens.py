"""Capture the screens that the README shows: `make screens`. They show the real sample, untouched."""

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from maturity.assess import assess
from maturity.request import Request
from maturity.tui.opening import Opening
from tests.sample.repository import build
from tests.tui.driving import opened, press

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
SIZE = (110, 30)
NOT_NEEDED = re.compile(
    r"@font-face \{.*?\}\s*|<clipPath id=\"[^\"]*-line-\d+\">.*?</clipPath>\s*| clip-path=\"[^\"]*-line-\d+\)\"",
    re.DOTALL,
)
"""Fonts from the web, and bounds of lines that keep them anyway."""
SCREENS = {
    "overview": (),
    "findings": ("2", "l", "l", "down", "n"),
    "graph": ("3", "down", "enter", "down", "down", "enter", "down", "enter"),
}
"""The keys that lead to each screen."""


async def capture(opening: Opening, keys: tuple[str, ...]) -> str:
    """Return a screen as SVG."""
    async with opened(opening, SIZE) as pilot:
        await press(pilot, *keys)
        await pilot.pause(1.0)
        svg = pilot.app.export_screenshot(title="maturity scan")
    return NOT_NEEDED.sub("", svg).replace("&#160;", "\u00a0")


def main() -> None:
    """Write every screen."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        project = build(Path(scratch) / "demo")
        found = assess(Request(target=str(project)), now=datetime(2026, 5, 4, tzinfo=UTC))
        for name, keys in SCREENS.items():
            svg = asyncio.run(capture(Opening(stored=found, root=project), keys))
            (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
