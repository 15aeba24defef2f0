"""Where credentials come from."""

import pytest

from tests.evidence.practice.seen import seen

HEAD = "import os\nimport psycopg2\nimport boto3\n\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("os.getenv('HF_TOKEN')", [("HF_TOKEN", True)]),
        ("os.environ['DB_PASSWORD']", [("DB_PASSWORD", True)]),
        ("boto3.client('secretsmanager').get_secret_value(SecretId='churn')", [("churn", True)]),
        ("psycopg2.connect(password='r4t-Kq29vLm')", [("password", False)]),
        ("psycopg2.connect(password='changeme1')", []),
        ("psycopg2.connect(password='postgres')", []),
        ("os.getenv('EPOCHS')", []),
        ("os.getenv('TOKENIZER_PATH')", []),
        ("os.getenv('SECRET_FILE')", []),
    ],
)
def test_a_credential_is_outside_or_in_the_code(code: str, expected: list[tuple[str, bool]]) -> None:
    found = seen("credential-use", {"prepare.py": HEAD + code + "\n"})
    assert [(one.name, one.outside) for one in found] == expected


def test_a_secret_of_ci_comes_from_outside() -> None:
    text = "on: push\njobs:\n  a:\n    steps:\n      - run: dvc pull\n        env: {K: '${{ secrets.AWS_KEY }}'}\n"
    found = seen("credential-use", {".github/workflows/a.yml": text})
    assert [(one.name, one.outside, one.at.line) for one in found] == [("AWS_KEY", True, 6)]
    assert seen("credential-use", {".github/workflows/a.yml": text.replace("AWS_KEY", "GITHUB_TOKEN")}) == []
