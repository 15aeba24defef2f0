"""Lines of cron: a committed crontab, and one that a script or an image writes. What a line runs starts by itself."""

import posixpath
import re
from functools import partial
from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.shell import Options

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_TIMES = r"(?:@(?:hourly|daily|midnight|weekly|monthly|yearly|annually)|[\d*][\d*/,-]*(?:\s+[\d*A-Za-z/,?-]+){4})"
_LINE = re.compile(rf"^\s*(?P<times>{_TIMES})\s+(?P<rest>\S.*)")
_USER = re.compile(r"(?:root|www-data|app|appuser|ubuntu|airflow|mlops|user|\$\{?USER\}?)\s+(?=\S)")
_KEPT = re.compile(r"crontab|/etc/cron\.d/|supercronic")
_NAMED = re.compile(r"(?:[\w-]*crontab[\w-]*|[\w-]+\.cron|[\w-]*cron(?:jobs?|file)?)(?:\.txt)?\Z", re.IGNORECASE)
_SYSTEM = re.compile(r"(?:^|/)(?:cron|cron\.d|etc/cron\.d)/[\w-]+\Z")


def read(builder: "Builder") -> None:
    """Read every file that is a crontab by its name, or lies in a folder of cron."""
    for path in builder.project.texts:
        name = path.rpartition("/")[2]
        if builder.holds(path) and (_NAMED.match(name) or _SYSTEM.search(path)):
            builder.attempt(path, partial(_read, builder, path))


def _read(builder: "Builder", path: str) -> None:
    for number, line in enumerate(builder.project.texts[path].splitlines(), 1):
        _follow(builder, line, path, number, builder.files.base(posixpath.dirname(path)))


def written(builder: "Builder", invocation: Invocation) -> None:
    """Follow the lines that `echo` and `printf` give to cron: `echo "0 3 * * * python train.py" | crontab -`."""
    at = invocation.at
    if at.path is None or not _KEPT.search(builder.project.texts.get(at.path, "")):
        return
    for line in " ".join(invocation.arguments).replace("\\n", "\n").splitlines():
        _follow(builder, line, at.path, at.line or 1, invocation.folder)


def _follow(builder: "Builder", line: str, path: str, number: int, folder: str) -> None:
    """A line starts what it runs; those of a system's cron name a user first."""
    found = _LINE.match(line)
    if found is None:
        return
    place = builder.place(path, number)
    node = builder.program(f"job:{path}#cron:{number}", "cron job", found["times"], place)
    command = _USER.sub("", found["rest"], count=1) if _USER.match(found["rest"]) else found["rest"]
    builder.trigger("cron", found["times"], "schedule", node, place, (node,))
    builder.once(
        node, path, partial(builder.script, node, command, path, number, folder, options=Options(errexit=True))
    )
