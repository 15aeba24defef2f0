"""The one door to files: regular files below a folder, through no link, waiting for nothing, never without a bound."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from typing import Literal

from maturity.errors import Unreadable
from maturity.sources.limits import spoken

# A FIFO must not be waited for, a terminal not be taken, and a link not be followed: decided on the open file.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
_FOLDER = os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC
SLACK = 4096
"""Bytes that are asked for beyond the size of a file."""

_REASONS = {
    errno.ELOOP: "is a link, or lies behind one",
    errno.ENOTDIR: "lies behind a link or a file",
    errno.ENOENT: "is missing",
    errno.EACCES: "may not be read by this user",
    errno.EPERM: "may not be read by this user",
    errno.ENXIO: "is not a regular file",
    errno.ENAMETOOLONG: "has a name that is too long",
}

Algorithm = Literal["sha1", "sha256"]


def open_folder(root: int, path: bytes) -> int:
    """Open a folder below an open one, step by step; an empty path is the folder itself."""
    folder = os.dup(root)
    try:
        for step in path.split(b"/") if path else ():
            inner = os.open(step, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
    except BaseException:
        os.close(folder)
        raise
    return folder


def read(root: int, path: bytes, limit: int) -> bytes:
    """Return what a regular file below a folder holds."""
    try:
        file = _open_file(root, path)
        try:
            return _content(file, limit)
        finally:
            os.close(file)
    except OSError as error:
        raise Unreadable(reason(error)) from None
    except ValueError:
        raise Unreadable("has a name that no file can have") from None


def parts(root: int, path: bytes, buffer: bytearray) -> Iterator[memoryview]:
    """Yield what a regular file below a folder holds, however large it is, through a buffer of the caller's."""
    whole = memoryview(buffer)
    try:
        file = _open_file(root, path)
        try:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise Unreadable("is not a regular file")
            while size := os.readv(file, (whole,)):
                yield whole[:size]
        finally:
            os.close(file)
    except OSError as error:
        raise Unreadable(reason(error)) from None


def state(root: int, path: bytes) -> os.stat_result | None:
    """Return what kind of entry stands below a folder, following no link; None when there is none to be seen."""
    try:
        parent, _, name = path.rpartition(b"/")
        folder = open_folder(root, parent)
        try:
            return os.stat(name, dir_fd=folder, follow_symlinks=False)
        finally:
            os.close(folder)
    except (OSError, ValueError):
        return None


def link(root: int, path: bytes) -> bytes:
    """Return the target of a link below a folder, as text."""
    try:
        parent, _, name = path.rpartition(b"/")
        folder = open_folder(root, parent)
        try:
            return os.readlink(name, dir_fd=folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise Unreadable(reason(error)) from None


def blob_id(content: bytes, algorithm: Algorithm = "sha1") -> str:
    """Return the id that git gives a content."""
    return hashlib.new(algorithm, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def stand_in_id(path: bytes, size: int, algorithm: Algorithm = "sha1") -> str:
    """Return an id for a content that is not read: no content has it."""
    return hashlib.new(algorithm, b"unread %d\0" % size + path, usedforsecurity=False).hexdigest()


def reason(error: OSError) -> str:
    """Return in words why the system refused; its own message may quote a hostile name."""
    return _REASONS.get(error.errno or 0) or (os.strerror(error.errno).lower() if error.errno else "cannot be read")


def _open_file(root: int, path: bytes) -> int:
    parent, _, name = path.rpartition(b"/")
    if not parent:
        return os.open(name, _FILE, dir_fd=root)
    folder = open_folder(root, parent)
    try:
        return os.open(name, _FILE, dir_fd=folder)
    finally:
        os.close(folder)


def _content(file: int, limit: int) -> bytes:
    seen = os.fstat(file)
    if not stat.S_ISREG(seen.st_mode):
        raise Unreadable("is not a regular file")
    if seen.st_size > limit:
        raise Unreadable(f"is larger than {spoken(limit)}")
    parts, size = [], 0
    # What it holds now is asked for at once, and a little more, so that a file that grows is noticed.
    while part := os.read(file, max(seen.st_size - size, 0) + SLACK):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise Unreadable(f"is larger than {spoken(limit)}")
    return b"".join(parts)
