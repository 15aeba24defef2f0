"""What a check of a card found, in a terminal."""

from collections.abc import Sequence

from maturity.model.card import Card, Completeness
from maturity.render.cards.words import card_words
from maturity.render.display import displayable
from maturity.render.style import Language

_TRUE = {"en": "the card says what is recorded", "zh": "模型卡与记录一致"}
_ALTERED: dict[Language, dict[str, str]] = {
    "en": {
        "line": "line {number}: {title}: was changed in the card {since}",
        "page": "page {number}: was changed in the card {since}",
        "attachment": "{title}: was changed in the JSON that the card carries {since}",
        "gone-line": "{title}: was taken out of the card {since}",
        "gone-page": "a page was taken out of the card {since}",
        "since": "after it was written; change its source, and write it again",
    },
    "zh": {
        "line": "第 {number} 行：{title}：写出之后在卡中被改动{since}",
        "page": "第 {number} 页：写出之后在卡中被改动{since}",
        "attachment": "{title}：写出之后在卡所附的 JSON 中被改动{since}",
        "gone-line": "{title}：写出之后被从卡中删除{since}",
        "gone-page": "有一页写出之后被从卡中删除{since}",
        "since": "；请修改其来源并重新生成",
    },
}
_DIFFERS = {
    "en": "{name}: the card says {printed}, recorded is {recorded}",
    "zh": "{name}：模型卡写的是 {printed}，记录的是 {recorded}",
}


def checked(
    card: Card,
    due: Completeness,
    differences: Sequence[tuple[str, str, str]] | None,
    altered: Sequence[tuple[str, int, str]],
    language: Language,
) -> str:
    """Return what is missing and who can fill it, each difference and each section that was altered by hand.

    Differences are None where no written card was compared.
    """
    said = card_words(language)
    lines = [
        f"{displayable(card.model)}/{displayable(card.version)}: "
        + said.complete.format(level=due.level, filled=due.filled, due=due.due)
    ]
    for entry in card.entries:
        if entry.field in due.missing and entry.missing:
            title, why = ((entry.title.en, entry.missing.en), (entry.title.zh, entry.missing.zh))[language == "zh"]
            who = said.who_person if entry.asked else said.who_machine
            lines.append(f"  {entry.field}  {title} ({who}): {why}")
    lines += [f"  {_change(*one, language)}" for one in altered]
    if differences is not None and (differences or not altered):
        lines += [
            "  "
            + _DIFFERS[language].format(
                name=displayable(name), printed=displayable(printed), recorded=displayable(recorded)
            )
            for name, printed, recorded in differences
        ] or [f"  {_TRUE[language]}"]
    return "\n".join(lines) + "\n"


def _change(title: str, number: int, place: str, language: Language) -> str:
    """Say what was changed, or taken out, and where."""
    told = _ALTERED[language]
    words = told[place if number else f"gone-{place}"]
    return words.format(title=displayable(title), number=number, since=told["since"])
