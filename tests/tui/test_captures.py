"""The screens that the README shows are captures of the real application."""

import asyncio
import re
from pathlib import Path

from tests.tui.conftest import Sample
from tests.tui.screens import FOLDER, SCREENS, capture

README = Path(__file__).parents[2] / "README.md"


def shown(svg: str) -> str:
    return re.sub(r"<[^>]+>", "", svg).replace("\u00a0", " ")


def test_the_readme_shows_every_capture_and_nothing_else() -> None:
    named = re.findall(r"\(docs/screens/([a-z]+)\.svg\)", README.read_text(encoding="utf-8"))
    assert named == list(SCREENS)
    assert sorted(file.stem for file in FOLDER.iterdir()) == sorted(named)


def test_a_capture_is_what_the_screen_shows_and_names_no_host(sample: Sample) -> None:
    svg = asyncio.run(capture(sample.opening(), SCREENS["graph"]))
    assert "job train" in shown(svg)
    assert "make-target train" in shown(svg)
    assert {address for address in re.findall(r"https?://[^\"' ]+", svg) if "w3.org" not in address} <= {
        "https://www.textualize.io"
    }
    kept = shown((FOLDER / "graph.svg").read_text(encoding="utf-8"))
    assert "job train" in kept
    assert "make-target train" in kept
