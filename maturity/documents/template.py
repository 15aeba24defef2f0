"""Templates (cookiecutter, copier, Jinja, Go) as text that parses as what they become, line for line."""

import re

import re2

MAX_TEXT = 1 << 20
_COMMENT = re2.compile(r"(?s)\{#.*?#\}")  # RE2, since openings without an end would take others square time
_BLOCK = re2.compile(r"(?s)\{%.*?%\}")
_OTHERWISE = re2.compile(
    r"(\{%[-+]?[ \t]*if[ \t][^%\n]*%\}[^\n]*?)"
    r"\{%[-+]?[ \t]*(?:else|elif[ \t][^%\n]*?)[ \t]*[-+]?%\}[^\n]*?(\{%[-+]?[ \t]*endif[ \t]*[-+]?%\})"
)
"""A choice within one line, of which only the first branch can stay."""
_CONTROL = re2.compile(r"\{\{-?[ \t]*(?:if|else|end|range|with|define|block|/\*)(?:[^{}\w][^{}]*)?\}\}")
"""Go's control structures, which use the braces of its values."""
_LITERAL = re2.compile(r"\{\{-?[ \t]*(?:`([^`\n]*)`|\"([^\"\n]*)\")[ \t]*-?\}\}")
"""A text that Go passes on as it is: expressions of a CI system stand in these."""
_VALUE = re2.compile(r"\{\{[-~+]?([^{}\n]*)\}\}")
_BLOCK_VALUE = re2.compile(r"(?m)^[ \t]*\{\{[^{}\n]*\}\}[ \t]*$")
"""A value on a line of its own: in a document it stands for a whole block (`{{- include "labels" . | nindent 4 }}`)."""
_MARK = re.compile(r"(?<!\$)\{\{|\{%")
"""`{{ }}` of Helm, Go and Jinja; `${{ }}` is an expression of a CI system."""
_QUOTED_KEY = re.compile(r"\[['\"](\w+)['\"]\]")
_WORD = re.compile(r"\W+")


def render(text: str) -> str:
    """Return a template with its values as names and its control lines blank; all branches of several lines stay."""
    if len(text) > MAX_TEXT:
        return text
    for pattern, value in (
        (_COMMENT, _newlines),
        (_OTHERWISE, _first_branch),
        (_BLOCK, _newlines),
        (_CONTROL, _newlines),
        (_VALUE, _name),
        (_LITERAL, _inner),
    ):
        text = str(pattern.sub(value, text))
    return text


def render_document(text: str) -> str:
    """Return a template of a YAML document as `render` does, without the blocks that its values stand for."""
    return render(text if len(text) > MAX_TEXT else str(_BLOCK_VALUE.sub("", text)))


def is_template(text: str) -> bool:
    """Tell whether a text holds marks of a template."""
    return _MARK.search(text) is not None


def _inner(found: re.Match[str]) -> str:
    return str(found[1] or found[2] or "")


def _first_branch(found: re.Match[str]) -> str:
    return str(found[1]) + str(found[2])


def _newlines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _name(found: re.Match[str]) -> str:
    """Return the last part of a value as an identifier: `{{ cookiecutter.package_name | lower }}` is `package_name`."""
    value = _QUOTED_KEY.sub(r".\1", found[1].partition("|")[0].partition("(")[0].rstrip("-~+ \t").strip())
    name = _WORD.sub("_", value.rpartition(".")[2]).strip("_")
    return name if name[:1].isalpha() or name[:1] == "_" else f"value_{name}".rstrip("_")
