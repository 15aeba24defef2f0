"""Phrases about facts and about what an ask looks for, in each language."""

import re
from collections.abc import Iterable
from typing import Any

from maturity.model.rule import Condition, Expected, Text, Where
from maturity.rules.predicates import COUNTS, FLAGS, LABELS, LISTS, PRESENCE, SECTIONS, VERBS
from maturity.rules.vocabulary import ACTIVITIES, KINDS, NAMING, ROOTS, VALUES
from maturity.rules.wording import Noun, Predicate

_ARTICLES = re.compile(r"(^|(?<=, )|(?<= or ))an? ")

_MANY_ROOTS = 4
"""From here on, naming the origins says less than leaving them out."""


def noun(kind: str, where: Where) -> Noun:
    """Name what an ask looks for: `a model card or a data card`."""
    for name in NAMING.get(kind, ()):
        known = VALUES.get((kind, name))
        wanted = values(where[name]) if name in where else []
        if known and wanted and all(value in known for value in wanted):
            found = [known[str(value)] for value in wanted]
            return Noun(*(either(part).en for part in zip(*found, strict=True)))._replace(
                zh=either([one.zh for one in found]).zh
            )
        if wanted and known is None and kind == "tool-config":
            tools = either([str(value) for value in wanted])
            article = "an" if tools.en.startswith(("a", "e", "i", "o")) else "a"
            return Noun(f"{article} {tools.en} configuration", f"{tools.en} configurations", f"{tools.zh} 配置")
    return KINDS[kind]


def description(kind: str, where: Where, *, article: bool = True) -> Text:
    """Describe what an ask looks for: `an online service that answers with a model`."""
    said = predicates(kind, where)
    called = noun(kind, where)
    if not article:
        called = called._replace(one=_ARTICLES.sub("", called.one))
    if kind == "activity":
        said.insert(0, deed(where))
    if not said:
        return Text(en=called.one, zh=called.zh)
    return Text(
        en=f"{called.one} that {' and '.join(part.en for part in said)}",
        zh=f"{'且'.join(part.zh for part in said)}的{spaced(called.zh)}",
    )


def predicates(kind: str, where: Where) -> list[Text]:
    """Say what is asked beside what the noun or the verb says; that tests do not count goes without saying."""
    silent = {"activity", "root", *([] if where.get("tested") else ["tested"])} if kind == "activity" else set()
    silent |= {*NAMING.get(kind, ())}
    return [predicate(kind, name, expected) for name, expected in where.items() if name not in silent]


def deed(where: Where) -> Text:
    """Say what programs do, and when: `trains a model on a change of code`."""
    verbs = values(where.get("activity", ()))
    known = [ACTIVITIES[verb] for verb in ACTIVITIES if verb in verbs] or [("does something", "执行某项活动")]
    when = origins(where["root"]) if "root" in where else None
    doing = Text(en=either([one[0] for one in known]).en, zh=either([one[1] for one in known]).zh)
    return Text(en=f"{doing.en} {when.en}", zh=f"{when.zh}{doing.zh}") if when else doing


def origins(expected: Expected) -> Text | None:
    """Say when something has to start; None where almost any origin will do."""
    wanted = values(expected)
    roots = [ROOTS[str(value)] for value in wanted if value in ROOTS]
    if len(roots) >= _MANY_ROOTS and "entry" not in wanted:
        return Text(en="in CI, on a schedule or on an event", zh="在 CI 中、按计划或由事件触发时")
    if not roots or len(roots) >= _MANY_ROOTS:
        return None
    return Text(en=either([root[0] for root in roots]).en, zh=either([root[1] for root in roots]).zh)


