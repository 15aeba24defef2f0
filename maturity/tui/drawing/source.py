"""A few lines of a file, coloured as code, with the line that is meant marked."""

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.highlight import highlight

from maturity.render.display import ELLIPSIS, displayable
from maturity.sources.excerpt import Excerpt
from maturity.tui.drawing.plain import plain

MARGIN = 5
"""Columns before a line, beside those of its number."""

_BY_NAME = {"makefile": "make", "dockerfile": "docker", "jenkinsfile": "groovy", "dvc.lock": "yaml"}
_BY_SUFFIX = {
    ".py": "python",
    ".yml": "yaml",
    ".yaml": "yaml",
    ".toml": "toml",
    ".cfg": "ini",
    ".ini": "ini",
    ".sh": "bash",
    ".json": "json",
    ".ipynb": "json",
    ".md": "markdown",
    ".tf": "terraform",
    ".mk": "make",
    ".sql": "sql",
}


def language_of(path: str) -> str:
    """Return the language of a file by its name alone: contents are never asked, and most would load every lexer."""
    name = path.rpartition("/")[2].lower()
    return _BY_NAME.get(name) or _BY_SUFFIX.get(name[name.rfind(".") :], "text")


def source_lines(excerpt: Excerpt, path: str, columns: int) -> Content:
    """Draw an excerpt, each line cut to the columns there are; the highlighter gets no more than is seen of it."""
    digits = len(str(excerpt.first + len(excerpt.lines)))
    room = max(columns - digits - MARGIN, MARGIN)
    whole = [displayable(line.expandtabs(4), room * 2) for line in excerpt.lines]
    code = "\n".join(line if cell_len(line) <= room else set_cell_size(line, room - 1) for line in whole)
    coloured = highlight(code, language=language_of(path)).split("\n", allow_blank=True)
    lines: list[Content] = []
    for number, (line, uncut) in enumerate(zip(coloured, whole, strict=False), start=excerpt.first):
        meant = number == excerpt.meant
        margin = plain(f"{'▶' if meant else ' '} {number:>{digits}} │ ", "accent" if meant else "quiet")
        drawn = Content.assemble(margin, line, plain(ELLIPSIS if cell_len(uncut) > room else "", "quiet"))
        lines.append(drawn.stylize("on $row-away bold") if meant else drawn)
    return Content("\n").join(lines)
