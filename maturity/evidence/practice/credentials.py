"""Where code takes its credentials from: the environment, a secret manager, or a text in the code."""

import re
from collections.abc import Iterator

from maturity.evidence.practice.calls import CREDENTIAL, CREDENTIALS, Calls, chosen, texts
from maturity.evidence.project import Project
from maturity.evidence.python.secrets import masked
from maturity.model.facts.practice import CredentialUseFact

ENVIRONMENT = frozenset(("getenv", "get", "__getitem__"))
MANAGERS = frozenset(
    (
        *("get_secret_value", "get_secret", "access_secret_version", "read_secret_version", "get_password"),
        *("get_secret_string", "batch_get_secret_value", "read_secret"),
    )
)
NAMES = ENVIRONMENT | MANAGERS
_READS = re.compile(r"(?:os\.getenv|os\.environ\.(?:get|__getitem__)|environ\.(?:get|__getitem__)|decouple\.config)\Z")
_NAME = re.compile(
    r"(?i)(?:token|secret|passw(?:or)?d|api_?key|access_?key|private_?key|credential|client_?key)(?!.*(?:path|file|dir|name)\Z)"
)
_SECRETS = re.compile(r"\$\{\{\s*secrets\.([A-Za-z_][A-Za-z0-9_]{0,80})\s*\}\}")
_MADE_UP = re.compile(
    r"(?i)xxx|your|example|change|placeholder|dummy|test|fake|none|null|password|passwd|secret|token|minio|admin|postgres|"
    r"root|airflow|guest|default|insert|[<>{}\[\]*$\s]"
)
_LEAST = 8
MOST = 60


def collect(project: Project, calls: Calls) -> Iterator[CredentialUseFact]:
    """Yield one fact for each place where code or CI uses a credential."""
    facts = [*_from_outside(project, calls), *_in_code(project, calls)]
    yield from sorted(facts, key=lambda one: one.outside)[:MOST]
    for path, text in project.texts.items():
        if path.startswith(".github/workflows/"):
            match = next((one for one in _SECRETS.finditer(text) if one.group(1) != "GITHUB_TOKEN"), None)
            if match:
                line = text.count("\n", 0, match.start()) + 1
                yield CredentialUseFact(at=project.place(path, line), name=match.group(1), outside=True)


def _from_outside(project: Project, calls: Calls) -> Iterator[CredentialUseFact]:
    for found in chosen(calls, NAMES):
        call = found.call
        name = next(texts(call), "")
        manager = call.name.rpartition(".")[2] in MANAGERS or "secrets.get" in call.name
        if manager or (_READS.match(call.name) and _NAME.search(name)):
            yield CredentialUseFact(at=found.at(project), name=name[:60] or call.name, outside=True)


def _in_code(project: Project, calls: Calls) -> Iterator[CredentialUseFact]:
    for found in chosen(calls, (CREDENTIAL,)):
        for key in sorted(CREDENTIALS.intersection(found.call.keywords)):
            value = found.call.keywords[key]
            if isinstance(value, str) and value[:1] == "=" and _real(value[1:]):
                at = project.place(found.path, found.call.line, f"{found.call.name}({key}=...)")
                yield CredentialUseFact(at=at, name=key, outside=False)


def _real(value: str) -> bool:
    """Tell whether a text can be a credential: long enough, of letters and digits, and no placeholder."""
    if masked(value):
        return True
    mixed = any(one.isdigit() for one in value) and any(one.isalpha() for one in value)
    return len(value) >= _LEAST and mixed and not _MADE_UP.search(value)
