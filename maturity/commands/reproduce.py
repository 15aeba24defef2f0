"""`maturity reproduce`: run the commit behind a registered version again, and record what came of it."""

import argparse
import os
import tempfile
from pathlib import Path

from maturity.commands import Outcome, Terminal
from maturity.commands.asking import options
from maturity.configuration.files import user_layer
from maturity.configuration.layers import resolve
from maturity.errors import UsageError
from maturity.live import Live
from maturity.model.reproduction import KIND, Record, Seal, content, digest
from maturity.render.json import document
from maturity.reproduction.rerun import Failed, Plan, rerun
from maturity.sources.mlflow import naming

NOT_REPRODUCED = 1
"""The exit code when the re-run failed, or gave other metrics."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Re-run what was named, once somebody agreed, and return the record as JSON."""
    named = Live.of(resolve(user_layer(), options(arguments)))
    if named.mlflow is None:
        raise UsageError("reproduce: name the tracking server that has the model with --mlflow URI")
    if not arguments.yes and terminal.ask is None:
        raise UsageError("reproduce: runs the project's own code; agree with --yes where nobody can be asked")
    log = arguments.log or _log()
    plan = Plan(
        reference=naming.parse(arguments.model),
        target=arguments.target,
        mlflow=named.mlflow,
        dvc_remote=named.dvc_remote,
        command=arguments.command,
        python=arguments.python,
        metrics=tuple(arguments.metric or ()),
        tolerance=arguments.tolerance,
        log=log,
        seconds=arguments.timeout,
        settings=named.settings,
        surroundings=named.environment,
    )

    def consent(what: str) -> bool:
        terminal.tell(what)
        return arguments.yes or (terminal.ask is not None and terminal.ask("go on?"))

    notes = (f"what the commands said is in {log}",)
    try:
        record = rerun(plan, consent=consent, progress=terminal.progress)
    except Failed as error:
        return Outcome("", NOT_REPRODUCED, (str(error), *notes))
    return Outcome(
        document(_sealed(record, arguments.key)), 0 if record.reproduced else NOT_REPRODUCED, (_summary(record), *notes)
    )


def _sealed(record: Record, key: Path | None) -> Record:
    """Return the record with its digest, signed where there is a key."""
    seal = Seal(sha256=digest(record))
    if key is not None:
        from maturity.signing import sign

        made = sign(content(record), key, KIND)["signatures"][0]
        seal = Seal(sha256=seal.sha256, keyid=made["keyid"], signature=made["sig"])
    return record.model_copy(update={"seal": seal})


def _log() -> Path:
    handle, name = tempfile.mkstemp(prefix="maturity-reproduce-", suffix=".log")
    os.close(handle)
    return Path(name)


def _summary(record: Record) -> str:
    name = f"{record.model}/{record.version}"
    if not record.metrics:
        return f"{name}: not reproduced: the run recorded no metric that can be compared"
    wrong = [metric for metric in record.metrics if not metric.within]
    if not wrong:
        return f"{name}: reproduced, {len(record.metrics)} metrics within {record.tolerance:g}"
    first = wrong[0]
    gave = "no such metric" if first.rerun is None else f"{first.rerun:g}"
    return f"{name}: not reproduced: {first.name} was {first.recorded:g}, the re-run gave {gave}"
