"""`maturity rules`: list the rules, explain one, or judge the examples that rules come with."""

import argparse
import json
from pathlib import Path
from typing import NamedTuple

from maturity.commands import Outcome, Terminal
from maturity.commands.screen import drawn, open_catalog
from maturity.errors import UsageError
from maturity.model.rule import Example, Rule, Text
from maturity.model.value import Value
from maturity.render.columns import pad, width, wrap
from maturity.render.display import displayable
from maturity.render.style import Language
from maturity.render.words import words
from maturity.resources import folder
from maturity.rules.load import RULES, load_catalog, read_folder
from maturity.rules.question import question
from maturity.rules.test import FactsOf, run_examples
from maturity.rules.validate import suggest

NOT_MET = 1
"""The exit code when a rule does not say of an example what its author claims."""

_COLUMNS = 100
_LONGEST = 2_000


class _Labels(NamedTuple):
    """What stands before the parts of a rule."""

    why: str
    asks: str
    applies: str
    fix: str
    carrier: str
    references: str
    passes: str
    fails: str
    total: str
    met: str
    unmet: str


_LABELS: dict[Language, _Labels] = {
    "en": _Labels(
        "Why",
        "Asks",
        "Applies where",
        "To do",
        "Carrier",
        "References",
        "Passes",
        "Fails",
        "{count} rules, {required} required",
        "{count} examples, all as claimed",
        "{rule}: example {example!r} should {wanted}, got {got}: {summary}",
    ),
    "zh": _Labels(
        "理由",
        "要求",
        "适用条件",
        "改进",
        "载体",
        "依据",
        "通过示例",
        "未通过示例",
        "{count} 条规则，其中 {required} 条必需",
        "{count} 个示例全部符合",
        "{rule}：示例 {example!r} 应为 {wanted}，实为 {got}：{summary}",
    ),
}


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Browse, list, explain or test."""
    if arguments.action is None:
        return drawn(arguments, terminal, _act, open_catalog)
    return _act(arguments, terminal)


def _act(arguments: argparse.Namespace, _: Terminal) -> Outcome:
    match arguments.action:
        case "list" | None:
            rules = load_catalog(folder("checks"), arguments.rules).rules
            chosen = select(rules, getattr(arguments, "principle", None), getattr(arguments, "level", None))
            return Outcome(table(chosen, arguments.lang))
        case "show":
            return Outcome(
                explain(find(load_catalog(folder("checks"), arguments.rules).rules, arguments.id), arguments.lang)
            )
        case _:
            from maturity.commands.examples import collector  # only this action needs the evidence room

            return check(
                arguments.folder or folder("checks") / RULES,
                collector(arguments.technologies, arguments.plugins or ()),
                arguments.lang,
            )


def select(rules: tuple[Rule, ...], principle: str | None, level: int | None) -> tuple[Rule, ...]:
    """Keep the rules of a principle and of a level, where one is given."""
    return tuple(rule for rule in rules if principle in (None, rule.principle) and level in (None, rule.level))


def find(rules: tuple[Rule, ...], identifier: str) -> Rule:
    """Return the rule of an id; UsageError names the nearest one."""
    for rule in rules:
        if rule.id == identifier:
            return rule
    hint = suggest(identifier, [rule.id for rule in rules]) or "; see: maturity rules list"
    raise UsageError(f"there is no rule {identifier!r}{hint}")


def table(rules: tuple[Rule, ...], language: Language) -> str:
    """Return one line per rule: id, level, required, principle, title."""
    named = words(language)
    rows = [
        (
            rule.id,
            str(rule.level),
            named.required if rule.required else named.recommended,
            rule.principle,
            displayable(_text(rule.title, language)),
        )
        for rule in rules
    ]
    widths = [max((width(row[column]) for row in rows), default=0) for column in range(4)]
    lines = ["  ".join([*map(pad, row[:4], widths), row[4]]) for row in rows]
    required = sum(rule.required for rule in rules)
    return "\n".join([*lines, "", _LABELS[language].total.format(count=len(rules), required=required), ""])


def explain(rule: Rule, language: Language) -> str:
    """Return everything that a rule says, for a person to read."""
    named, labels = words(language), _LABELS[language]
    flags = (
        named.level_short.format(level=rule.level),
        named.required if rule.required else named.recommended,
        rule.principle,
        named.efforts[rule.effort],
    )
    parts = [
        (labels.why, _text(rule.why, language)),
        (labels.asks, _text(question(rule.ask), language)),
        *([(labels.applies, _text(question(rule.applies), language))] if rule.applies is not None else []),
        (labels.fix, _text(rule.fix, language)),
        (labels.carrier, rule.carrier),
        (labels.references, ", ".join(rule.references)),
    ]
    lines = [f"{rule.id} ({', '.join(flags)})", displayable(_text(rule.title, language)), ""]
    for label, said in parts:
        lines += [label, *(f"  {line}" for line in wrap(displayable(said, _LONGEST), _COLUMNS - 2)), ""]
    for label, examples in ((labels.passes, rule.examples.passing), (labels.fails, rule.examples.failing)):
        for example in examples:
            lines += [f"{label}: {displayable(example.name)}", *_files(example), ""]
    return "\n".join(lines)


def check(rules: Path, facts_of: FactsOf, language: Language) -> Outcome:
    """Judge the examples of a folder of rules; the exit code tells whether each is as its author claims."""
    labels, wrong, count = _LABELS[language], [], 0
    for result in run_examples((file.rule for file in read_folder(rules)), facts_of):
        count += 1
        if not result.met:
            wrong.append(
                labels.unmet.format(
                    rule=result.rule,
                    example=result.example,
                    wanted=result.wanted,
                    got=result.got,
                    summary=displayable(_text(result.finding.summary, language)),
                )
            )
    if wrong:
        return Outcome("\n".join([*wrong, ""]), NOT_MET)
    return Outcome(labels.met.format(count=count) + "\n")


def _files(example: Example) -> list[str]:
    lines = []
    for path, content in example.files.items():
        lines.append(f"  {displayable(path)}")
        lines += [f"    {displayable(line)}".rstrip() for line in content.expandtabs(4).splitlines()]
    if example.mlflow is not None:
        lines += ["  MLflow", *_written(example.mlflow)]
    if example.dvc is not None:
        lines += ["  DVC", *_written(example.dvc)]
    return lines


def _written(source: Value) -> list[str]:
    """Return what an example pretends of a live source, as far as its author wrote it, line by line."""
    held = json.dumps(source.model_dump(mode="json", exclude_unset=True), indent=2, ensure_ascii=False)
    return [f"    {displayable(line)}" for line in held.splitlines()]


def _text(text: Text, language: Language) -> str:
    return text.zh if language == "zh" else text.en
