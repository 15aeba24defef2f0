"""The command line: verbs and flags. It loads nothing but argparse, so that `--help` is there at once."""

import argparse
from pathlib import Path
from typing import Any, NoReturn

from maturity import __version__
from maturity.commands.card_arguments import add_card
from maturity.commands.gate_arguments import add_gate
from maturity.commands.live_arguments import add_live, add_reproduce
from maturity.commands.new_arguments import add_new
from maturity.commands.options import (
    add_configuration,
    add_display,
    add_framework_folder,
    add_plugins,
    add_project,
    add_rule_folder,
    add_technology_folder,
)
from maturity.commands.promote_arguments import add_promote
from maturity.commands.screen_arguments import add_scan_screen, add_screen
from maturity.commands.statement_arguments import add_attest, add_verify
from maturity.errors import UsageError
from maturity.plugins.formats import OrForeign
from maturity.render import FORMATS
from maturity.render.style import EDITIONS, VARIANTS

VERBS = {
    "scan": "maturity.commands.scan",
    "explain": "maturity.commands.explain",
    "gate": "maturity.commands.gate",
    "init": "maturity.commands.init",
    "config": "maturity.commands.config",
    "rules": "maturity.commands.rules",
    "report": "maturity.commands.report",
    "diff": "maturity.commands.diff",
    "reproduce": "maturity.commands.reproduce",
    "promote": "maturity.commands.promote",
    "frameworks": "maturity.commands.frameworks",
    "attest": "maturity.commands.attest",
    "verify": "maturity.commands.verify",
    "show": "maturity.commands.show",
    "new": "maturity.commands.new",
    "card": "maturity.commands.card",
}
"""The module of each verb."""

SOURCE_UNREADABLE = 3
"""The exit code when a source that was given could not be read; what could be told is written all the same."""

EXIT_CODES = {
    0: "done; for a gate: the level is reached",
    1: "a gate or a rule's example is not met; a statement does not hold; a model is not reproduced or promoted",
    2: "wrong usage or bad input: one line says which",
    SOURCE_UNREADABLE: "a source that was given could not be read; the report is still written",
    4: "our own fault",
    130: "interrupted",
    143: "terminated",
}


