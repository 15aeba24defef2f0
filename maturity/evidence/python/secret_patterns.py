"""What credentials look like: one RE2 pattern per kind, with the credential itself as its only group."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of credential."""

    kind: str
    pattern: bytes
    hint: bytes
    """A cheaper pattern that matches wherever the other does."""
    certain: bool = True
    """Its form alone tells what it is; else its surroundings decide, and prose, tests and lock files do not count."""


_KEY = rb"[\w.\-]*(?:password|passwd|passphrase|secret|token|api_?-?key|access_?-?key|auth_?-?key|account_?-?key|pwd)"
_GIVEN = rb"[\"']?\]?\s?(?::=|=>|[:=])\s?"

_HOSTED = (
    rb"(?i:host|hostname|server)[\"']?\]?\s{0,3}[:=]\s{0,3}[\"'](?:tcp:)?[\w.\-]{1,200}\.(?:rds\.amazonaws\.com|"
    rb"redshift\.amazonaws\.com|cache\.amazonaws\.com|database\.azure\.com|database\.windows\.net|mongodb\.net|"
    rb"mongo\.cosmos\.azure\.com|supabase\.co|supabase\.com|neon\.tech|elephantsql\.com|render\.com|aivencloud\.com|"
    rb"redislabs\.com|redis-cloud\.com|planetscale\.com|psdb\.cloud|cockroachlabs\.cloud|snowflakecomputing\.com)\b"
)
"""A server that somebody rents a database on: it answers from anywhere."""
_LOGIN = rb"(?i:password|passwd|pwd)[\"']?\]?\s{0,3}[:=]\s{0,3}[\"']([^\s\"'\\]{4,200})[\"']"
_NEAR = rb"[^(){}]{0,300}?"

