"""Every model at Acme has a passport: passport.json, with the name of an owner."""

import json
from collections.abc import Iterator

from maturity.extending import Files, Observation


def extract(files: Files) -> Iterator[Observation]:
    """Observe each passport; it holds when it names an owner."""
    for path in files.paths:
        if path.rpartition("/")[2] != "passport.json":
            continue
        text = files.read(path)
        if text is None:  # maturity knows of it, and calls what we could not tell `unknown`
            continue
        try:
            passport = json.loads(text)
        except ValueError:
            passport = None
        owner = passport.get("owner") if isinstance(passport, dict) else None
        named = isinstance(owner, str) and bool(owner.strip())
        yield Observation(
            "acme-passport", holds=named, path=path, line=1, text=f"owner: {owner}" if named else "no owner"
        )
