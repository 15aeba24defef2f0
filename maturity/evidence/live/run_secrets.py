"""Credentials that were logged with a run: in a parameter, a tag or its name."""

import re
from collections.abc import Iterator

from maturity.evidence.python.secrets import Scanner
from maturity.model.facts.tracking import RunSecretFact
from maturity.model.place import Place
from maturity.model.tracking import RawRun

_BREAKS = re.compile(r"[\r\n]+")
_SHOWN = 60


class RunSecrets:
    """Finds credentials in runs by the patterns that find them in files."""

    def __init__(self) -> None:
        self._scanner = Scanner()

    def of(self, run: RawRun) -> Iterator[RunSecretFact]:
        """Yield the credentials of one run, redacted."""
        entries = [
            *(("parameter", key, value) for key, value in run.parameters.items()),
            *(("tag", key, value) for key, value in run.tags.items()),
            ("name", "", run.name),
        ]
        # One line each, as an assignment: what a name says of a value is half of how a credential is told.
        text = "\n".join(f'{_plain(key)} = "{_plain(value)}"' for _, key, value in entries)
        for secret in self._scanner.scan("run", text.encode()):
            if secret.live:
                where, key, _ = entries[secret.line - 1]
                said = f"{where} {key[:_SHOWN]}".strip()
                yield RunSecretFact(
                    at=Place(uri=run.id, text=f"{said}: {secret.shown[:4]}…"),
                    secret=secret.secret,
                    field=where,
                )


def _plain(text: str) -> str:
    return _BREAKS.sub(" ", text).replace("\\", "").replace('"', "'")
