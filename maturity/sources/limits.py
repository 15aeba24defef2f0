"""How much of a target is read before the rest becomes a gap: settings of the operator, none of the repository."""

from dataclasses import dataclass

MEBIBYTE = 1 << 20
LARGE_SUFFIXES = (".ipynb", ".lock", "-lock.json", "-lock.yaml", "-lock.yml")
"""Files that people do not write by hand and that are rightly long."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds one scan."""

    entries: int = 200_000
    entries_of_folder: int = 50_000
    depth: int = 256
    path_bytes: int = 4_096
    file_bytes: int = MEBIBYTE
    large_file_bytes: int = 8 * MEBIBYTE
    total_bytes: int = 512 * MEBIBYTE
    commits: int = 50_000
    tags: int = 2_000
    branches: int = 2_000
    seconds: float = 60.0
    """For each git process and for walking a folder."""
    clone_seconds: float = 300.0
    memory: int = 1 << 30
    """Address space of each git process."""
    written_bytes: int = 4 << 30
    """Largest file that a git process may write, that is the pack of a clone."""
    listing_bytes: int = 128 * MEBIBYTE

    def bytes_of(self, path: str) -> int:
        """Return how large a file may be and still be read."""
        return self.large_file_bytes if path.lower().endswith(LARGE_SUFFIXES) else self.file_bytes


def spoken(size: int) -> str:
    """Return a number of bytes in words: `1 MiB`, `700 bytes`."""
    return f"{size / MEBIBYTE:g} MiB" if size >= MEBIBYTE // 10 else f"{size} bytes"
