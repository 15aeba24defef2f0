"""Where the git folder of a target is, found by reading: git itself is never asked inside what is scanned."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from maturity.errors import Unreadable, UsageError
from maturity.sources import door
from maturity.sources.git.settings import Settings, read_settings

POINTER_BYTES = 8_192


@dataclass(frozen=True, slots=True)
class Located:
    """The parts of one repository."""

    git: Path
    """The folder that holds HEAD and the index."""
    common: Path
    """The folder that holds objects, references and configuration; another one in a linked work tree."""
    tree: Path | None
    """Top of the work tree; None for a bare repository."""
    prefix: str
    """The target's place below the top."""
    settings: Settings


def locate(folder: Path) -> Located | None:
    """Find the repository that a folder is, or lies in; None when there is none."""
    if _is_git_folder(folder):
        return Located(folder, folder, None, "", _settings(folder))
    owner = folder.stat().st_uid
    for top in (folder, *folder.parents):
        mark = top / ".git"
        try:
            seen = mark.lstat()
        except OSError:
            continue
        # A folder above that someone else made a repository (in /tmp, say) has no claim on this one.
        if top != folder and seen.st_uid != owner:
            return None
        prefix = "" if top == folder else folder.relative_to(top).as_posix()
        if stat.S_ISDIR(seen.st_mode) and _is_git_folder(mark):
            return Located(mark, mark, top, prefix, _settings(mark))
        if stat.S_ISREG(seen.st_mode):
            git, common = _follow(mark, top)
            return Located(git, common, top, prefix, _settings(common))
        if top == folder:
            raise Unreadable("its .git is a link or not a git folder")
    return None


def read(folder: Path, name: str, limit: int = POINTER_BYTES) -> bytes:
    """Read one file of a git folder through the door."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        return door.read(handle, os.fsencode(name), limit)
    finally:
        os.close(handle)


def _is_git_folder(folder: Path) -> bool:
    try:
        kinds = [stat.S_IFMT((folder / name).lstat().st_mode) for name in ("HEAD", "objects", "refs")]
    except OSError:
        return False
    return kinds[1:] == [stat.S_IFDIR, stat.S_IFDIR]


def _settings(common: Path) -> Settings:
    try:
        text = read(common, "config", 1 << 20).decode(errors="replace")
    except Unreadable:
        text = ""
    settings = read_settings(text)
    if settings.unknown:
        raise UsageError(
            f"{common}: needs the git extension {settings.unknown!r}, which is not read; scan a fresh clone instead"
        )
    return settings


def _follow(mark: Path, top: Path) -> tuple[Path, Path]:
    """Follow a `.git` file to the git folder of a linked work tree or submodule, if that one names this tree back.

    Without the name back, a file anyone can commit would choose which of the operator's repositories is read.
    """
    git = _pointed(mark, ".git", b"gitdir:", top)
    if not _is_worktree_folder(git):
        raise Unreadable("its .git file names no git folder")
    back: Path | None = None
    try:
        back, common = _pointed(git, "gitdir", b"", git), _pointed(git, "commondir", b"", git)
    except Unreadable:
        back, common = _home(git), git
    if back != mark.resolve():
        raise UsageError(
            f"{top}: its .git file names a git folder that does not name it back; run `git worktree repair` there, "
            "or scan the repository itself"
        )
    return git, common


def _pointed(place: Path, name: str, key: bytes, base: Path) -> Path:
    folder = place.parent if key else place
    line = read(folder, name).split(b"\n")[0].strip()
    if not line.startswith(key):
        raise Unreadable("its .git file has another form")
    try:
        return (base / os.fsdecode(line.removeprefix(key).strip())).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        raise Unreadable("its .git file names a folder that is gone") from None


def _home(git: Path) -> Path | None:
    """Return the `.git` file that the git folder of a submodule belongs to."""
    try:
        tree = _settings(git).work_tree
        return (git / tree / ".git").resolve(strict=True) if tree else None
    except (OSError, ValueError, RuntimeError):
        return None


def _is_worktree_folder(git: Path) -> bool:
    try:
        return stat.S_ISREG((git / "HEAD").lstat().st_mode)
    except OSError:
        return False
