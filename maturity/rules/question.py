"""Say in words what a rule asks of a project."""

from typing import assert_never

from maturity.model.rule import AllOf, AnyOf, Ask, Every, Links, Never, Share, Some, Text, Where
from maturity.rules.phrases import description, predicate, spaced


def question(ask: Ask) -> Text:
    """Say what an ask wants: `there is a program that trains a model`."""
    match ask:
        case Some(some=kind, where=where, at_least=least):
            sought = description(kind, where)
            if least == 1:
                return Text(en=f"there is {sought.en}", zh=f"存在{spaced(sought.zh)}")
            return Text(en=f"there are at least {least} of: {sought.en}", zh=f"至少存在 {least} 处：{sought.zh}")
        case Never(none=kind, where=where):
            sought = description(kind, where, article=False)
            return Text(en=f"there is no {sought.en}", zh=f"不存在{spaced(sought.zh)}")
        case Every(every=kind, where=where, expect=expect):
            sought, wanted = description(kind, where), _expected(kind, expect)
            return Text(en=f"of every one it is true: {sought.en} {wanted.en}", zh=f"每一处{sought.zh}都{wanted.zh}")
        case Share(share=kind, where=where, expect=expect, at_least=ratio):
            sought, wanted = description(kind, where), _expected(kind, expect)
            return Text(
                en=f"of at least {ratio:.0%} it is true: {sought.en} {wanted.en}",
                zh=f"至少 {ratio:.0%} 的{sought.zh}{wanted.zh}",
            )
        case Links(links=kind, where=where, to=to, matching=matching):
            sought, partner = description(kind, where), description(to, matching)
            return Text(
                en=f"every time, {sought.en} leads to {partner.en}", zh=f"每一处{sought.zh}都对应到{partner.zh}"
            )
        case AllOf(all_of=parts):
            return _joined([question(part) for part in parts], ", and ", "，并且")
        case AnyOf(any_of=parts):
            return _joined([question(part) for part in parts], ", or ", "，或者")
        case _:
            assert_never(ask)


def _expected(kind: str, expect: Where) -> Text:
    wanted = [predicate(kind, name, expected) for name, expected in expect.items()]
    return _joined(wanted, " and ", "且")


def _joined(parts: list[Text], en: str, zh: str) -> Text:
    return Text(en=en.join(part.en for part in parts), zh=zh.join(part.zh for part in parts))
