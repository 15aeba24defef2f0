"""State one fact in words: where it is, what it is, and for an activity what starts it."""

from typing import Any

from maturity.counted import counted
from maturity.model.rule import Text
from maturity.rules.phrases import noun, spaced
from maturity.rules.vocabulary import ACTIVITIES, DETAIL, NAMING, ROOTS

_SHOWN = 80
"""Characters of a detail: it is foreign text."""


def statement(fact: Any, *, origin: bool = True) -> Text:
    """State a fact as a sentence without its full stop; `origin` says what starts an activity."""
    if fact.kind == "activity":
        return _activity(fact, origin=origin)
    if fact.kind == "commit":
        return Text(en=f"The history holds {counted(fact.commits, 'commits')}", zh=f"历史中有 {fact.commits} 次提交")
    place = where_it_stands(fact)
    if fact.kind == "large-blob" and fact.past:
        return Text(
            en=f"Only earlier commits hold {place.en}, a large file", zh=f"大文件 {place.zh} 只存在于较早的提交中"
        )
    called = noun(fact.kind, {name: getattr(fact, name) for name in NAMING.get(fact.kind, ())})
    field = DETAIL.get(fact.kind)
    detail = str(getattr(fact, field))[:_SHOWN] if field else ""
    if detail and detail not in called.one:
        return Text(en=f"{place.en} is {called.one} ({detail})", zh=f"{place.zh} 是{spaced(called.zh)}（{detail}）")
    return Text(en=f"{place.en} is {called.one}", zh=f"{place.zh} 是{spaced(called.zh)}")


def where_it_stands(fact: Any) -> Text:
    """Name the place of a fact."""
    place = str(fact.at)
    return Text(en=place or "the repository", zh=place or "代码仓库")


def _activity(fact: Any, *, origin: bool) -> Text:
    """Say `On a change of code, ci.yml:31 trains a model at src/train.py:88 (scikit-learn)`."""
    place = str(fact.at)
    first = str(fact.chain[0]) if fact.chain else place
    via = f" at {place}" if first != place else ""
    zh_via = f" 在 {place} " if first != place else " "
    verb, zh_verb = ACTIVITIES[fact.activity]
    en, zh = f"{first} {verb}{via} ({fact.technology})", f"{first}{zh_via}{zh_verb}（{fact.technology}）"
    if not origin or fact.root not in ROOTS:
        return Text(en=en, zh=zh)
    when, zh_when = ROOTS[fact.root]
    return Text(en=f"{when[0].upper()}{when[1:]}, {en}", zh=f"{zh_when}，{zh}")