class _Parser(argparse.ArgumentParser):
    """An argument parser that explains a fault in one line and suggests the nearest choice."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see {self.prog} --help")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        import difflib  # only a mistake pays for it

        known = [str(choice) for choice in action.choices]
        near = difflib.get_close_matches(str(value).lower(), known, n=1, cutoff=0.5)
        name = "/".join(action.option_strings) or action.metavar or action.dest
        remedy = f"did you mean {near[0]!r}?" if near else f"choose from {', '.join(known)}"
        raise UsageError(f"{name}: there is no {value!r}; {remedy}")


def parse(words: list[str]) -> argparse.Namespace:
    """Read a command line; it raises UsageError, or SystemExit after --help and --version."""
    return build_parser().parse_args(words)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with every verb."""
    parser = _Parser(
        prog="maturity",
        description="Prove how far an ML project has come, with places one can open, and what to do next.",
        epilog="exit codes:\n" + "\n".join(f"  {code:<4} {meaning}" for code, meaning in EXIT_CODES.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"maturity {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _add_scan(verbs)
    _add_gate(verbs)
    _add_init(verbs)
    _add_config(verbs)
    _add_explain(verbs)
    _add_rules(verbs)
    _add_report(verbs)
    _add_diff(verbs)
    _add_reproduce(verbs)
    _add_promote(verbs)
    _add_frameworks(verbs)
    add_attest(_verb(verbs, "attest", "state what an assessment found, signed for others"))
    add_verify(_verb(verbs, "verify", "check such a statement: form, signature, digests"))
    _add_show(verbs)
    add_new(_verb(verbs, "new", "start a project from one that reaches level 3"))
    add_card(_verb(verbs, "card", "the model card of a registered version"))
    return parser


def _verb(verbs: "argparse._SubParsersAction[_Parser]", name: str, about: str) -> "_Parser":
    return verbs.add_parser(name, help=about, allow_abbrev=False)


def _add_scan(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    scan = verbs.add_parser("scan", help="tell the level of a project, why, and what to do next", allow_abbrev=False)
    scan.add_argument("target", metavar="PATH|GIT-URL", nargs="?", default=".", help="what to scan (default: .)")
    _add_form(scan)
    part = scan.add_mutually_exclusive_group()
    add_project(part)
    part.add_argument("--each-project", action="store_true", help="assess every project of a monorepo by itself")
    scan.add_argument("--no-cache", action="store_true", help="read everything anew and keep nothing")
    add_scan_screen(scan)
    add_configuration(scan)
    add_live(scan)
    add_display(scan)


def _add_gate(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    gate = verbs.add_parser("gate", help="fail unless a project reaches what is demanded", allow_abbrev=False)
    add_gate(gate)
    add_live(gate)
    _add_asking(gate)


def _add_init(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    init = verbs.add_parser("init", help="write a commented maturity.toml for a project", allow_abbrev=False)
    init.add_argument("target", metavar="DIR", nargs="?", default=".", help="the project (default: .)")
    _add_asking(init)


def _add_config(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    config = verbs.add_parser("config", help="show the configuration that is in force", allow_abbrev=False)
    actions = config.add_subparsers(dest="action", metavar="ACTION", required=True)
    show = actions.add_parser("show", help="every key, its value, and who set it", allow_abbrev=False)
    show.add_argument("target", metavar="PATH|GIT-URL", nargs="?", default=".", help="for which project (default: .)")
    _add_asking(show)


def _add_asking(parser: argparse.ArgumentParser) -> None:
    """Add what every verb takes that looks at a target."""
    add_project(parser)
    parser.add_argument("--no-cache", action="store_true", help="read everything anew and keep nothing")
    add_configuration(parser)
    add_display(parser)


def _add_explain(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    explain = verbs.add_parser("explain", help="tell why a rule says of a project what it says", allow_abbrev=False)
    explain.add_argument("id", metavar="RULE", help="the rule's id, for example ci-trains")
    explain.add_argument("target", metavar="PATH|GIT-URL", nargs="?", default=".", help="what to look at (default: .)")
    add_project(explain)
    explain.add_argument("--format", choices=("text", "json"), default="text", metavar="F", help="text | json")
    explain.add_argument(
        "--export", type=Path, metavar="FILE", help="also write the facts behind the verdict, to report a wrong one"
    )
    explain.add_argument("--no-cache", action="store_true", help="read everything anew and keep nothing")
    add_configuration(explain)
    add_live(explain)
    add_display(explain)


def _add_rules(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    rules = verbs.add_parser("rules", help="browse, list, explain or test the rules", allow_abbrev=False)
    actions = rules.add_subparsers(dest="action", metavar="ACTION")
    every = actions.add_parser("list", help="every rule by principle and level", allow_abbrev=False)
    show = actions.add_parser("show", help="one rule: what it asks, why, and how to meet it", allow_abbrev=False)
    show.add_argument("id", metavar="ID", help="the rule's id, for example ci-trains")
    test = actions.add_parser("test", help="judge the examples of the rules", allow_abbrev=False)
    test.add_argument("folder", metavar="DIR", nargs="?", type=Path, help="a folder of rules (default: our own)")
    add_technology_folder(test)
    add_plugins(test)
    add_rule_folder(rules)
    add_display(rules)
    rules.add_argument("--no-tui", action="store_true", help="without an action: list, and open no terminal UI")
    # What stands before the action holds unless it stands behind it, too.
    for action in (every, show):
        add_rule_folder(action, repeated=True)
    for action in (every, show, test):
        add_display(action, repeated=True)


def _add_report(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    report = verbs.add_parser("report", help="render a stored assessment, without its sources", allow_abbrev=False)
    report.add_argument("assessment", metavar="ASSESSMENT.json", type=Path, help="what scan --format json wrote")
    report.add_argument("--previous", type=Path, metavar="OLD.json", help="an earlier one: say what changed since")
    _add_form(report)
    add_rule_folder(report)
    add_display(report)


def _add_diff(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    diff = verbs.add_parser(
        "diff", help="tell what changed between two stored assessments, and why", allow_abbrev=False
    )
    diff.add_argument("before", metavar="OLD.json", type=Path, help="what scan --format json wrote")
    diff.add_argument("after", metavar="NEW.json", type=Path, help="what it wrote later")
    forms = ("text", "markdown", "json")
    diff.add_argument("--format", choices=forms, default="text", metavar="F", help=" | ".join(forms))
    diff.add_argument("--output", type=Path, metavar="FILE", help="write to FILE, not to standard output")
    add_display(diff)


def _add_reproduce(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    again = verbs.add_parser(
        "reproduce",
        help="run the commit behind a registered version again, and compare its metrics",
        description="Runs the project's own code with your rights, in a clean clone: only for projects you trust.",
        allow_abbrev=False,
    )
    add_reproduce(again)
    add_display(again)


def _add_promote(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    about = "let a registered version take an alias, if it has what is required: written are tags and alias, or nothing"
    promote = verbs.add_parser("promote", help=about, description=about, allow_abbrev=False)
    add_promote(promote)
    add_project(promote)
    add_configuration(promote)
    add_display(promote)


def _add_show(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    show = verbs.add_parser("show", help="open a stored assessment in the terminal UI", allow_abbrev=False)
    show.add_argument("assessment", metavar="ASSESSMENT.json", type=Path, help="what scan --format json wrote")
    add_screen(show)
    add_rule_folder(show)
    add_display(show)


def _add_frameworks(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    frameworks = verbs.add_parser(
        "frameworks", help="what laws and standards ask, and what shows it", allow_abbrev=False
    )
    actions = frameworks.add_subparsers(dest="action", metavar="ACTION", required=True)
    every = actions.add_parser("list", help="every framework with the number of its items", allow_abbrev=False)
    show = actions.add_parser(
        "show", help="one framework: its items and the rules that speak to them", allow_abbrev=False
    )
    coverage = actions.add_parser("coverage", help="how much of a framework an assessment covers", allow_abbrev=False)
    for action in (show, coverage):
        action.add_argument("id", metavar="NAME", help="the framework's id, for example ml-test-score")
    coverage.add_argument(
        "assessment", metavar="ASSESSMENT.json", type=Path, nargs="?", help="what scan --format json wrote"
    )
    coverage.add_argument(
        "--verbose", action="store_true", help="the rules behind each item, and what is still to show"
    )
    for action, forms in ((show, ("text", "json")), (coverage, ("text", "json", "markdown"))):
        action.add_argument("--format", choices=forms, default="text", metavar="F", help=" | ".join(forms))
        action.add_argument("--output", type=Path, metavar="FILE", help="write to FILE, not to standard output")
    for action in (every, show, coverage):
        add_framework_folder(action)
        add_rule_folder(action)
        add_display(action)


def _add_form(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        choices=OrForeign(FORMATS),
        default="text",
        metavar="F",
        help=" | ".join(FORMATS) + " | PACKAGE:FORMAT of an installed package",
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report to FILE, not to standard output")
    parser.add_argument("--verbose", action="store_true", help="text: every finding with its evidence, not one screen")
    parser.add_argument(
        "--framework", action="append", metavar="NAME", help="add a chapter: text | markdown | html | pdf"
    )
    add_framework_folder(parser)
    parser.add_argument(
        "--edition", choices=EDITIONS, default="audit", metavar="E", help="pdf: management (4 pages) | audit"
    )
    parser.add_argument(
        "--pdf", choices=VARIANTS, default="a-3a", metavar="V", help="pdf: a-3a (archive) | ua-1 (accessible)"
    )
