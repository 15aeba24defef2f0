"""Markdown and reStructuredText as headings with bodies, and as lines of commands."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAX_LINES = 20_000
MAX_LINE = 2_000
_ATX = re.compile(r"(#{1,6})\s+(\S.*)")
_BOLD = re.compile(r"(?:[-*+]\s+)?\*\*([^*]{2,80})\*\*\s*:?\s*(.*)")
_UNDERLINE = re.compile(r"([=\-~^\"'*+])\1{2,}\s*\Z")
_FENCE = re.compile(r"\s{0,12}(?:>\s?)?(```+|~~~+)\s*\{?\.?([A-Za-z+-]*)")
_INLINE = re.compile(r"`([^`\n]{3,300})`")
_SHELLS = frozenset(
    (
        *("", "bash", "sh", "shell", "console", "zsh", "terminal", "text", "txt", "shell-session", "cmd", "bat"),
        *("powershell", "ps", "none", "plaintext", "makefile", "commandline", "fish", "shellscript", "posh"),
        *("batch", "dos", "pwsh", "csh", "ksh", "tcsh", "cli", "command", "commands", "cmdline", "session", "log"),
    )
)
_DEEPEST = 7


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and everything below it up to the next heading of its depth or higher."""

    title: str
    line: int
    depth: int
    body: str


def sections(text: str) -> list[Section]:
    """Return the sections of a document; a paragraph that opens with a bold title counts as one too."""
    lines = [line[:MAX_LINE] for line in text.splitlines()[:MAX_LINES]]
    heads = list(_headings(lines))
    found = []
    for position, (start, depth, title, rest, skip) in enumerate(heads):
        end = next((later[0] for later in heads[position + 1 :] if later[1] <= depth), len(lines))
        found.append(Section(title, start + 1, depth, "\n".join([rest, *lines[start + skip : end]])))
    return found


def _headings(lines: list[str]) -> Iterator[tuple[int, int, str, str, int]]:
    """Yield (index, depth, title, rest of the line, lines taken) of each heading outside code."""
    fence = ""
    for index, line in enumerate(lines):
        if match := _FENCE.match(line):
            fence = "" if fence and match.group(1).startswith(fence) else fence or match.group(1)
        elif fence:
            continue
        elif match := _ATX.match(line):
            yield index, len(match.group(1)), match.group(2).strip(" #"), "", 1
        elif match := _BOLD.match(line.strip()):
            yield index, _DEEPEST, match.group(1).strip(" :"), match.group(2), 1
        elif match := _underline(lines, index):
            yield index, 1 if match.group(1) == "=" else 2, line.strip(), "", 2


def _underline(lines: list[str], index: int) -> re.Match[str] | None:
    """Return the underline of a title, which is no list, table or quotation."""
    line = lines[index]
    if index + 1 == len(lines) or not line.strip() or line.startswith((" ", "\t", "|", "-", ">")):
        return None
    return _UNDERLINE.match(lines[index + 1])


_PACKAGE = (
    r"(?!(?:and|or|the|to|for|in|into|with|from|if|is|are|your|all|as|via|then|a|an|it|on)\s)[\w.,\[\]<>=~-]*[\w\]]"
)
"""What may be a package in a line that names several, and is no word of a sentence; nor does it end one."""
_BARE = re.compile(
    r"\s*(?:>\s+)?(?:[-*+]\s+|\d{1,3}[.)]\s+)?(?:python3?(?:\.\d+)? (?:-m [\w.]+|\S+\.py)|py (?:-m \S+|\S+\.py)|"
    r"(?:ba)?sh \S+\.sh|\./\S+\.sh|"
    rf"pip3? install (?:-\S|\S+\s*$|(?:{_PACKAGE}\s+){{1,20}}{_PACKAGE}\s*$)\S*|"
    r"(?:conda|mamba) (?:env )?create|poetry install|uv (?:sync|pip install)|"
    r"(?:uvicorn|gunicorn) \S+:\S+|docker(?: |-)compose (?:-\S+ \S+ )*up|docker (?:run|build)|dvc repro|"
    r"mlflow (?:run|ui|server)|"
    r"anaconda-project run|(?:allennlp|spacy|rasa) train|jupyter[ -](?:notebook|lab)|(?:uv|poetry|pipenv) run \S|"
    r"streamlit run|flask run)(?:\s|$)"
)
"""A command in a line of its own: unlike `make sure`, no sentence begins so."""
_WINDOWS = re.compile(r"(?<=[\w.])\\(?=[\w.])")
_LITERAL = re.compile(r"^\s*\.\. (?:code-block|code|sourcecode|prompt)::|[^:]::\s*$")


def commands(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of every line of shell code: fenced, indented, prompted, quoted, or as no sentence begins."""
    fence, language, literal = "", "", False
    for number, whole in enumerate(text.splitlines()[:MAX_LINES], 1):
        line = whole[:MAX_LINE]
        if match := _FENCE.match(line):
            fence, language = ("", "") if fence else (match.group(1), match.group(2).lower())
        elif fence:
            # Many a README marks its commands as code of Python, or as whatever its editor offered first.
            if language in _SHELLS or line.lstrip().startswith(("$ ", "!pip", "%pip")) or _BARE.match(line):
                yield number, unprompted(line)
        elif line.startswith(("    ", "\t") if not literal else ("  ", "\t")) and line.strip():
            quoted = _INLINE.findall(line) if line.lstrip().startswith("`") else ()
            yield from ((number, unprompted(code)) for code in quoted or (line,))
        else:
            # reStructuredText: what is indented below `.. code-block::`, or below a line that ends in `::`, is literal.
            literal = bool(_LITERAL.search(line)) or (literal and not line.strip())
            yield from ((number, unprompted(code)) for code in _INLINE.findall(line))
            if line.lstrip().startswith(("$ ", "!", "<pre>", "<code>")) or _BARE.match(line):
                yield number, unprompted(line)


def snippets(text: str, languages: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of every line of a fenced block in one of these languages."""
    wanted, fence, language = frozenset(languages), "", ""
    for number, line in enumerate(text.splitlines()[:MAX_LINES], 1):
        if match := _FENCE.match(line[:MAX_LINE]):
            fence, language = ("", "") if fence else (match.group(1), match.group(2).lower())
        elif fence and language in wanted:
            yield number, line[:MAX_LINE].strip()


def unprompted(line: str) -> str:
    """Return a command without its prompt and list marks, paths of Windows with slashes."""
    plain = re.sub(
        r"^\s*(?:<(?:pre|code)>)*\s*(?:\([\w.-]{1,40}\)\s*)?(?:[-*+]\s+)?(?:\d{1,3}\.\s+)?[$!%>]*\s*", "", line
    ).strip()
    plain = f"m{plain[1:]}" if plain.startswith("Make ") else plain
    return _WINDOWS.sub("/", plain) if plain.startswith((".\\", "python", "py ", "pip")) else plain
