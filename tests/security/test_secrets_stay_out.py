"""A credential that was committed is found, and appears nowhere: in no report, no export and no cache."""

from pathlib import Path

from tests.e2e.program import maturity
from tests.repository import MakeRepository

TOKEN = "hf_" + "Zq8Lw2Xv7Rt5Yp3Ns9Kd4Hf6Gj1BcMaQ0e"
PASSWORD = "Rk7vQp2x" + "Lm4"
FILES = {
    "train.py": f'KEY = "{TOKEN}"\nprint(KEY)\n',
    ".env": f"DB_PASSWORD={PASSWORD}\n",
    "a.ipynb": '{"cells": [{"cell_type": "code", "source": ["key = \'' + TOKEN + "'\"]}]}",
    "conf/app.yaml": f"url: postgresql://app:{PASSWORD}@db.prod.acme.io/x\n",
}


def test_a_committed_credential_leaves_no_trace(make_repository: MakeRepository, tmp_path: Path) -> None:
    project, cache, export = make_repository(FILES), tmp_path / "cache", tmp_path / "report.yaml"
    told = [
        maturity("scan", project, "--verbose", "--format", form, MATURITY_CACHE_DIR=str(cache)).out
        for form in ("text", "json", "markdown")
    ]
    words = ("explain", "no-secrets-committed", project, "--export", export)
    told.append(maturity(*words, MATURITY_CACHE_DIR=str(cache)).out)
    assert all("hf_Z" in text for text in told)
    kept = [path.read_bytes() for path in cache.rglob("*") if path.is_file()]
    assert kept
    for text in (*(one.encode() for one in told), export.read_bytes(), *kept):
        assert TOKEN.encode() not in text
        assert PASSWORD.encode() not in text
