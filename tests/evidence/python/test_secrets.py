"""Credentials, made up here piece by piece so that this file holds none."""

import zlib

import pytest

from maturity.evidence.python.secrets import Scanner

SCANNER = Scanner()
HEX = "9f8e7d6c5b4a39281706f5e4d3c2b1a0"
KAGGLE = '{"username": "ann", "key": "' + HEX + '"}'
LONG = "Zq8Lw2Xv7Rt5Yp3Ns9Kd4Hf6Gj1BcMaQ0eUiOzTyWxVrPnLk"
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
KEY = "\n".join((LONG + LONG)[:64] for _ in range(5))


def checked(prefix: str, body: str) -> str:
    """Return a token with the checksum that GitHub and npm append."""
    rest, tail = zlib.crc32(body.encode()), ""
    while rest:
        rest, digit = divmod(rest, 62)
        tail = DIGITS[digit] + tail
    return prefix + body + tail.rjust(6, "0")


def found(text: str, path: str = "src/config.py") -> list[tuple[str, bool]]:
    """Return kind and liveness of what is found."""
    return [(one.secret, one.live) for one in SCANNER.scan(path, text.encode())]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("private-key", f"-----BEGIN RSA PRIVATE KEY-----\n{KEY}\n-----END RSA PRIVATE KEY-----"),
        ("private-key", f"-----BEGIN ENCRYPTED PRIVATE KEY-----\n{KEY}\n-----END"),
        ("private-key", '"-----BEGIN PRIVATE KEY-----\\n' + KEY.replace("\n", "\\n") + '"'),
        ("aws-access-key", "AKIA" + "Q3EGRTZ7WMXNPLKD"),
        ("aws-secret-key", "aws_secret_access_key = " + LONG[:40]),
        ("github-token", checked("ghp_", LONG[:30])),
        ("github-token", "github_pat_" + LONG[:22] + "_" + (LONG + LONG)[:59]),
        ("gitlab-token", "glpat-" + LONG[:20]),
        ("slack-token", "xoxb-" + "71829304756-" + LONG[:24]),
        ("slack-webhook", "https://hooks.slack.com/services/" + "T8A2B3C4D/B9A8B7C6D/" + LONG[:24]),
        ("google-api-key", "AIza" + LONG[:35]),
        ("gcp-service-account", '"private_key_id": "' + (HEX + HEX)[:40] + '"'),
        ("azure-storage-key", "AccountName=x;AccountKey=" + (LONG + LONG)[:86] + "==;"),
        ("huggingface-token", "hf_" + LONG[:34]),
        ("openai-key", "sk-" + LONG[:48]),
        ("anthropic-key", "sk-ant-" + "api03-" + (LONG + LONG)[:90]),
        ("stripe-key", "sk_" + "live_" + LONG[:24]),
        ("sendgrid-key", "SG." + LONG[:22] + "." + LONG[:43]),
        ("npm-token", checked("npm_", LONG[:30])),
        ("pypi-token", "pypi-" + "AgEIcHlwaS5vcmc" + LONG[:48] + LONG[:10]),
        ("wandb-key", "WANDB_API_KEY=" + (HEX + HEX)[:40]),
        ("wandb-key", 'ENV WANDB_API_KEY "' + (HEX + HEX)[:40] + '"'),
        ("wandb-key", "wandb.login(key='" + (HEX + HEX)[:40] + "')"),
        ("databricks-token", "dapi" + HEX),
        ("twilio-key", "TWILIO_AUTH_TOKEN = '" + HEX + "'"),
        ("jwt", "api_token: 'eyJ" + LONG[:20] + ".eyJ" + LONG[:30] + "." + LONG[:20] + "'"),
        ("password-in-url", "postgresql://app:" + "Rk7vQp2x@db.prod.acme.io/x"),
        ("password-in-url", "mongodb+srv://app:" + "Rk7vQp2x@testcluster.ab1cd.mongodb.net/?w=majority"),
        (
            "database-login",
            "connect(user='a', password='wintergarden',\n  host = 'db.cs1.us-east-1.rds.amazonaws.com', port=5432)",
        ),
        ("database-login", "{'host': 'x.mongodb.net', 'user': 'a', 'password': 'wintergarden'}"),
        ("kaggle-key", KAGGLE),
        ("kaggle-key", KAGGLE.replace('"', '\\"')),
        ("tracking-password", "export MLFLOW_TRACKING_PASSWORD=" + (HEX + HEX)[:40]),
        ("tracking-password", "os.environ['MLFLOW_TRACKING_TOKEN'] = '" + (HEX + HEX)[:40] + "'"),
        ("assigned-secret", "DB_PASSWORD = '" + "Rk7vQp2xW'"),
        ("assigned-secret", "DB_PASSWORD = '" + "harbour123'"),
        ("assigned-secret", "DB_PASSWORD = '" + "admin123kestrel'"),
        ("assigned-secret", "# api_key = '" + "QpLmZRNxtvKKbShGbiyudXUZkGGs8nRhM'"),
        ("assigned-secret", '{"apiKey": "' + LONG[:24] + '"}'),
        ("assigned-secret", "os.environ['TRACKING_TOKEN'] = '" + LONG[:24] + "'"),
        ("assigned-secret", 'settings["db-password"]="' + "Rk7vQp2xW" + '"'),
    ],
)
def test_live(kind: str, text: str) -> None:
    assert (kind, True) in found("x = 1\n" + text + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "os.environ['TRACKING_TOKEN'] = os.environ['OTHER_TOKEN']",
        "os.environ['TRACKING_TOKEN'] = 'your-token-here'",
        "export MLFLOW_TRACKING_PASSWORD=" + "0" * 40,
        '{"username":"ann","key":"' + "x" * 32 + '"}',
        '{"name":"rows","key":"' + HEX[:32] + '"}',
        "export MLFLOW_TRACKING_PASSWORD=$DAGSHUB_TOKEN",
        "assert headers['token'] == 'k9Xw2vQ7mZr4Tb8s'",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n" + LONG,
        "AKIA" + "IOSFODNN7EXAMPLE",
        "AKIA" + "X" * 16,
        "ghp_" + LONG[:36],
        "hf_" + "x" * 34,
        "sk_" + "test_" + LONG[:24],
        "AccountKey=" + "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
        "postgres://postgres:postgres@db:5432/mlflow",
        "postgresql://user:Rk7vQp2x@localhost:5432/x",
        "http://admin:Rk7vQp2x@mlflow.local/x",
        "https://user:${PASSWORD}@db.prod.acme.io/x",
        "https://user:<password>@db.prod.acme.io/x",
        "https://user:{{ password }}@db.prod.acme.io",
        "MultiHostUrl('https://one.acme.io:8123,me:Rk7vQp2x@two.acme.io/x')",
        "mysql://root:changeme@db.prod.acme.io",
        "mongodb+srv://app:Rk7vQp2x@yourcluster.ab1cd.mongodb.net/x",
        "mongodb+srv://app:harbour@testcluster.ab1cd.mongodb.net/x",
        "connect(password='<password>', host='db.cs1.us-east-1.rds.amazonaws.com')",
        "connect(host='db.cs1.us-east-1.rds.amazonaws.com', password='your-password')",
    ],
)
def test_a_placeholder_is_not_live(text: str) -> None:
    assert all(not live for _, live in found(text))


