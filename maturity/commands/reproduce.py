"""`maturity reproduce`: run the commit behind a registered version again, and record what came of it."""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from maturity.commands import Outcome, Terminal
from maturity.commands.asking import options
from maturity.configuration.files import user_layer
from maturity.configuration.layers import resolve
from maturity.counted import counted
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
    if arguments.key is not None:
        _signature(b"", arguments.key)  # that a key cannot be used is better known before the work than after it
    with _logged(arguments.log) as log:
        return _rerun(_plan(arguments, named, named.mlflow, log), arguments, terminal)


def _plan(arguments: argparse.Namespace, named: Live, mlflow: str, log: Path) -> Plan:
    return Plan(
        reference=naming.parse(arguments.model),
        target=arguments.target,
        mlflow=mlflow,
        dvc_remote=named.dvc_remote,
        command=arguments.command,
        python=arguments.python,
        metrics=tuple(arguments.metric or ()),
        tolerance=arguments.tolerance,
        log=log,
        seconds=arguments.timeout,
        network=arguments.network,
        settings=named.settings,
        surroundings=named.environment,
    )


def _rerun(plan: Plan, arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    def consent(what: str) -> bool:
        terminal.tell(what)
        terminal.tell(f"what the commands say goes to {plan.log}")
        return arguments.yes or (terminal.ask is not None and terminal.ask("go on?"))

    try:
        record = rerun(plan, consent=consent, progress=terminal.progress)
    except Failed as error:
        return Outcome("", NOT_REPRODUCED, (str(error),))
    return Outcome(
        document(_sealed(record, arguments.key)), 0 if record.reproduced else NOT_REPRODUCED, (_summary(record),)
    )


def _sealed(record: Record, key: Path | None) -> Record:
    """Return the record with its digest, signed where there is a key."""
    seal = Seal(sha256=digest(record))
    if key is not None:
        made = _signature(content(record), key)
        seal = Seal(sha256=seal.sha256, keyid=made["keyid"], signature=made["sig"])
    return record.model_copy(update={"seal": seal})


def _signature(payload: bytes, key: Path) -> dict[str, str]:
    from maturity.signing import sign

    signature: dict[str, str] = sign(payload, key, KIND)["signatures"][0]
    return signature


@contextmanager
def _logged(chosen: Path | None) -> Iterator[Path]:
    """Yield where the commands speak to; a file of ours to which nothing was said is removed."""
    if chosen is not None:
        yield chosen
        return
    handle, name = tempfile.mkstemp(prefix="maturity-reproduce-", suffix=".log")
    os.close(handle)
    log = Path(name)
    try:
        yield log
    finally:
        if not log.stat().st_size:
            log.unlink()


def _summary(record: Record) -> str:
    name = f"{record.model}/{record.version}"
    if not record.metrics:
        return f"{name}: not reproduced: the run recorded no metric that can be compared"
    wrong = [metric for metric in record.metrics if not metric.within]
    if not wrong:
        return f"{name}: reproduced, {counted(len(record.metrics), 'metrics')} within {record.tolerance:g}"
    first = wrong[0]
    gave = "no such metric" if first.rerun is None else f"{first.rerun:g}"
    return f"{name}: not reproduced: {first.name} was {first.recorded:g}, the re-run gave {gave}"
