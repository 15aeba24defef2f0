"""`maturity card`: the model card of a registered version; whether it is complete and true; and its questions."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from maturity.cards import asking, assessed, data, drift, human
from maturity.cards.making import Asked, Made, make
from maturity.cards.written import Altered, read
from maturity.commands import Outcome, Terminal
from maturity.commands.asking import options
from maturity.commands.card_arguments import WORDS
from maturity.configuration.files import user_layer
from maturity.configuration.layers import resolve
from maturity.errors import SourceError, Unreadable, UsageError
from maturity.live import Live
from maturity.model.card import Card, Subject
from maturity.render.cards import render
from maturity.render.cards.checking import checked
from maturity.render.display import displayable
from maturity.render.style import Style
from maturity.rules.validate import read_bytes, read_text
from maturity.sources.mlflow import naming, publish
from maturity.sources.mlflow.address import Server, parse

NOT_MET = 1
"""The exit code when a field that is due is missing, or a written card is not true any more."""
LEVEL = 2
"""Whose fields `check` asks for where no level is named."""
CARD_BYTES = 32 << 20


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Do what the first word says."""
    words = [*arguments.words]
    verb = words.pop(0) if words and words[0] in ("init", "check", "data") else ""
    if verb in ("init", "data") and (arguments.assessment or arguments.statement or arguments.key):
        raise UsageError(f"card {verb}: an assessment is of models; leave --assessment, --statement and --key out")
    if verb == "init":
        return _init_of_model(arguments, words, terminal) if arguments.model else _init(arguments, words)
    if verb == "data":
        return _data(arguments, words, terminal)
    if not words or len(words) > 2:  # noqa: PLR2004 - a model and a path
        raise UsageError(f"card: give {WORDS}; see maturity card --help")
    made = _made(arguments, words, terminal)
    if verb == "check":
        return _check(arguments, made.card)
    if arguments.publish or arguments.dry_run:
        return _publish(arguments, made)
    style = Style(language=arguments.lang, variant=arguments.variant, colour=terminal.colour)
    return Outcome.of(render(made.card, arguments.format, style))


def _made(arguments: argparse.Namespace, words: list[str], terminal: Terminal) -> Made:
    live = Live.of(resolve(user_layer(), options(arguments)))
    if live.mlflow is None:
        raise UsageError("card: name the tracking server that has the model with --mlflow URI")
    given = words[1] if len(words) > 1 else None
    assessment = assessed.load(arguments.assessment, arguments.statement, arguments.key)
    asked = Asked(naming.parse(words[0]), live.mlflow, given, live.settings.commit_tag, live.environment, assessment)
    try:
        return make(asked, datetime.now(UTC), terminal.progress)
    except Unreadable as error:
        raise SourceError(f"--mlflow {displayable(live.mlflow)}: it {error}") from None


def _data(arguments: argparse.Namespace, words: list[str], terminal: Terminal) -> Outcome:
    """Return the card of an output of DVC."""
    if not words or len(words) > 2:  # noqa: PLR2004 - an output and a path
        raise UsageError("card data: give OUTPUT [PATH]: a path that DVC tracks, and its repository")
    remote = Live.of(resolve(user_layer(), options(arguments))).dvc_remote
    target = words[1] if len(words) > 1 else "."
    card = data.make(target, words[0], datetime.now(UTC), terminal.progress, remote)
    style = Style(language=arguments.lang, variant=arguments.variant, colour=terminal.colour)
    return Outcome.of(render(card, arguments.format, style))


def _init(arguments: argparse.Namespace, words: list[str]) -> Outcome:
    """Write the questions; answers that are there stay as they are."""
    subject: Subject = "data" if arguments.data else "model"
    file, before = _written(words, subject)
    try:
        content = human.questions(arguments.lang, before, subject)
    except Unreadable as error:
        raise UsageError(f"{displayable(str(file))}: {error}") from None
    said = "all questions are there, and your answers" if before else "wrote its questions"
    told = f"{displayable(str(file))}: {said}\n"
    return Outcome(told, files=() if content == before else ((file, content),))


def _init_of_model(arguments: argparse.Namespace, words: list[str], terminal: Terminal) -> Outcome:
    """Write the questions about one model that neither a source nor a person has answered."""
    if arguments.data:
        raise UsageError("card init: --model and --data exclude each other")
    file, before = _written(words, "model")
    card = _made(arguments, [arguments.model, words[0] if words else "."], terminal).card
    try:
        found = asking.asked(arguments.lang, before, card)
    except Unreadable as error:
        raise UsageError(f"{displayable(str(file))}: {error}") from None
    told = [f"{displayable(str(file))}: {len(found.questions)} fields of {displayable(card.model)} are asked for"]
    told += [f"  known already: {', '.join(found.known)}"] if found.known else []
    told += [f"  answered for all models: {', '.join(found.general)}"] if found.general else []
    return Outcome("\n".join(told) + "\n", files=() if found.content == before else ((file, found.content),))


def _written(words: list[str], subject: Subject) -> tuple[Path, str]:
    """Return the file that people write, and what it says; what is wrong in it is said before anything is written."""
    folder = Path(words[0]) if words else Path()
    if len(words) > 1 or not folder.is_dir():
        raise UsageError(f"card init: {displayable(' '.join(words))}: is no folder; name the project's")
    file = folder / human.FILES[subject]
    before = read_text(file, CARD_BYTES) if file.exists() or file.is_symlink() else ""
    if before:
        human.answers(before, str(file), "", subject)
    return file, before


def _check(arguments: argparse.Namespace, card: Card) -> Outcome:
    """Say what is missing and who can fill it, and what a written card says that is not so any more."""
    level = arguments.level or LEVEL
    due = next(one for one in card.completeness if one.level == level)
    found: tuple[drift.Difference, ...] | None = None
    altered: tuple[Altered, ...] = ()
    if arguments.card:
        written = read(read_bytes(arguments.card, CARD_BYTES), arguments.card)
        found, altered = drift.differences(card, written), drift.altered(card, written)
    text = checked(card, due, found, altered, arguments.lang)
    return Outcome(text, NOT_MET if due.missing or found or altered else 0)


def _publish(arguments: argparse.Namespace, made: Made) -> Outcome:
    """Write the card to the server that was named, or say what would be written."""
    card, style = made.card, Style(language=arguments.lang)
    files = {
        "model_card.md": str(render(card, "markdown", style)).encode(),
        "model_card.json": str(render(card, "json", style)).encode(),
    }
    summary = card.entry("summary").answer
    said = (summary.text.splitlines()[0] if summary else f"{card.model} {card.version}")[:200]
    publication = publish.Publication(files, card.digest, said)
    changes = publish.planned(made.detail, publication)
    lines = [f"{displayable(change.where)}: {displayable(change.what, 400)}" for change in changes]
    if arguments.dry_run or not changes:
        head = "would write:" if changes else "nothing to write: this card is there already"
        return Outcome("\n".join([head, *(f"  {line}" for line in lines)]) + "\n")
    live = Live.of(resolve(user_layer(), options(arguments)))
    address = parse(live.mlflow or "")
    if not isinstance(address, Server):
        raise UsageError("card --publish: writes through a server only; start `mlflow server` on the store")
    try:
        publish.publish(address, live.environment, made.detail, publication)
    except Unreadable as error:
        raise SourceError(f"--mlflow {displayable(address.shown)}: it {error}") from None
    return Outcome("\n".join(["wrote:", *(f"  {line}" for line in lines)]) + "\n")