@pytest.mark.parametrize(
    "text",
    [
        "password = 'password'",
        "MINIO_SECRET_KEY = 'minioadmin123'",
        "GRAFANA_PASSWORD = 'admin1234!'",
        "token = os.environ['TOKEN']",
        "api_key = 'your-api-key-goes-here'",
        "connect(host='db.cs1.us-east-1.rds.amazonaws.com', password=os.environ['PASSWORD'])",
        "connect(host='localhost', password='wintergarden')",
        "api_key: ${{ secrets.API_KEY }}",
        "unk_token = '<|endoftext|>'",
        "tokenizer = 'bert-base-uncased-v2'",
        "secret = get_secret('prod/db1/pass2')",
        "password: str = Field('x')",
        "SECRET_NAME = 'projects/12345/secrets/api'",
        "token = 'next_page_token_2'",
        "api_key = 'userNameFromPageOfTheSecondIdp2'",
        "api_key = 'toDoAsInMyOldPageOfThis1Form'",
        (HEX + HEX)[:40],
        "sha256:" + HEX + HEX,
        "wandb_version = '" + (HEX + HEX)[:39] + "'",
    ],
)
def test_what_is_no_secret(text: str) -> None:
    assert found(text) == []


DIGEST = (HEX + HEX[::-1])[:64]
INTEGRITY = "sha512-" + (LONG + LONG)[:86] + "=="
BASE64 = (LONG + LONG + "/+") * 40


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "uv.lock",
            f'sdist = {{ url = "https://files.example.org/a.tar.gz", hash = "sha256:{DIGEST}", token = "{DIGEST}" }}',
        ),
        (
            "package-lock.json",
            f'{{"node_modules/js-tokens": {{"integrity": "{INTEGRITY}", "secret-key": "{INTEGRITY}"}}}}',
        ),
        ("yarn.lock", f'"api-key@^1.0.0":\n  integrity "{INTEGRITY}"'),
        (".terraform.lock.hcl", f'token = "h1:{LONG[:43]}="'),
        ("requirements.txt", f"secretstorage==3.3.3 --hash=sha256:{DIGEST}"),
        ("dvc.lock", f"    md5: {HEX}\n    token: 1\n"),
        ("data.csv.dvc", f"outs:\n- md5: {HEX}\n"),
        ("notebook.ipynb", f'{{"data": {{"image/png": "{BASE64}"}}, "id": "{HEX[:8]}"}}'),
        ("model.svg", f'<image href="data:image/png;base64,{BASE64}"/>'),
        ("src/version.py", f'COMMIT = "{DIGEST[:40]}"\nCHECKSUM = "{DIGEST}"\n'),
        (".pre-commit-config.yaml", f"    rev: {DIGEST[:40]}\n"),
        (
            ".github/workflows/ci.yml",
            f"uses: actions/checkout@{DIGEST[:40]}\n        token: ${{{{ secrets.TOKEN }}}}\n",
        ),
        (".env.example", "API_KEY=your-key-here\nDB_PASSWORD=changeme-please\nTOKEN=<token>\nSECRET=xxxxxxxxxxxx\n"),
    ],
)
def test_digests_examples_and_pictures_are_no_live_secret(path: str, text: str) -> None:
    assert [kind for kind, live in found(text, path) if live] == []


