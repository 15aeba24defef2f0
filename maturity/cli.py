"""The front door: the only print, the only exit code, the one boundary between our errors and the user."""

import errno
import gc
import os
import signal
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TextIO, cast

from maturity.commands import Command, Outcome, Terminal
from maturity.commands.arguments import SOURCE_UNREADABLE, VERBS, parse
from maturity.errors import SourceError, UsageError
from maturity.output import PROGRESS, refuse_special, save
from maturity.render import BINARY
from maturity.render.display import displayable

USAGE, OWN_FAULT, INTERRUPTED, TERMINATED = 2, 4, 130, 143
MESSAGE_LIMIT = 1000
"""Characters of one message; longer than other foreign text because a message also holds our words."""
SHOWN_NAME = 80
"""Characters of a name that is too long."""

COLLECT_AFTER = 100_000
"""Objects made before the interpreter looks for cycles among them."""

_CLEAR = "\r\x1b[K"
"""Back to the start of the line, which is then empty."""


class _Terminated(BaseException):
    """SIGTERM or SIGHUP came; raised so that children and temporary files are cleaned up on the way out."""


def main(words: list[str] | None = None) -> int:
    """Run a command line and return the exit code."""
    if words is None:
        _prepare_process()
    return guarded(lambda: _run(sys.argv[1:] if words is None else words))


def guarded(run: Callable[[], int]) -> int:
    """Run something within the error boundary: whatever happens becomes one line and an exit code."""
    _prepare_streams()
    signal.signal(signal.SIGTERM, _terminate)
    # Not where `nohup` asks to go on.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, _terminate)
    try:
        return run()
    except UsageError as error:
        return _complain(str(error), USAGE)
    except SourceError as error:
        return _complain(str(error), SOURCE_UNREADABLE)
    except KeyboardInterrupt:
        return _complain("interrupted", INTERRUPTED)
    except _Terminated:
        return _complain("terminated", TERMINATED)
    except OSError as error:
        # Every option that names a place may be longer than what the system takes; what is read has gaps for that.
        return _own_fault(error) if error.errno != errno.ENAMETOOLONG else _complain(_too_long(error), USAGE)
    except Exception as error:  # noqa: BLE001 - the one boundary: whatever is left is our own fault
        # Before 3.12 Python wraps a signal that comes while a class is being made: it comes to us as a RuntimeError.
        if isinstance(error.__cause__, KeyboardInterrupt):
            return _complain("interrupted", INTERRUPTED)
        return _complain("terminated", TERMINATED) if isinstance(error.__cause__, _Terminated) else _own_fault(error)


def _run(words: list[str]) -> int:
    try:
        arguments = parse(words)
    except SystemExit:  # argparse leaves this way after --help and --version
        _print("")
        return 0
    command = cast("Command", import_module(VERBS[arguments.verb]).run)
    output: Path | None = getattr(arguments, "output", None)
    others = [getattr(arguments, "export", None), *(path for _, path in getattr(arguments, "report", ()))]
    refuse_on_screen(getattr(arguments, "format", None), output)
    for place in (output, *others):
        if place is not None:
            refuse_special(place)  # before the work, not after it
    colour = output is None and wants_colour(arguments.color, on_terminal=sys.stdout.isatty(), environment=os.environ)
    progress = tell_progress if getattr(arguments, "progress_lines", False) else show_progress
    asked = ask if sys.stdin.isatty() and sys.stderr.isatty() else None
    terminal = Terminal(
        colour, progress, interactive=is_interactive(os.environ), words=tuple(words), tell=note, ask=asked
    )
    outcome: Outcome = command(arguments, terminal)
    show_progress("")
    if outcome.screen is not None:
        outcome = outcome.screen()
    for path, content in outcome.files:
        save(content, path)
    for words_after in outcome.notes:
        note(words_after)
    if output is None and outcome.binary:
        raise UsageError(f"--format {arguments.format}: is no text for a screen; name a file with --output FILE")
    if output is None:
        _print(outcome.text)
    elif result := outcome.binary or outcome.text:  # what failed half way has none
        save(result, output)
    return outcome.code


