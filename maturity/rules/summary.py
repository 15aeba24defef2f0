"""Say in one sentence what a rule found, or what it looked for in vain."""

from typing import Any

from maturity.model.raw import Gap
from maturity.model.rule import AllOf, AnyOf, Every, Links, Never, Share, Some, Source, Text, Where
from maturity.rules.answer import Answer, Leaf
from maturity.rules.nearmiss import NearMiss
from maturity.rules.phrases import description, noun, predicate, predicates, spaced
from maturity.rules.places import address, best_first
from maturity.rules.statement import statement, where_it_stands

_SOURCES: dict[Source, tuple[str, str]] = {
    "repo": ("the repository", "代码仓库"),
    "dvc": ("the DVC remote", "DVC 远端"),
    "mlflow": ("the MLflow server", "MLflow 服务器"),
    "lineage": ("MLflow and the DVC remote together", "MLflow 与 DVC 远端"),
}


def summary(given: Answer, near: dict[int, list[NearMiss]]) -> Text:
    """Say what an answer rests on. `near` holds the near misses of each failing ask by its identity."""
    if given.told == "unknown":
        return not_told(given.gap)
    match given.ask:
        case AllOf() | AnyOf():
            return _joined([summary(part, near) for part in given.parts])
        case Some():
            return _some(given, given.ask, near.get(id(given.ask), []))
        case Never():
            return _listed(given) if given.told == "fail" else none_found(given.ask.none, given.ask.where)
        case Every() | Share() | Links() if given.told == "not-applicable":
            return none_found(_kind(given.ask), given.ask.where)
        case Every() | Share():
            return _share(given, given.ask)
        case Links():
            return _links(given, given.ask)


def not_applicable(applies: Answer) -> Text:
    """Say why a rule does not apply."""
    why = summary(applies, {})
    return Text(en=f"Does not apply: {_lower(why.en)}", zh=f"不适用：{why.zh}")


def not_assessed(source: Source) -> Text:
    """Say which source was not given."""
    en, zh = _SOURCES[source]
    return Text(en=f"Not assessed: {en} was not given.", zh=f"未评估：未提供{zh}。")


def not_told(gap: Gap | None) -> Text:
    """Say what could not be looked at."""
    reason = gap.reason if gap is not None else "no reason is known"
    place = f"{gap.path}: " if gap is not None and gap.path else ""
    return Text(en=f"Could not look everywhere: {place}{reason}.", zh=f"无法全部查看：{place}{reason}。")


def none_found(kind: str, where: Where) -> Text:
    """Say what was looked for in vain."""
    sought = description(kind, where, article=False)
    return Text(en=f"No {sought.en} was found.", zh=f"未发现{spaced(sought.zh)}。")


def _some(given: Answer, ask: Some, near: list[NearMiss]) -> Text:
    if given.told == "pass":
        return _listed(given)
    found = len(given.facts)
    if found:
        sought = description(ask.some, ask.where)
        return Text(
            en=f"Found {found} of {ask.at_least}: {sought.en}.",
            zh=f"{sought.zh}：需要 {ask.at_least} 处，只有 {found} 处。",
        )
    return _joined([none_found(ask.some, ask.where), *map(_nearly, near[:1])])


def _nearly(miss: NearMiss) -> Text:
    said = statement(miss.fact, origin=miss.field != "root")
    return Text(en=f"{said.en}, but {miss.reason.en}.", zh=f"{said.zh}，但{miss.reason.zh}。")


def _listed(given: Answer) -> Text:
    """State the best fact and count the other places."""
    best = best_first(given.facts)
    said = _with_predicates(best[0], given.ask)
    more = len({address(fact.at) for fact in best}) - 1
    if not more:
        return Text(en=f"{said.en}.", zh=f"{said.zh}。")
    places = "1 more place" if more == 1 else f"{more} more places"
    return Text(en=f"{said.en}; {places}.", zh=f"{said.zh}；另有 {more} 处。")


def _with_predicates(fact: Any, ask: Any) -> Text:
    """State a fact, with what the ask wants of it; of an activity or a history the statement says enough."""
    said = statement(fact)
    kept = [] if fact.kind in ("activity", "commit") else predicates(fact.kind, ask.where)
    if not kept:
        return said
    return Text(
        en=f"{said.en} that {' and '.join(part.en for part in kept)}",
        zh=f"{said.zh}，{'，'.join(part.zh for part in kept)}",
    )


def _share(given: Answer, ask: Every | Share) -> Text:
    kind = _kind(ask)
    called = noun(kind, ask.where)
    wanted = [predicate(kind, name, expected) for name, expected in ask.expect.items()]
    en, zh = " and ".join(part.en for part in wanted), "且".join(part.zh for part in wanted)
    asked = f" ({ask.at_least:.0%} asked)" if isinstance(ask, Share) else ""
    zh_asked = f"（要求 {ask.at_least:.0%}）" if isinstance(ask, Share) else ""
    said = Text(
        en=f"{given.good} of {given.selected} {called.many} meet this{asked}: it {en}.",
        zh=f"{given.selected} 处{called.zh}中有 {given.good} 处{zh}{zh_asked}。",
    )
    return said if given.told == "pass" else _joined([said, _first_bad(given.facts)])


def _links(given: Answer, ask: Links) -> Text:
    called, partner = noun(ask.links, ask.where), noun(ask.to, ask.matching)
    said = Text(
        en=f"{given.good} of {given.selected} {called.many} lead to {partner.one}.",
        zh=f"{given.selected} 处{called.zh}中有 {given.good} 处可对应到{partner.zh}。",
    )
    return said if given.told == "pass" else _joined([said, _first_bad(given.facts)])


def _first_bad(facts: tuple[Any, ...]) -> Text:
    place = where_it_stands(best_first(facts)[0])
    return Text(en=f"Not so at {place.en}.", zh=f"不符合之处：{place.zh}。")


def _joined(parts: list[Text]) -> Text:
    return Text(en=" ".join(part.en for part in parts), zh="".join(part.zh for part in parts))


def _kind(ask: Leaf) -> str:
    return str(getattr(ask, next(iter(type(ask).model_fields))))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text.startswith(("No ", "A ", "An ")) else text
