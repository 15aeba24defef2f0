"""What files are for, by their names."""

import pytest

from maturity.evidence.roles import LONG_LIMIT, TEXT_LIMIT, limit_of, role_of


@pytest.mark.parametrize(
    "path",
    [
        "UNLICENSE",
        "LICENSE-MIT",
        ".snyk",
        ".renovaterc",
        "renovate.json5",
        "nginx/default.conf",
        ".kedro.yml",
        "stages/train/dvc.yaml",
        "data/raw.csv.dvc",
        ".dvc/config",
        "Dockerfile.gpu",
        "Dockerfile.jinja",
        "docs/model_card",
        "model-card.html",
        ".github/PULL_REQUEST_TEMPLATE",
        "CHANGES",
        "chart/templates/_helpers.tpl",
        "README.markdown",
        ".eslintrc",
        ".eslintrc.cjs",
        "eslint.config.mjs",
        ".prettierrc",
    ],
)
def test_configuration_and_documents_are_texts(path: str) -> None:
    assert role_of(path) == "text"


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("image/train", "python"),
        ("image/serve", "python"),
        ("image/trainer", "other"),
        ("setup.py", "python"),
        ("train.py.jinja", "python"),
        ("eda.ipynb", "notebook"),
        ("ui/app.ts", "other"),
        ("history.csv", "other"),
        ("docs/readme.png", "binary"),
        ("model_card.pdf", "binary"),
        ("weights.pt", "binary"),
        ("run", "other"),
    ],
)
def test_other_roles(path: str, role: str) -> None:
    assert role_of(path) == role


def test_lock_files_may_be_long() -> None:
    assert limit_of("uv.lock", "text") == limit_of("package-lock.json", "text") == LONG_LIMIT
    assert limit_of("params.yaml", "text") == TEXT_LIMIT
