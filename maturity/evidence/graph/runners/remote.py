"""Commands that run on another machine: what is started there stays, so starting a service there is a deployment."""

from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import rest, value
from maturity.evidence.graph.runners import cloud_run
from maturity.evidence.graph.runners.jobs import follow_job_files
from maturity.evidence.graph.runners.wrappers import without_assignments
from maturity.evidence.graph.shell import Options, parse
from maturity.evidence.graph.shell_command import Command

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

ACTIONS = frozenset(
    "appleboy/ssh-action google-github-actions/ssh-compute garygrossgarten/github-action-ssh fifsky/ssh-action".split()
)
"""GitHub actions that run a text on another machine."""
_SSH = tuple("-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w".split())
_PREFIXES = ("sudo", "nohup", "exec", "time")
_SHELLS = ("bash", "sh", "zsh")


def ssh(builder: "Builder", invocation: Invocation) -> None:
    """Follow `ssh USER@HOST COMMAND` and `ssh USER@HOST <<EOF`."""
    command = " ".join(rest(invocation.arguments, _SSH)[1:])
    follow(builder, invocation, command or invocation.stdin)


def sshpass(builder: "Builder", invocation: Invocation) -> None:
    """Follow `sshpass -p PASSWORD ssh USER@HOST COMMAND`."""
    builder.run(invocation.inner(rest(invocation.arguments, ("-p", "-f", "-d", "-P"))))


def gcloud(builder: "Builder", invocation: Invocation) -> None:
    """Follow `gcloud compute ssh NAME --command TEXT` and jobs of Cloud Run; what else it gets may name a file."""
    if invocation.arguments[:2] == ("compute", "ssh"):
        follow(builder, invocation, value(invocation.arguments, "--command"))
    elif cloud_run.is_jobs(invocation):
        cloud_run.jobs(builder, invocation)
    else:
        follow_job_files(builder, invocation)


def follow(builder: "Builder", invocation: Invocation, text: str) -> None:
    """Follow every command of a text that a shell of another machine runs, in a checkout of the same repository.

    A technology knows a command that runs there by the word `ssh` before it, also in a script that the text names.
    """
    for command in parse(text, Options(errexit=False)):
        inner = _inner(builder, invocation, command)
        builder.run(inner)
        _prove(builder, inner)
        script = _script(builder, inner)
        for line in parse(script, Options(errexit=False)) if script else ():
            _prove(builder, _inner(builder, inner, line))


def _inner(builder: "Builder", invocation: Invocation, command: Command) -> Invocation:
    folder = builder.files.folder(command.folder, invocation.folder) if command.folder else invocation.folder
    inner = invocation.inner(command.words, folder)
    return inner if command.blocking else inner.lenient()


def _prove(builder: "Builder", invocation: Invocation) -> None:
    plain = without_assignments(invocation.words)
    while plain and plain[0] in _PREFIXES:
        plain = without_assignments(rest(plain[1:], ("-u", "-g")))
    proofs = builder.technologies.command(("ssh", *plain))
    builder.prove(invocation.node, proofs, invocation.at, blocking=invocation.blocking)


def _script(builder: "Builder", invocation: Invocation) -> str:
    """Return the text of the shell script that a command runs, where the repository has it."""
    words = [word for word in invocation.words if not word.startswith("-")]
    named = words[1:2] if words[:1] and words[0] in _SHELLS else [word for word in words[:1] if word.endswith(".sh")]
    path = builder.locate(invocation, named[0]) if named else None
    return builder.project.texts.get(path, "") if path is not None else ""
