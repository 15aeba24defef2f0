"""The front door: the only print, the only exit code, the one boundary between our errors and the user."""

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
from maturity.commands.arguments import VERBS, parse
from maturity.errors import SourceError, UsageError
from maturity.render import BINARY
from maturity.render.display import displayable

USAGE, SOURCE, OWN_FAULT, INTERRUPTED, TERMINATED = 2, 3, 4, 130, 143
MESSAGE_LIMIT = 1000
"""Characters of one message; longer than other foreign text because a message also holds our words."""

COLLECT_AFTER = 100_000
"""Objects made before the interpreter looks for cycles among them."""

_CLEAR = "\r\x1b[K"
"""Back to the start of the line, which is then empty."""


class _Terminated(BaseException):
    """SIGTERM came; raised so that children and temporary files are cleaned up on the way out."""


def main(words: list[str] | None = None) -> int:
    """Run a command line and return the exit code."""
    if words is None:
        _prepare_process()
    return guarded(lambda: _run(sys.argv[1:] if words is None else words))


def guarded(run: Callable[[], int]) -> int:
    """Run something within the error boundary: whatever happens becomes one line and an exit code."""
    _prepare_streams()
    signal.signal(signal.SIGTERM, _terminate)
    try:
        return run()
    except UsageError as error:
        return _complain(str(error), USAGE)
    except SourceError as error:
        return _complain(str(error), SOURCE)
    except KeyboardInterrupt:
        return _complain("interrupted", INTERRUPTED)
    except _Terminated:
        return _complain("terminated", TERMINATED)
    except Exception as error:  # noqa: BLE001 - the one boundary: whatever is left is our own fault
        return _own_fault(error)


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
    outcome: Outcome = command(arguments, Terminal(colour, show_progress))
    show_progress("")
    for path, content in outcome.files:
        save(content, path)
    for note in outcome.notes:
        _tell(f"maturity: {displayable(note, MESSAGE_LIMIT)}")
    if output is None:
        _print(outcome.text)
    else:
        save(outcome.binary or outcome.text, output)
    return outcome.code


def wants_colour(choice: str, *, on_terminal: bool, environment: Mapping[str, str]) -> bool:
    """Decide about colour: the option first, then NO_COLOR, then FORCE_COLOR, then what the output is."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or (on_terminal and environment.get("TERM") != "dumb")


def save(result: str | bytes, output: Path) -> None:
    """Write a report whole or not at all: beside its place first, then in one step; never through a link."""
    refuse_special(output)
    beside = output.with_name(f".{output.name[:100]}.{os.urandom(6).hex()}")
    try:
        # O_EXCL refuses whatever stands at the temporary name, links included.
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            file.write(result if isinstance(result, bytes) else result.encode("utf-8", "replace"))
        beside.replace(output)
    except OSError as error:
        raise UsageError(f"{output}: cannot be written: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)


def refuse_on_screen(form: str | None, output: Path | None) -> None:
    """Refuse a format that is no text where no file is named."""
    if form in BINARY and output is None:
        raise UsageError(f"--format {form}: is no text for a screen; name a file with --output FILE")


def refuse_special(output: Path) -> None:
    """Accept as output only what is a plain file, or nothing yet in a folder that is there."""
    if output.is_symlink() or (output.exists() and not output.is_file()):
        raise UsageError(f"{output}: cannot be written: it is a link, a folder or a device; name a plain file")
    if not output.parent.is_dir():
        raise UsageError(f"{output}: cannot be written: there is no folder {output.parent}")


def show_progress(words: str) -> None:
    """Show what is going on in one line that overwrites itself; only where a person looks on."""
    if sys.stderr.isatty():
        _write_error(_CLEAR + displayable(words, 78))


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