def wants_colour(choice: str, *, on_terminal: bool, environment: Mapping[str, str]) -> bool:
    """Decide about colour: the option first, then NO_COLOR, then FORCE_COLOR, then what the output is."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or (on_terminal and environment.get("TERM") != "dumb")


def is_interactive(environment: Mapping[str, str]) -> bool:
    """Tell whether a person sits at a terminal on which a screen can be drawn."""
    drawable = environment.get("TERM", "dumb") != "dumb" and not environment.get("CI")
    return drawable and all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def refuse_on_screen(form: str | None, output: Path | None) -> None:
    """Refuse a format that is no text where no file is named."""
    if form in BINARY and output is None:
        raise UsageError(f"--format {form}: is no text for a screen; name a file with --output FILE")


def show_progress(words: str) -> None:
    """Show what is going on in one line that overwrites itself; only where a person looks on."""
    if sys.stderr.isatty():
        _write_error(_CLEAR + displayable(words, 78))


def tell_progress(words: str) -> None:
    """Say what is going on in a line of its own, for a program that looks on."""
    _write_error(f"{PROGRESS}{displayable(words, 78)}\n")


def note(words: str) -> None:
    """Say something in a line of its own."""
    _tell(f"maturity: {displayable(words, MESSAGE_LIMIT)}")


def ask(question: str) -> bool:
    """Ask somebody at the terminal to agree; anything but a yes is a no."""
    _write_error(f"maturity: {displayable(question, MESSAGE_LIMIT)} [y/N] ")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _print(text: str) -> None:
    """Write a result; a reader who went away is no error, a full disk is one."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon(sys.stdout)
    except OSError as error:
        _abandon(sys.stdout)
        raise UsageError(f"standard output cannot be written: {error.strerror}") from error


def _tell(line: str) -> None:
    """Write one line for a person."""
    _write_error(f"{_CLEAR if sys.stderr.isatty() else ''}{line}\n")


def _write_error(text: str) -> None:
    """Write to standard error; when nobody can read even that, stay silent."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _abandon(sys.stderr)


def _complain(message: str, code: int) -> int:
    _tell(f"maturity: {displayable(message, MESSAGE_LIMIT)}")
    return code


def _too_long(error: OSError) -> str:
    return f"{str(error.filename)[:SHOWN_NAME]}...: no name can be so long; give a shorter one"


def _own_fault(error: Exception) -> int:
    """Say where we failed, in our own code; the error's text may be foreign or secret and stays out."""
    if os.environ.get("MATURITY_DEBUG"):
        import traceback

        _tell(traceback.format_exc())
    trace, place = error.__traceback__, ""
    while trace:
        name = trace.tb_frame.f_globals.get("__name__", "")
        place = f" in {name}, line {trace.tb_lineno}" if name.startswith("maturity") else place
        trace = trace.tb_next
    fault = f"our own fault: {type(error).__name__}{place}"
    return _complain(f"{fault}; MATURITY_DEBUG=1 shows the traceback: please report it", OWN_FAULT)


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise _Terminated


def _prepare_process() -> None:
    """Set this process up for one short job; not called where a command line runs inside another program."""
    # Nearly all we make is kept or freed at once: looking for cycles every 700 objects took a sixth of a scan.
    gc.set_threshold(COLLECT_AFTER)
    # What else is installed beside us may not hook into our values, nor does looking for it cost anything.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"


def _prepare_streams() -> None:
    """Let no character of a report make writing fail; what is not a terminal gets UTF-8.

    A stream that was closed leads nowhere: else the next file that is opened would get its number, and what is written.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, _nowhere(number, "r" if name == "stdin" else "w"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _nowhere(number: int, mode: str) -> TextIO:
    """Return a stream of this number that takes everything and holds nothing."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != number:
        os.dup2(nowhere, number)
        os.close(nowhere)
    return cast("TextIO", os.fdopen(number, mode, encoding="utf-8", closefd=False))


def _abandon(stream: TextIO) -> None:
    """Point a stream nowhere, so that the interpreter does not fail on it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
