"""What stands in a folder of rules, frameworks or technologies; nothing outside it is ever reached through it."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from maturity.errors import UsageError
from maturity.rules.validate import read_text


def entries(folder: Path) -> Iterator[Path]:
    """Yield what stands in a folder, without hidden entries; links are refused."""
    if folder.is_symlink():
        raise UsageError(f"{folder}: links are not followed here")
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror or 'cannot be read'}") from None
    for name in names:
        if (folder / name).is_symlink():
            raise UsageError(f"{folder / name}:1: links are not followed here")
        yield folder / name


def digest(files: Iterable[Path]) -> str:
    """Hash the names and the contents of files (SHA-256, in hex). Raises as `read_text`."""
    whole = hashlib.sha256()
    for path in files:
        content = read_text(path).encode()
        whole.update(f"{path.parent.name}/{path.name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()
