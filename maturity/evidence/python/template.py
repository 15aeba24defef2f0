"""Templates of Python files (cookiecutter, copier, jinja) as Python that parses, line for line."""

import re

MAX_TEXT = 1 << 20
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_BLOCK = re.compile(r"\{%.*?%\}", re.DOTALL)
_VALUE = re.compile(r"\{\{[-~+]?\s*([^{}\n]{0,200}?)\s*[-~+]?\}\}")
_QUOTED_KEY = re.compile(r"\[['\"](\w+)['\"]\]")
_WORD = re.compile(r"\W+")
_MARKS = ("cookiecutter", "copier", "_copier", "{%", "{#")


def is_template(path: str, text: str) -> bool:
    """Tell whether a file is a template: by its name, or by braces that Python would not have."""
    if path.endswith((".jinja", ".jinja2", ".j2", ".tmpl", ".template")):
        return True
    return ("{{" in text and ("{{" in path or any(mark in text for mark in _MARKS))) or ("{%" in text and "%}" in text)


def render(text: str) -> str:
    """Return a template with its values as names and its control lines blank; both branches of an `if` stay."""
    if len(text) > MAX_TEXT:
        return text
    text = _COMMENT.sub(_newlines, text)
    text = _BLOCK.sub(_newlines, text)
    return _VALUE.sub(_name, text)


def _newlines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _name(found: re.Match[str]) -> str:
    """Return the last part of a value as an identifier: `{{ cookiecutter.package_name | lower }}` is `package_name`."""
    value = _QUOTED_KEY.sub(r".\1", found[1].partition("|")[0].partition("(")[0].strip())
    name = _WORD.sub("_", value.rpartition(".")[2]).strip("_")
    return name if name[:1].isalpha() or name[:1] == "_" else f"value_{name}".rstrip("_")