PATTERNS = (
    Pattern(
        "private-key",
        rb"BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----((?:\\[rn]|[^-\\]){20,})",
        rb"-----BEGIN [A-Z ]*PRIVATE KEY",
    ),
    Pattern("aws-access-key", rb"\b((?:AKIA|ASIA)[A-Z0-9]{16})\b", rb"\bA[KS]IA[A-Z0-9]{16}\b"),
    Pattern(
        "aws-secret-key",
        rb"(?i)aws[\w\-.]*secret[\w\-.]*[\"']?\s?[:=]{1,2}\s?[\"']?([a-z0-9/+]{40})\b",
        rb"(?i)aws[\w\-.]*secret",
    ),
    Pattern("github-token", rb"\b(gh[pousr]_[A-Za-z0-9]{36})\b", rb"\bgh[pousr]_[A-Za-z0-9]{6}"),
    Pattern("github-token", rb"\b(github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b", rb"\bgithub_pat_[A-Za-z0-9]{6}"),
    Pattern("gitlab-token", rb"\b(glpat-[\w\-]{20,})", rb"\bglpat-"),
    Pattern("slack-token", rb"\b(xox[abeoprs]-[A-Za-z0-9\-]{20,})", rb"\bxox[abeoprs]-"),
    Pattern(
        "slack-webhook", rb"hooks\.slack\.com/services/(T\w{6,}/B\w{6,}/\w{20,})", rb"hooks\.slack\.com/services/T"
    ),
    Pattern("google-api-key", rb"\b(AIza[\w\-]{35})", rb"\bAIza[\w\-]{6}"),
    Pattern("gcp-service-account", rb"\"private_key_id\"\s*:\s*\"([0-9a-f]{40})\"", rb"\"private_key_id\""),
    Pattern("azure-storage-key", rb"AccountKey=([A-Za-z0-9+/]{86}==)", rb"AccountKey=[A-Za-z0-9+/]{6}"),
    Pattern("huggingface-token", rb"\b(hf_[A-Za-z0-9]{34})\b", rb"\bhf_[A-Za-z0-9]{20}"),
    Pattern("openai-key", rb"\b(sk-(?:(?:proj|svcacct|admin)-[\w\-]{40,}|[A-Za-z0-9]{48}\b))", rb"\bsk-[\w\-]{20}"),
    Pattern("anthropic-key", rb"\b(sk-ant-[a-z0-9]{3,10}-[\w\-]{80,})", rb"\bsk-ant-"),
    Pattern("stripe-key", rb"\b([sr]k_(?:live|test)_[A-Za-z0-9]{20,})", rb"\b[sr]k_(?:live|test)_"),
    Pattern(
        "twilio-key",
        rb"(?i)twilio[\w\-. ]{0,30}[\"']?\s?[:=(,]\s?[\"']?(?:SK)?([0-9a-f]{32})\b",
        rb"(?i)twilio",
    ),
    Pattern("sendgrid-key", rb"\b(SG\.[\w\-]{22}\.[\w\-]{43})", rb"\bSG\.[\w\-]{20}"),
    Pattern("npm-token", rb"\b(npm_[A-Za-z0-9]{36})\b", rb"\bnpm_[A-Za-z0-9]{20}"),
    Pattern("pypi-token", rb"\b(pypi-AgEIcHlwaS5vcmc[\w\-]{50,})", rb"\bpypi-AgEI"),
    Pattern(
        "wandb-key",
        rb"(?i)wandb(?:_api_key[\"'\]]*\s?[:=,]?|[. ]login\s?\(?(?:\s?key\s?=)?)\s?[\"']?([0-9a-f]{40})\b",
        rb"(?i)wandb(?:_api_key|[. ]login)",
    ),
    Pattern(
        "kaggle-key",
        rb"username[\\\"']{1,3}\s*:\s*[\\\"']{1,3}[\w.\-]{1,64}[\\\"']{1,3}\s*,\s*[\\\"']{1,3}key[\\\"']{1,3}\s*:\s*"
        rb"[\\\"']{1,3}([0-9a-f]{32})\b",
        rb"key[\\\"']{1,3}\s*:\s*[\\\"']{1,3}[0-9a-f]{32}",
    ),
    Pattern(
        "tracking-password",
        rb"MLFLOW_TRACKING_(?:PASSWORD|TOKEN)[\\\"'\]]*\s?[:=,]\s?[\\\"']*([0-9a-f]{40})\b",
        rb"MLFLOW_TRACKING_(?:PASSWORD|TOKEN)",
    ),
    Pattern("databricks-token", rb"\b(dapi[0-9a-f]{32}(?:-\d)?)\b", rb"\bdapi[0-9a-f]{8}"),
    Pattern(
        "jwt",
        rb"(?i:" + _KEY + rb")" + _GIVEN + rb"[\"']?(?:Bearer )?(eyJ[\w\-]{10,}\.eyJ[\w\-]{10,}\.[\w\-]{10,})",
        rb"\beyJ[\w\-]{10,}\.eyJ",
        certain=False,
    ),
    Pattern(
        "password-in-url",
        rb"\b[a-zA-Z][a-zA-Z0-9+.\-]*://[^\s:/@\"'<>`]*:([^\s/@\"'<>`]{3,}@[^\s/\"'<>`,)\]]+)",
        rb"://[^\s:/@\"'<>`]*:[^\s/@\"'<>`]{3,}@",
        certain=False,
    ),
    Pattern("database-login", _LOGIN + _NEAR + _HOSTED, _HOSTED, certain=False),
    Pattern("database-login", _HOSTED + _NEAR + _LOGIN, _HOSTED, certain=False),
    Pattern(
        "assigned-secret",
        rb"(?i:" + _KEY + rb")" + _GIVEN + rb"[\"']([^\s\"'\\]{8,200})[\"']",
        rb"(?i)(?:password|passwd|passphrase|secret|token|key|pwd)" + _GIVEN + rb"[\"'][^\s\"'\\]{8}",
        certain=False,
    ),
)
"""Order matters only for what is reported first at one place."""

UNQUOTED = Pattern(
    "assigned-secret",
    rb"(?im)^[ \t\-]*(?:export[ \t]+)?" + _KEY + rb"[ \t]*[:=][ \t]*([^\s\"'\\#{}$<>]{8,200})[ \t\r]*$",
    rb"(?im)^[ \t\-]*(?:export[ \t]+)?[\w.\-]*(?:word|passwd|phrase|secret|token|key|pwd)[ \t]*[:=]",
    certain=False,
)
"""Configuration files assign without quotes: .env, .ini, .properties, YAML."""

DECLARED = Pattern(
    "assigned-secret",
    rb"(?im)^[ \t]*env[ \t]+" + _KEY + rb"(?:[ \t]*=[ \t]*|[ \t]+)[\"']?([^\s\"'\\#{}$<>]{8,200})[\"']?[ \t\r]*$",
    rb"(?im)^[ \t]*env[ \t]+[\w.\-]*(?:word|passwd|phrase|secret|token|key|pwd)",
    certain=False,
)
"""A Dockerfile keeps in the image what it declares, with an equals sign or without."""
