"""With what the operator logs in to a tracking server: the variables that MLflow itself documents, and no others."""

import base64
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from maturity.errors import UsageError

USERNAME, PASSWORD, TOKEN = "MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_TOKEN"
CERTIFICATE = "MLFLOW_TRACKING_SERVER_CERT_PATH"
WORKSPACE = "MLFLOW_WORKSPACE"
HEADER = "X-MLFLOW-WORKSPACE"
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Credentials:
    """What goes with every request but the one that asks whether it is needed."""

    headers: dict[str, str] = field(default_factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """No message may hold one of these."""
    authority: str | None = None
    """File with the certificates that sign the server's; None for those of the system."""
    workspace: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Credentials":
        """Take the credentials of an environment.

        Raises:
            UsageError: one of them cannot be sent, or the certificate file is not there.
        """
        user, password, token = (_sendable(environment, name) for name in (USERNAME, PASSWORD, TOKEN))
        headers, secrets = {}, tuple(one for one in (password, token) if len(one) >= _LEAST)
        if user and password:
            login = base64.b64encode(f"{user}:{password}".encode()).decode()
            headers["Authorization"] = f"Basic {login}"
            secrets += (login,)
        elif token:
            headers["Authorization"] = f"Bearer {token}"
        workspace = _sendable(environment, WORKSPACE)
        return cls(headers, secrets, _certificate(environment.get(CERTIFICATE, "")), workspace)

    def masked(self, message: str) -> str:
        """Return a message without any of the secrets."""
        for secret in self.secrets:
            message = message.replace(secret, "***")
        return message

    def scrubbed(self, held: Any) -> Any:
        """Return what a server sent without any of the secrets: it knows them, and may call something so."""
        if isinstance(held, str):
            return self.masked(held)
        if isinstance(held, list):
            return [self.scrubbed(entry) for entry in held]
        return {key: self.scrubbed(value) for key, value in held.items()} if isinstance(held, dict) else held


def _sendable(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value.isprintable():
        raise UsageError(f"{name}: holds control characters; set it anew, without a line break")
    if name in (TOKEN, WORKSPACE) and not value.isascii():
        raise UsageError(f"{name}: holds characters that no header can carry; set it anew")
    return value


def _certificate(path: str) -> str | None:
    if not path:
        return None
    try:
        regular = stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        regular = False
    if not regular:
        raise UsageError(f"{CERTIFICATE}: there is no such file; name the certificates that sign the server's")
    return path
