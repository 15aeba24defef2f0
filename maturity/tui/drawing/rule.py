"""One rule in full: why, what it asks, and how to meet it."""

from textual.content import Content

from maturity.model.rule import Rule
from maturity.render.summary import say
from maturity.render.words import words
from maturity.rules.question import question
from maturity.tui import words as said
from maturity.tui.drawing.plain import plain
from maturity.tui.view import View


def rule_text(rule: Rule, view: View) -> Content:
    """Draw a rule."""
    language, named = view.language, words(view.language)
    weight = named.required if rule.required else named.recommended
    looks = named.between.join(said.SOURCES[source].of(language) for source in (rule.source, *rule.also))
    head = (
        f"{rule.id} · {named.level_short.format(level=rule.level)}{named.comma}{weight}{named.comma}"
        f"{said.TAKES.of(language).format(effort=named.efforts[rule.effort])} · "
        f"{said.SOURCE_OF.of(language)}{named.colon}{looks}"
    )
    parts = [
        (said.WHY, say(rule.why, language)),
        (said.ASKS, say(question(rule.ask), language)),
        *([(said.APPLIES, say(question(rule.applies), language))] if rule.applies is not None else []),
        (said.HOW_TO_FIX, " ".join(say(rule.fix, language).split())),
        *([(said.REFERENCES, ", ".join(rule.references))] if rule.references else []),
    ]
    sections = [Content("\n").join([plain(title.of(language), "strong"), plain(text)]) for title, text in parts]
    return Content("\n\n").join(
        [Content("\n").join([plain(say(rule.title, language), "strong"), plain(head, "quiet")]), *sections]
    )
