"""`maturity gate`: hold a project against a policy; the exit code says whether it passes."""

import argparse
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from maturity import stored
from maturity.assess import assess
from maturity.commands import Outcome, Terminal
from maturity.commands.arguments import SOURCE_UNREADABLE
from maturity.commands.asking import options, request_of, target_branch
from maturity.configuration.effects import policy
from maturity.configuration.layers import OWN_FILE, in_force, resolve
from maturity.errors import UsageError
from maturity.gate import judge
from maturity.model.assessment import Assessment
from maturity.model.framework import Framework
from maturity.model.policy import Policy, Verdict
from maturity.render import render
from maturity.render.annotations import annotations
from maturity.render.json import document
from maturity.render.style import Style
from maturity.render.verdict import in_the_way, verdict_markdown, verdict_text
from maturity.request import Request
from maturity.resources import folder
from maturity.rules.framework_demands import names
from maturity.rules.frameworks import load_framework
from maturity.rules.load import load_catalog

NOT_REACHED = 1
REVISION = "git:"
"""Before a baseline that is a revision of the same repository."""
HERE = "here"
"""The policy that lies beside what is judged, whatever CI says of a target branch."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Assess, hold against the policy, and say so; reports of the same assessment are written beside."""
    now = datetime.now(UTC)
    if arguments.assessment is not None:
        assessment, asked = stored.load(arguments.assessment), None
        configured = resolve(in_force(assessment.configuration), options(arguments))
    else:
        asked = _request(arguments)
        assessment = assess(asked, now=now, progress=terminal.progress)
        configured = resolve(in_force(assessment.configuration))
    demanded = policy(configured, environment=arguments.environment, criticality=arguments.criticality)
    baseline = _baseline(arguments.baseline, asked, now, terminal.progress)
    if demanded == Policy(waivers=demanded.waivers) and baseline is None:
        raise UsageError(f"nothing is demanded; {_remedy(arguments.target)}")
    rules = asked.rules if asked is not None else arguments.rules
    verdict = judge(assessment, demanded, baseline, _frameworks(demanded, rules, arguments.frameworks))
    style = Style(language=arguments.lang, colour=terminal.colour)
    return Outcome(
        _shown(arguments.format, verdict, assessment, style),
        _code(verdict),
        tuple(f"{source.uri}: {source.detail}" for source in assessment.sources if source.state == "unreadable"),
        files=tuple((path, render(form, assessment, style)) for form, path in arguments.report),
    )


def _remedy(target: str) -> str:
    if Path(target, OWN_FILE).is_file():
        return f"set gate.level in {OWN_FILE}; `git add {OWN_FILE}` if git does not know it yet"
    return f"give --level N or --baseline FILE, or set gate.level in {OWN_FILE}: `maturity init` writes one"


def _request(arguments: argparse.Namespace) -> Request:
    branch = arguments.policy_from if arguments.policy_from is not None else target_branch(os.environ)
    return replace(request_of(arguments), policy_from="" if branch == HERE else branch, policy_needed=True)


def _baseline(
    named: str | None, asked: Request | None, now: datetime, progress: Callable[[str], None]
) -> Assessment | None:
    """Load what was reached before, or assess it: a revision is judged by today's rules."""
    if named is None:
        return None
    if not named.startswith(REVISION):
        return stored.load(Path(named))
    if asked is None:
        raise UsageError(f"--baseline {named}: a stored assessment has no revisions; name the file of an older one")
    return assess(replace(asked, revision=named.removeprefix(REVISION)), now=now, progress=progress)


def _frameworks(demanded: Policy, rules: Path | None, extra: Path | None) -> dict[str, Framework]:
    """Load the frameworks that are demanded, and no other."""
    named = tuple(names(demanded.frameworks))
    if not named:
        return {}
    checks = folder("checks")
    known = {rule.id for rule in load_catalog(checks, rules).rules}
    return {name: load_framework(name, checks, known, extra) for name in named}


def _code(verdict: Verdict) -> int:
    if verdict.reached:
        return 0
    return SOURCE_UNREADABLE if verdict.unreadable else NOT_REACHED


def _shown(form: str, verdict: Verdict, assessment: Assessment, style: Style) -> str:
    match form:
        case "json":
            return document(verdict)
        case "markdown":
            return verdict_markdown(verdict, assessment, style)
        case "github":
            return verdict_text(verdict, assessment, style) + annotations(
                in_the_way(verdict, assessment), style.language
            )
        case _:
            return verdict_text(verdict, assessment, style)
