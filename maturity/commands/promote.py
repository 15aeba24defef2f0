"""`maturity promote`: let a registered version take an alias, if it has what it has to have."""

import argparse
import hashlib
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter
from typing import NamedTuple

from maturity.assess import conclude, examine
from maturity.commands import Outcome, Terminal
from maturity.commands.asking import request_of
from maturity.configuration.effects import profiled
from maturity.errors import SourceError, Unreadable, UsageError
from maturity.live import Live
from maturity.model.promotion import Promotion, Result
from maturity.model.tracking import RawVersion
from maturity.promotion import Candidate, tags
from maturity.render.json import document
from maturity.render.promotion import text
from maturity.render.style import Style
from maturity.request import Request
from maturity.resources import folder
from maturity.rules.load import load_catalog
from maturity.sources import mlflow
from maturity.sources.git.target import open_target
from maturity.sources.mlflow import naming
from maturity.sources.mlflow.address import Server, parse
from maturity.sources.mlflow.aliasing import Alias, Overtaken

NOT_PROMOTED = 1
"""The exit code when something that is required is missing, or somebody else moved the alias."""


class _Found(NamedTuple):
    """What was found out about the version."""

    promotion: Promotion
    content: bytes
    """The assessment as it is written."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Judge the version; write only if nothing is missing, and nobody else moved the alias meanwhile."""
    now = datetime.now(UTC)
    request = request_of(arguments)
    live = Live.of(request.operator)
    server = _server(live.mlflow)
    named = naming.parse(arguments.model)
    version, commit = _registered(named, live, now, terminal)
    try:
        with closing(Alias(server, live.environment, named.model, arguments.alias)) as alias:
            previous = alias.version()
        found = _judged(arguments, request, (named.model, version, previous), commit, now, terminal)
        promotion = found.promotion
        if promotion.outcome == "promoted":
            terminal.progress("moving the alias")
            # Judging may take longer than one connection is given.
            with closing(Alias(server, live.environment, named.model, arguments.alias)) as alias:
                alias.move(version.version, expected=previous, tags=promotion.tags)
    except Overtaken as error:
        return Outcome("", NOT_PROMOTED, (f"{server.shown}: {error}; look at it, and promote again",))
    except Unreadable as error:
        raise SourceError(f"{server.shown}: {error}") from None
    style = Style(language=arguments.lang, colour=terminal.colour)
    said = document(promotion) if arguments.format == "json" else text(promotion, style)
    kept = ((arguments.export, found.content),) if arguments.export is not None else ()
    return Outcome(said, NOT_PROMOTED if promotion.outcome == "not-promoted" else 0, files=kept)


def _server(uri: str | None) -> Server:
    if uri is None:
        raise UsageError("promote: name the tracking server that has the model with --mlflow URI")
    address = parse(uri)
    if not isinstance(address, Server):
        raise UsageError(f"promote: {address.shown}: only a tracking server is written to; use http(s)://HOST")
    return address


def _registered(
    named: naming.Reference, live: Live, now: datetime, terminal: Terminal
) -> tuple[RawVersion, str | None]:
    """Return the version that is meant, and the commit that its run recorded.

    Raises:
        UsageError: there is no such version.
        SourceError: the server cannot be read.
    """
    assert live.mlflow is not None
    terminal.progress("reading the registry")
    wanted = live.looking_at(f"{named.model}/{named.version}" if named.version else "")
    settings = naming.serving(named, wanted.settings)
    try:
        raw = mlflow.read(live.mlflow, settings, now=now, progress=terminal.progress, environment=live.environment)
    except Unreadable as error:
        raise SourceError(f"{parse(live.mlflow).shown}: {error}") from None
    _, version = naming.version_of(named, raw.models)
    run = next((one for one in raw.runs if one.id == version.run and not one.deleted), None)
    return version, run.tags.get(live.settings.commit_tag) if run else None


def _judged(
    arguments: argparse.Namespace,
    request: Request,
    named: tuple[str, RawVersion, str],
    recorded: str | None,
    now: datetime,
    terminal: Terminal,
) -> _Found:
    """Judge the repository at the commit of the run, and the version as if it served."""
    model, version, previous = named
    commit, policy = _commit(request, recorded)
    begun = perf_counter()
    asked = _asked(request, f"{model}/{version.version}", commit, policy)
    catalog = load_catalog(folder("checks"), asked.rules, asked.technologies)
    examined = examine(asked, now=now, progress=terminal.progress)
    assessment = conclude(catalog, examined, now, begun, terminal.progress)
    content = document(assessment).encode()
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    candidate = Candidate(
        model, version.version, examined.facts, examined.gaps, assessment, at_commit=commit is not None
    )
    rules = profiled(catalog.rules, examined.agreed.configured)
    requirements = tuple(candidate.requirements(arguments.require, arguments.level, rules))
    written = tags(
        actor=arguments.actor,
        reason=arguments.reason,
        alias=arguments.alias,
        previous=previous,
        assessment=digest,
        now=now,
    )
    promotion = Promotion(
        model=model,
        version=version.version,
        alias=arguments.alias,
        previous=previous,
        commit=commit or "",
        assessment=digest,
        requirements=requirements,
        tags=written,
        outcome="promoted",
    )
    return _Found(promotion.model_copy(update={"outcome": _outcome(promotion, dry=arguments.dry_run)}), content)


def _outcome(promotion: Promotion, *, dry: bool) -> Result:
    """Say what is to be done."""
    if not all(one.met for one in promotion.requirements):
        return "not-promoted"
    if promotion.previous == promotion.version:
        return "already"
    return "dry-run" if dry else "promoted"


def _commit(request: Request, recorded: str | None) -> tuple[str | None, str]:
    """Return the commit as the repository knows it, and the one whose policy holds: where the repository stands now."""
    with open_target(request.target, whole=True) as snapshot:
        if snapshot.revisions is None:
            return None, ""
        found = snapshot.revisions.find([recorded]) if recorded else {}
        return found.get(recorded or ""), snapshot.revisions.head or ""


def _asked(request: Request, candidate: str, commit: str | None, policy: str) -> Request:
    return replace(request, candidate=candidate, revision=commit or "", policy_from=policy, policy_needed=True)