def test_a_key_in_a_notebook_is_found_and_a_made_up_password_is_not_live() -> None:
    cell = (
        '{"cells": [{"cell_type": "code", "source": ["key = \''
        "hf_" + LONG[:34] + "'\\n\", \"password = 'Rk7vQp2xW'\"]}]}"
    )
    assert found(cell, "a.ipynb") == [("assigned-secret", False), ("huggingface-token", True)]
    long = cell.replace("Rk7vQp2xW", "v1.8b4c1e9a7d3f5b2c6e0a9d8f")
    assert found(long, "a.ipynb") == [("assigned-secret", True), ("huggingface-token", True)]


def test_a_file_without_its_credentials_keeps_its_lines_and_all_else() -> None:
    key = "-----BEGIN RSA PRIVATE KEY-----\n" + KEY + "\n-----END RSA PRIVATE KEY-----"
    text = f'a = 1\nb = \'hf_{LONG[:34]}\'\nc = """{key}"""\nd = \'postgresql://app:Rk7vQp2xW@db.prod.acme.io/x\'\n'
    hidden = SCANNER.without("a.py", text.encode()).decode()
    assert (len(hidden), hidden.count("\n")) == (len(text), text.count("\n"))
    assert hidden.startswith("a = 1\nb = 'hf_ZZZZZZ")
    assert not any(word in hidden for word in (LONG[5:30], KEY[10:40], "vQp2xW"))
    assert SCANNER.without("a.py", b"a = 'b'\n") == b"a = 'b'\n"


def test_what_stands_in_the_place_of_a_credential_is_still_python() -> None:
    text = f"url = f'postgresql://app:{{KEY[:8]}}Rk7vQp2xW@db.prod.acme.io/x'\nkey = b'hf_{LONG[:34]}'\n"
    hidden = SCANNER.without("a.py", text.encode())
    assert hidden != text.encode()
    compile(hidden, "a.py", "exec")


def test_only_four_characters_are_kept() -> None:
    (one,) = SCANNER.scan("a.py", ("\n\nx = '" + "hf_" + LONG[:34] + "'").encode())
    assert (one.line, one.shown) == (3, "hf_Z")


def test_uncertain_kinds_are_not_live_in_tests_and_prose() -> None:
    text = "password = '" + "Rk7vQp2xW'"
    assert found(text) == [("assigned-secret", True)]
    assert found(text, "tests/test_db.py") == [("assigned-secret", False)]
    assert found(text, "README.md") == [("assigned-secret", False)]
    assert found(text, "poetry.lock") == []


@pytest.mark.parametrize(
    "line", ["ENV API_TOKEN {}", "ENV api_token={}", 'ENV API_TOKEN "{}"', "  env API_TOKEN = '{}'"]
)
def test_a_dockerfile_declares(line: str) -> None:
    text = "FROM python:3.12\n" + line.format(LONG[:30]) + "\n"
    assert found(text, "ml/gpu.Dockerfile") == [("assigned-secret", True)]
    assert ("assigned-secret", True) not in found(line.format("$API_TOKEN_OF_BUILD"), "Dockerfile")


def test_settings_assign_without_quotes() -> None:
    text = "DB_PASSWORD=" + "Rk7vQp2xW\n"
    assert found(text, ".env.production") == [("assigned-secret", True)]
    assert found(text, "conf/app.yaml") == [("assigned-secret", True)]
    assert found(text, "app.py") == []


def test_a_file_full_of_them_is_bounded() -> None:
    text = "\n".join("hf_" + LONG[:32] + f"{n:02}" for n in range(100))
    assert len(found(text)) == 20
