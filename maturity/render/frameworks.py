"""Frameworks for a person to read: which there are, what one asks, and how far our rules reach into it."""

from collections import Counter
from collections.abc import Sequence

from maturity.model.framework import Framework, FrameworkItem
from maturity.render.columns import pad, width
from maturity.render.display import displayable
from maturity.render.frameworkwords import framework_words
from maturity.render.style import Style
from maturity.render.summary import say
from maturity.render.words import words

_HEADINGS = ("group", "level")


def listing(frameworks: Sequence[Framework], style: Style) -> str:
    """Return one line for each framework."""
    said = framework_words(style.language)
    wide = max((width(framework.id) for framework in frameworks), default=0)
    lines = []
    for framework in frameworks:
        items = _results(framework)
        sizes = said.listed.format(items=len(items), ruled=sum(bool(item.rules) for item in items))
        name = displayable(say(framework.name, style.language))
        lines.append(f"{pad(displayable(framework.id), wide)}  {name}{words(style.language).colon}{sizes}")
    return "\n".join(lines) + "\n"


def show(framework: Framework, style: Style) -> str:
    """Return every item of a framework, how it can be verified, and the rules that speak to it."""
    said, colon = framework_words(style.language), words(style.language).colon
    lines = [
        style.paint("strong", displayable(f"{say(framework.name, style.language)} · {framework.version}")),
        f"{said.scope}{colon}{displayable(say(framework.scope, style.language), 1000)}",
        f"{said.confidence}{colon}{displayable(say(framework.confidence, style.language), 1000)}",
        *(displayable(say(note, style.language), 1000) for note in framework.notes),
        "",
    ]
    for item in framework.items:
        title = displayable(say(item.title, style.language))
        if item.verify in _HEADINGS:
            lines += ["", style.paint("strong", f"{displayable(item.ref)}  {title}")]
            continue
        lines.append(f"  {displayable(item.id)}  {title} ({said.verification[item.verify]})")
        for link in item.rules:
            reason = displayable(say(link.reason, style.language))
            lines.append(f"      {displayable(link.rule)} ({said.relations[link.relation]}){colon}{reason}")
        if item.needs is not None:
            lines.append(f"      {said.needs}{colon}{displayable(say(item.needs, style.language))}")
    return "\n".join(lines) + "\n"


def reach(framework: Framework, style: Style) -> str:
    """Say how far rules reach into a framework, before anything was assessed."""
    said, colon = framework_words(style.language), words(style.language).colon
    items = _results(framework)
    inside = [item for item in items if item.verify != "out"]
    ways = Counter(item.verify for item in items)
    alone = sum(any(link.relation == "full" for link in item.rules) for item in inside)
    lines = [
        displayable(say(framework.name, style.language)),
        said.reach.format(ruled=sum(bool(item.rules) for item in inside), items=len(inside), alone=alone),
        *(f"  {said.verification[way]}{colon}{count}" for way, count in sorted(ways.items())),
    ]
    return "\n".join(lines) + "\n"


def _results(framework: Framework) -> list[FrameworkItem]:
    return [item for item in framework.items if item.verify not in _HEADINGS]
