"""`--technologies DIR` as an organisation uses it: a tool that nobody else knows proves what it does."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import maturity, status
from tests.repository import MakeRepository

pytestmark = pytest.mark.slow

ACME = """\
acme-train:
  title: Acme Train
  roles: [training]
  packages: [acme-train]
  imports: [acme_train]
  proves:
    - {activity: train, calls: [acme_train.fit]}
"""
CI = "on: push\njobs:\n  train:\n    runs-on: ubuntu-latest\n    steps:\n      - run: python train.py\n"
FILES = {"train.py": "import acme_train\n\nacme_train.fit('customers')\n", ".github/workflows/ci.yml": CI}
RULE = """\
id: trained-by-acme
principle: automation
level: 1
required: false
source: repo
carrier: ml-project
title: {en: Acme Train trains, zh: 由 Acme Train 训练}
why: {en: It records what it does., zh: 它会记录所做的一切。}
fix: {en: Call `acme_train.fit`., zh: 调用 `acme_train.fit`。}
effort: hours
references: [S3]
ask:
  some: activity
  where: {activity: train, technology: acme-train}
examples:
  passing:
    - name: a call
      files: {train.py: "import acme_train\\nacme_train.fit(1)\\n"}
  failing:
    - name: another tool
      files: {train.py: "import other\\nother.fit(1)\\n"}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "our-technologies"
    folder.mkdir()
    (folder / "training.yaml").write_text(ACME)
    return folder


def scanned(project: Path, *words: str | Path) -> dict[str, Any]:
    ran = maturity("scan", project, "--format", "json", *words)
    assert ran.code == 0, ran.err
    document: dict[str, Any] = json.loads(ran.out)
    return document


def refused(project: Path, own: Path) -> str:
    ran = maturity("scan", project, "--technologies", own)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    return ran.err


def test_a_private_tool_proves_training_and_the_catalog_is_another(make_repository: MakeRepository, own: Path) -> None:
    project = make_repository(FILES)
    without = scanned(project)
    assert status(without, "ci-trains") == "fail"
    known = scanned(project, "--technologies", own)
    assert status(known, "ci-trains") == "pass"
    assert [one["name"] for one in known["evidence"]["repo"]["technologies"]] == ["acme-train"]
    assert known["tool"]["catalog_digest"] != without["tool"]["catalog_digest"]
    # What is remembered of one catalog is not what another one saw.
    assert status(scanned(project), "ci-trains") == "fail"
    (own / "training.yaml").write_text(ACME.replace("acme_train.fit]", "acme_train.never]"))
    changed = scanned(project, "--technologies", own)
    assert status(changed, "ci-trains") == "fail"
    assert changed["tool"]["catalog_digest"] not in (known["tool"]["catalog_digest"], without["tool"]["catalog_digest"])


def test_a_gate_and_an_explanation_know_it_too(make_repository: MakeRepository, own: Path) -> None:
    project = make_repository(FILES)
    explained = maturity("explain", "ci-trains", project, "--technologies", own)
    assert "train.py:3 acme_train.fit()\n" in explained.out
    assert "(acme-train)" in explained.out.replace("\n ", "")
    ran = maturity("gate", project, "--technologies", own, "--level", "0", "--report", f"json={project}/full.json")
    assert ran.code == 0, ran
    assert status(json.loads((project / "full.json").read_text()), "ci-trains") == "pass"


def test_the_operator_names_the_folder_in_a_file_and_the_repository_does_not(
    make_repository: MakeRepository, own: Path, tmp_path: Path
) -> None:
    project = make_repository(FILES | {"maturity.toml": '[technologies]\nfolder = "our-technologies"\n'})
    hostile = scanned(project)
    assert status(hostile, "ci-trains") == "fail"
    (gap,) = hostile["sources"][0]["gaps"]
    assert gap["reason"].startswith("line 2: technologies.folder does not hold: only the operator sets it")
    (tmp_path / "operator.toml").write_text('[technologies]\nfolder = "our-technologies"\n')
    assert status(scanned(project, "--config", tmp_path / "operator.toml"), "ci-trains") == "pass"


def test_a_rule_about_it_is_tested_with_it(own: Path, tmp_path: Path) -> None:
    (tmp_path / "rules/automation").mkdir(parents=True)
    (tmp_path / "rules/automation/trained-by-acme.yaml").write_text(RULE)
    assert maturity("rules", "test", tmp_path / "rules").code == 1
    ran = maturity("rules", "test", tmp_path / "rules", "--technologies", own)
    assert (ran.code, ran.out) == (0, "2 examples, all as claimed\n")


def test_what_is_wrong_is_said_with_its_line(make_repository: MakeRepository, own: Path) -> None:
    project, file = make_repository(FILES), own / "training.yaml"
    file.write_text(ACME.replace("activity: train", "activity: trains"))
    assert f"{file}:7: 'activity' cannot be 'trains'; did you mean 'train'?" in refused(project, own)
    file.write_text(ACME.replace("imports:", "import:"))
    assert f"{file}:5: unknown key 'import'; did you mean 'imports'?" in refused(project, own)
    file.write_text(ACME.replace("acme-train:", "scikit-learn:"))
    assert f"{file}:1: 'scikit-learn' is already described at " in refused(project, own)
    file.rename(own / "training.yml")
    assert f"{own}/training.yml:1: a file of technologies ends in .yaml" in refused(project, own)
    (own / "training.yml").unlink()
    assert f"{own}: there is no technology in this folder" in refused(project, own)
    (own / "training.yaml").symlink_to("/etc/passwd")
    assert f"{own}/training.yaml:1: links are not followed here" in refused(project, own)
    assert "No such file" in refused(project, own / "nowhere")