def predicate(kind: str, name: str, expected: Expected) -> Text:
    """Say what is asked of one field, of a subject that goes before."""
    key = (kind, name)
    if key in FLAGS and isinstance(expected, bool):
        return _told(FLAGS[key], yes=expected)
    if key in PRESENCE and isinstance(expected, Condition) and expected.exists is not None:
        return _told(PRESENCE[key], yes=expected.exists)
    if key in COUNTS:
        return _count(expected, *COUNTS[key])
    if key in LISTS:
        return _covers(LISTS[key], expected)
    if name == "root":
        when = origins(expected) or Text(en="on its own", zh="自行")
        return Text(en=f"starts {when.en}", zh=f"{when.zh}启动")
    if key == ("activity", "beside"):
        also = deed({"activity": tuple(values(expected))})
        return Text(en=f"also {also.en}", zh=f"同时{also.zh}")
    wanted = either([str(value) for value in values(expected)])
    if key in VERBS:
        en, zh = VERBS[key]
        return Text(en=f"{en} {wanted.en}", zh=f"{zh} {wanted.zh}")
    label = name.replace("_", " ")
    return Text(en=f"has the {label} {wanted.en}", zh=f"{LABELS.get(name, label)}为 {wanted.zh}")


def values(expected: Expected) -> list[Any]:
    """Return the values that an expectation names."""
    if isinstance(expected, tuple):
        return list(expected)
    if not isinstance(expected, Condition):
        return [expected]
    named: list[Any] = [*(expected.has_all or ()), *(expected.has_any or ())]
    return [*(one for one in (expected.eq, expected.has) if one is not None), *named]


def either(parts: Iterable[str]) -> Text:
    """Join alternatives."""
    return _join(list(parts), " or ", "或")


def both(parts: Iterable[str]) -> Text:
    """Join what has to be there together."""
    return _join(list(parts), " and ", "和")


def sections(names: Iterable[Any]) -> tuple[list[str], list[str]]:
    """Name what documents cover, in each language."""
    known = [SECTIONS.get(str(name), (str(name), str(name))) for name in names]
    return [one[0] for one in known], [one[1] for one in known]


def spaced(text: str) -> str:
    """Return what follows a Chinese character, with a blank where it begins with a Latin letter."""
    return f" {text}" if text[:1].isascii() else text


def _told(words: Predicate, *, yes: bool) -> Text:
    return Text(en=words.yes if yes else words.no, zh=words.zh_yes if yes else words.zh_no)


def _count(expected: Expected, en: str, measure: str, zh: str) -> Text:
    if not isinstance(expected, Condition):
        wanted = either([str(value) for value in values(expected)])
        return Text(en=f"has {wanted.en} {en}", zh=f"有 {wanted.zh} {measure}{zh}")
    if expected.gt == 0 or expected.ge == 1:
        return Text(en=f"has {en}", zh=f"有{zh}")
    for bound, before, zh_before in (
        (expected.ge, "at least", "至少"),
        (expected.gt, "more than", "多于"),
        (expected.le, "at most", "至多"),
        (expected.lt, "fewer than", "少于"),
    ):
        if bound is not None:
            return Text(en=f"has {before} {bound:g} {en}", zh=f"有{zh_before} {bound:g} {measure}{zh}")
    return Text(en=f"has another number of {en}", zh=f"{zh}数目不同")


def _covers(words: Predicate, expected: Expected) -> Text:
    """Say which members a list has to have: all of some, and one of others."""
    if not isinstance(expected, Condition):
        en, zh = sections(values(expected))
        return Text(en=f"{words.yes} {either(en).en}", zh=f"{words.zh_yes}{either(zh).zh}")
    needed_en, needed_zh = sections([*((expected.has,) if expected.has is not None else ()), *(expected.has_all or ())])
    if expected.has_any:
        en, zh = sections(expected.has_any)
        needed_en.append(either(en).en)
        needed_zh.append(either(zh).zh)
    return Text(en=f"{words.yes} {both(needed_en).en}", zh=f"{words.zh_yes}{both(needed_zh).zh}")


def _join(parts: list[str], en: str, zh: str) -> Text:
    head, last = parts[:-1], parts[-1] if parts else ""
    if not head:
        return Text(en=last, zh=last)
    return Text(en=f"{', '.join(head)}{en}{last}", zh=f"{'、'.join(head)}{zh}{last}")
