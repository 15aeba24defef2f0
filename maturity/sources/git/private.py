"""A git folder of ours that borrows the repository's objects: its settings, hooks and filters are not in it.

Flags and environment do not stop what a repository's own git folder can run; not being there does.
"""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from maturity.errors import Unreadable, UsageError
from maturity.sources.git.command import Process, environment
from maturity.sources.git.locate import Located, read
from maturity.sources.limits import Limits

SHALLOW_BYTES = 4 << 20
ALTERNATES_BYTES = 1 << 16
DEEPEST_ALTERNATE = 5

CONFIG = """[core]
	repositoryformatversion = {version}
	bare = true
	hooksPath = /dev/null
	attributesFile = /dev/null
	excludesFile = /dev/null
	fsmonitor = false
	untrackedCache = false
	commitGraph = false
	packedGitWindowSize = 16m
	packedGitLimit = 256m
	pager = cat
[gc]
	auto = 0
[log]
	showSignature = false
[protocol]
	allow = never
[submodule]
	recurse = false
"""


class Private:
    """The private git folder of one repository."""

    def __init__(self, folder: Path, located: Located, limits: Limits) -> None:
        self.folder = folder
        self.located = located
        self.limits = limits

    def start(self, *arguments: str | bytes, talks: bool = False, places: Mapping[str, str] | None = None) -> Process:
        """Start git in this folder; `places` are variables that lead it to a work tree as well."""
        around = self.environment() | dict(places or {})
        return Process(arguments, environment=around, folder=self.folder, limits=self.limits, talks=talks)

    def environment(self) -> dict[str, str]:
        """Return the environment that leads git here and nowhere else."""
        return environment(self.folder, GIT_DIR=str(self.folder))


def make(folder: Path, located: Located, head: str | None, tags: Mapping[bytes, bytes], limits: Limits) -> Private:
    """Lay out a private git folder in an empty one."""
    objects = located.common / "objects"
    refuse_foreign_objects(located)
    for name in ("objects/info", "refs"):
        (folder / name).mkdir(parents=True)
    # A line of `alternates` cannot name every path; a link of ours has a safe name.
    (folder / "source").symlink_to(objects)
    (folder / "objects" / "info" / "alternates").write_text(f"{folder}/source\n", encoding="utf-8")
    (folder / "HEAD").write_text(f"{head or 'ref: refs/heads/main'}\n", encoding="ascii")
    (folder / "packed-refs").write_bytes(b"".join(value + b" " + name + b"\n" for name, value in sorted(tags.items())))
    (folder / "config").write_text(_config(located), encoding="ascii")
    try:
        shallow = read(located.common, "shallow", SHALLOW_BYTES)
    except Unreadable:
        shallow = b""
    if shallow:
        (folder / "shallow").write_bytes(shallow)
    return Private(folder, located, limits)


def refuse_foreign_objects(located: Located) -> None:
    """Refuse a repository that reads another one's objects: git follows that by itself, wherever it leads."""
    home = (located.tree if located.tree and located.common.is_relative_to(located.tree) else located.common).resolve()
    waiting = [located.common / "objects"]
    for _ in range(DEEPEST_ALTERNATE):
        inner: list[Path] = []
        for objects in waiting:
            if not _inside(objects, home):
                raise UsageError(
                    f"{located.tree or located.common}: its objects lie in another folder; "
                    "run `git repack -a -d` there and remove objects/info/alternates, or scan a fresh clone"
                )
            _refuse_links(objects)
            inner += _alternates(objects)
        if not inner:
            return
        waiting = inner
    raise UsageError(f"{located.common}: its alternates have no end; scan a fresh clone instead")


def _refuse_links(objects: Path) -> None:
    """Refuse packs and folders of objects that are links, or files that git would wait for."""
    with os.scandir(objects) as entries:
        odd = [entry.name for entry in entries if entry.is_symlink()]
    try:
        with os.scandir(objects / "pack") as entries:
            odd += [entry.name for entry in entries if not entry.is_file(follow_symlinks=False)]
    except FileNotFoundError:
        return
    if odd:
        raise UsageError(f"{objects}: holds links or special files in place of objects; scan a fresh clone instead")


def _inside(objects: Path, home: Path) -> bool:
    try:
        return objects.resolve(strict=True).is_relative_to(home)
    except (OSError, ValueError, RuntimeError):
        return False


def _alternates(objects: Path) -> Iterable[Path]:
    file = objects / "info" / "alternates"
    try:
        kind = file.lstat().st_mode
    except OSError:
        return []
    # What is not a plain file there (a FIFO, say) would hang every git command.
    if not stat.S_ISREG(kind):
        raise UsageError(f"{objects}: its info/alternates is not a regular file; remove it or scan a fresh clone")
    content = _read_alternates(objects)
    lines = [line for line in content.split(b"\n") if line and not line.startswith(b"#")]
    return [objects / os.fsdecode(line) for line in lines]


def _read_alternates(objects: Path) -> bytes:
    try:
        return read(objects, "info/alternates", ALTERNATES_BYTES)
    except Unreadable as error:
        raise UsageError(f"{objects}: its info/alternates {error}; remove it or scan a fresh clone") from None


def _config(located: Located) -> str:
    settings = located.settings
    text = CONFIG.format(version=1 if settings.sha256 else 0)
    if settings.sha256:
        text += "[extensions]\n\tobjectFormat = sha256\n"
    kept = [f"\t{name.removeprefix('core.')} = {value}\n" for name, value in sorted(settings.kept.items())]
    return text + "[core]\n" + "".join(kept)
