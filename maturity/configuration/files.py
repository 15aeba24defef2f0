"""The configuration files of the operator: the user's own, and one that is named."""

import os
from pathlib import Path

from maturity.configuration.layers import SHARED_FILE, SHARED_TABLE, Setting, read
from maturity.rules.validate import read_text

MAX_BYTES = 256 * 1024


def user_file() -> Path:
    """Return where the user's own configuration is, whether it exists or not (XDG base directories)."""
    base = os.environ.get("XDG_CONFIG_HOME", "")
    home = Path(base) if Path(base).is_absolute() else Path.home() / ".config"
    return home / "maturity" / "config.toml"


def user_layer() -> tuple[Setting, ...]:
    """Return what the user set for all projects; nothing when there is no file. Raises as `named_layer`."""
    path = user_file()
    return read(read_text(path, MAX_BYTES), str(path), "user") if path.exists() else ()


def named_layer(path: Path) -> tuple[Setting, ...]:
    """Return what a file says that the operator named.

    Raises:
        UsageError: the file cannot be read, or `FILE:LINE: what is wrong; did you mean ...?`
    """
    table = SHARED_TABLE if path.name == SHARED_FILE else ()
    return read(read_text(path, MAX_BYTES), str(path), "file", table=table)
