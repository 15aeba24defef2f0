"""A dark theme and a light one."""

from textual.theme import Theme

DARK = Theme(
    name="maturity-dark",
    primary="#7aa2f7",
    secondary="#7dcfff",
    accent="#bb9af7",
    foreground="#c8d0e8",
    background="#16181f",
    surface="#1c1f29",
    panel="#262a37",
    success="#9ece6a",
    warning="#e0af68",
    error="#f7768e",
    dark=True,
    variables={"quiet": "#8089a8", "row": "#2f3a5c", "row-away": "#232838"},
)

LIGHT = Theme(
    name="maturity-light",
    primary="#2a5bd7",
    secondary="#00708a",
    accent="#7b3fc4",
    foreground="#20242e",
    background="#fbfbfd",
    surface="#f2f3f8",
    panel="#e4e7f0",
    success="#2f7d1f",
    warning="#8a5a00",
    error="#c0263f",
    dark=False,
    variables={"quiet": "#5d6478", "row": "#cfdcff", "row-away": "#e4e8f2"},
)
