"""Committed credentials, as the pre-filter saw and redacted them."""

from collections.abc import Iterator

from maturity.evidence.layout import document_path, example_path, test_path
from maturity.evidence.project import Project
from maturity.model.facts.code import SecretFact
from maturity.model.place import Place

_UNCERTAIN = frozenset(("password-in-url", "database-login", "assigned-secret", "jwt", "twilio-key", "wandb-key"))
"""Kinds that prose and tests show freely; the form of all others tells a real credential, wherever it stands."""


def collect(project: Project) -> Iterator[SecretFact]:
    """Yield one fact for each credential; in prose, examples and tests only a form that leaves no doubt is live."""
    for path, skim in project.skims.items():
        staged = document_path(path) or example_path(path) or test_path(path) or path.endswith((".example", ".sample"))
        for secret in skim.secrets:
            yield SecretFact(
                at=Place(path=path, line=secret.line, text=secret.shown[:4] + "…"),
                secret=secret.secret,
                live=secret.live and (not staged or secret.secret not in _UNCERTAIN),
            )
