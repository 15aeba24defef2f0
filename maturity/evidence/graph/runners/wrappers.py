"""Programs that run the command behind them: env, sudo, timeout, xargs and the like."""

from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import rest

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder


def plain(builder: "Builder", invocation: Invocation) -> None:
    """Follow `nohup COMMAND`."""
    builder.run(invocation.inner(rest(invocation.arguments, ("-a", "-o", "-e", "-s", "-n"))))


def env(builder: "Builder", invocation: Invocation) -> None:
    """Follow `env -u NAME A=b COMMAND`."""
    words = rest(invocation.arguments, ("-u", "--unset", "-C", "--chdir"))
    builder.run(invocation.inner(without_assignments(words)))


def sudo(builder: "Builder", invocation: Invocation) -> None:
    """Follow `sudo -u USER A=b COMMAND`."""
    words = rest(invocation.arguments, ("-u", "-g", "-h", "-p", "-C", "-D", "-U"))
    builder.run(invocation.inner(without_assignments(words)))


def nice(builder: "Builder", invocation: Invocation) -> None:
    """Follow `nice -n 10 COMMAND`."""
    builder.run(invocation.inner(rest(invocation.arguments, ("-n", "-c", "-p"))))


def timeout(builder: "Builder", invocation: Invocation) -> None:
    """Follow `timeout -k 5 600 COMMAND`."""
    builder.run(invocation.inner(rest(invocation.arguments, ("-k", "-s", "--kill-after", "--signal"))[1:]))


def xargs(builder: "Builder", invocation: Invocation) -> None:
    """Follow `xargs -n 1 COMMAND`."""
    builder.run(invocation.inner(rest(invocation.arguments, ("-n", "-I", "-P", "-L", "-d", "-a", "-j", "-t", "-s"))))


def dotenv(builder: "Builder", invocation: Invocation) -> None:
    """Follow `dotenv -f FILE run -- COMMAND`."""
    words = rest(invocation.arguments, ("-f", "--file", "-e"))
    builder.run(invocation.inner(rest(words[1:] if words[:1] == ("run",) else words)))


def without_assignments(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a command without the variables set before it."""
    position = 0
    while position < len(words) and words[position].partition("=")[0].isidentifier() and "=" in words[position]:
        position += 1
    return words[position:]
