"""Whether a command opens the terminal UI, and what is said when it is closed. The UI is loaded only then."""

import argparse
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from maturity.commands import Command, Outcome, Terminal

HOW_TO_GET_IT = "the terminal UI is not installed: pip install 'maturity[tui]'; --no-tui goes without it"

Open = Callable[[argparse.Namespace, Terminal], Outcome]
"""Opens the terminal UI, and returns what is left to say when it is closed."""


def drawn(arguments: argparse.Namespace, terminal: Terminal, printed: Command, opened: Open) -> Outcome:
    """Return the outcome that opens the terminal UI, or what is printed where there is no screen."""
    if arguments.no_tui or not terminal.interactive:
        return printed(arguments, terminal)
    if find_spec("textual") is None:
        outcome = printed(arguments, terminal)
        return outcome._replace(notes=(*outcome.notes, HOW_TO_GET_IT))
    return Outcome("", screen=lambda: opened(arguments, terminal))


def open_scan(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Scan while the terminal UI shows how far it has come, then show the assessment."""
    from maturity.scan_process import ScanProcess

    def begin() -> ScanProcess:
        return ScanProcess(terminal.words)

    first = begin()  # it works while the libraries of the UI are loaded
    try:
        from maturity.tui.opening import Opening, show

        folder = Path(arguments.target)
        opening = Opening(
            language=arguments.lang,
            colour=terminal.colour,
            rules=lambda: _rules_of(arguments),
            root=folder.absolute() if folder.is_dir() else None,
            first=first,
            again=begin,
            keeps=not arguments.no_cache,
            target=arguments.target,
        )
        closed = show(opening)
    finally:
        first.end()
    return Outcome("", closed.code, closed.notes)


def _rules_of(arguments: argparse.Namespace) -> Path | None:
    from maturity.commands.asking import request_of

    return request_of(arguments).rules


def open_stored(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Show a stored assessment; what it says of files is all there is."""
    from maturity import stored

    assessment = stored.load(arguments.assessment)
    from maturity.tui.opening import Opening, show

    opening = Opening(language=arguments.lang, colour=terminal.colour, rules=lambda: arguments.rules, stored=assessment)
    return Outcome("", show(opening).code)


def open_catalog(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Browse the rules."""
    from maturity.tui.opening import Opening, show

    return Outcome(
        "", show(Opening(language=arguments.lang, colour=terminal.colour, rules=lambda: arguments.rules)).code
    )
