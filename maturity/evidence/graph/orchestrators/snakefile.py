"""The text of a Snakefile as rules: their inputs, outputs and what they run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_RULES = 500
_RULE = re.compile(r"(?:rule|checkpoint)[ \t]+(\w+)[ \t]*:")
_SECTION = re.compile(r"[ \t]+(\w+)[ \t]*:(.*)")
_INCLUDE = re.compile(r"include[ \t]*:[ \t]*[rf]?[\"']([^\"'\n]+)[\"']")
_REFERENCE = re.compile(r"\b(?:rules|checkpoints)\.(\w+)\.")
_TEXT = re.compile(
    r"[rf]{0,2}(?:\"\"\"(.*?)\"\"\"|'''(.*?)'''|\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)')", re.DOTALL
)
_KEPT = frozenset(("input", "output", "shell", "script", "notebook"))
MAX_SECTION = 20_000


@dataclass(slots=True)
class Rule:
    """One rule; each section is its line and its text as written."""

    name: str
    line: int
    sections: dict[str, tuple[int, str]] = field(default_factory=dict)

    def texts(self, section: str) -> list[str]:
        """Return the texts written in a section."""
        written = self.sections.get(section, (0, ""))[1][:MAX_SECTION]
        return [next(one for one in (*found.groups(), "") if one is not None) for found in _TEXT.finditer(written)]

    def line_of(self, section: str) -> int:
        """Return the line of the first text of a section, or of the section where it has none."""
        line, written = self.sections.get(section, (self.line, ""))
        found = _TEXT.search(written[:MAX_SECTION])
        return line + (written.count("\n", 0, found.start()) if found else 0)

    def references(self) -> list[str]:
        """Return the rules that its inputs name."""
        return _REFERENCE.findall(self.sections.get("input", (0, ""))[1][:MAX_SECTION])


def rules(written: str) -> Iterator[Rule]:
    """Yield the rules of a Snakefile; a rule ends where a line starts at its left edge."""
    rule: Rule | None = None
    section = ""
    count = 0
    for number, line in enumerate(written.splitlines(), 1):
        started = _RULE.match(line)
        if started is not None or (line[:1].strip() and not line.startswith(("#", ")"))):
            if rule is not None:
                yield rule
                count += 1
            rule, section = (Rule(started.group(1), number) if started and count < MAX_RULES else None), ""
        elif rule is not None:
            section = _into(rule, section, number, line)
    if rule is not None:
        yield rule


def _into(rule: Rule, section: str, number: int, line: str) -> str:
    """Put a line into its section and return the section's name."""
    opened = _SECTION.match(line)
    name, text = (opened.group(1), opened.group(2)) if opened else ("", line)
    if name in _KEPT or (name.isidentifier() and opened is not None and not text.strip()):
        rule.sections.setdefault(name, (number, text))
        return name
    if section in _KEPT:
        start, known = rule.sections[section]
        if len(known) < MAX_SECTION:
            rule.sections[section] = (start, f"{known}\n{line}")
    return section


def includes(written: str) -> list[str]:
    """Return the files that a Snakefile takes in."""
    return [found.group(1) for line in written.splitlines() if (found := _INCLUDE.match(line.strip()))]
