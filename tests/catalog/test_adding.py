"""What CONTRIBUTING promises: a rule is one file, a technology one entry, and nothing else has to change."""

import shutil
from pathlib import Path

from maturity.cache import Cache
from maturity.evidence.collect import collect
from maturity.evidence.technologies import Technologies
from maturity.reading import read_project
from maturity.resources import folder
from maturity.rules import technologies
from maturity.rules.judge import judge
from maturity.rules.load import load_catalog
from maturity.sources.git import open_target
from tests.repository import MakeRepository

RULE = """\
id: wind-tunnel-used
principle: testability
level: 2
required: false
source: repo
carrier: ml-project
title: {en: Models fly in the wind tunnel, zh: 模型在风洞中试飞}
why: {en: Only a tunnel shows how a model behaves in a storm., zh: 只有风洞能显示模型在风暴中的表现。}
fix: {en: Call `windtunnel.fly(model)` after training., zh: 训练后调用 `windtunnel.fly(model)`。}
effort: hours
references: [S3]
ask:
  some: activity
  where: {activity: evaluate, technology: wind-tunnel, root: {not: none}}
examples:
  passing:
    - name: a flight
      files: {fly.py: "import windtunnel\\nwindtunnel.fly(1)\\n"}
  failing:
    - name: only bought
      files: {requirements.txt: "windtunnel==1.0\\n"}
"""
TECHNOLOGY = """
wind-tunnel:
  title: Wind tunnel
  roles: [testing]
  packages: [windtunnel]
  imports: [windtunnel]
  proves:
    - {activity: evaluate, calls: [windtunnel.fly]}
"""


def test_a_rule_is_one_file_and_a_technology_one_entry(tmp_path: Path, make_repository: MakeRepository) -> None:
    checks = tmp_path / "checks"
    shutil.copytree(folder("checks"), checks)
    (checks / "rules/testability/wind-tunnel-used.yaml").write_text(RULE)
    with (checks / "technologies/testing.yaml").open("a") as entries:
        entries.write(TECHNOLOGY)
    target = make_repository({"fly.py": "import windtunnel\nwindtunnel.fly('model')\n"})

    catalog = load_catalog(checks)
    known = Technologies(technologies.load(checks / "technologies"))
    with open_target(str(target)) as snapshot:
        collected = collect(read_project(snapshot.raw, snapshot, known, Cache.off()), known)
    findings = judge(catalog.rules, collected.facts, collected.gaps, frozenset(("repo",)))

    (found,) = (finding for finding in findings if finding.rule == "wind-tunnel-used")
    assert (found.status, [str(place.line) for place in found.evidence]) == ("pass", ["2"])
