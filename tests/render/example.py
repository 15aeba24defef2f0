"""One assessment, made by hand: level 1, blocked twice, with a gap and text that means harm."""

from maturity.model.assessment import (
    Assessment,
    Counts,
    EvidenceSet,
    PrincipleResult,
    SourceReport,
    Target,
    Tool,
)
from maturity.model.finding import Evidence, Finding
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.model.rule import Text

TRAINS = Evidence(
    kind="activity",
    path="src/train.py",
    line=88,
    text="model.fit(x, y)",
    chain=(
        Place(path=".github/workflows/ci.yml", line=31, text="make train"),
        Place(path="Makefile", line=12, text="dvc repro"),
        Place(path="dvc.yaml", line=9, text="python src/train.py"),
        Place(path="src/train.py", line=88, text="model.fit(x, y)"),
    ),
)

AUTOMATION = PrincipleResult(
    id="automation",
    title=Text(en="Automation", zh="自动化"),
    level=1,
    score=0.5,
    counts=Counts(passed=1, failed=1),
)

GOVERNANCE = PrincipleResult(
    id="governance",
    title=Text(en="Governance", zh="治理合规"),
    level=1,
    score=None,
    counts=Counts(unknown=1, not_assessed=1),
)

CI_TRAINS = Finding(
    rule="ci-trains",
    principle="automation",
    level=2,
    required=True,
    status="pass",
    title=Text(en="CI trains the model", zh="CI 训练模型"),
    summary=Text(en="A job started by a change reaches training.", zh="由变更触发的任务会训练模型。"),
    evidence=(TRAINS,),
    fix=Text(en="Run the pipeline in CI.", zh="在 CI 中运行流水线。"),
    effort="days",
    references=("S2",),
)

GATE = Finding(
    rule="evaluation-gate",
    principle="automation",
    level=2,
    required=True,
    status="fail",
    title=Text(en="An evaluation gate blocks bad models", zh="评估关卡拦截劣质模型"),
    summary=Text(en="No program compares a metric with a threshold.", zh="没有程序将指标与阈值比较。"),
    evidence=(Evidence(kind="activity", path="src/eval\x1b[2J.py", line=7, text="print(auc) ::error::"),),
    fix=Text(
        en="Fail the evaluation stage below a threshold. Put the threshold into params.yaml.",
        zh="评估低于阈值时使阶段失败。将阈值写入 params.yaml。",
    ),
    effort="hours",
    references=("S2",),
)

CARD = Finding(
    rule="model-card",
    principle="governance",
    level=2,
    required=True,
    status="unknown",
    title=Text(en="There is a model card", zh="有模型卡"),
    summary=Text(en="A file that may be a card was not read.", zh="一个可能是模型卡的文件未能读取。"),
    evidence=(),
    fix=Text(en="Write MODEL_CARD.md.", zh="编写 MODEL_CARD.md。"),
    effort="days",
    references=(),
)

SIGNATURES = Finding(
    rule="versions-have-signature",
    principle="governance",
    level=2,
    required=True,
    status="not-assessed",
    title=Text(en="Serving versions have a signature", zh="在线版本带有签名"),
    summary=Text(en="MLflow was not given.", zh="未提供 MLflow。"),
    evidence=(),
    fix=Text(en="Log a signature.", zh="记录签名。"),
    effort="hours",
    references=(),
)

EXAMPLE = Assessment(
    tool=Tool(version="0.1.0", catalog_digest="c0ffee"),
    target=Target(name="churn", path="/srv/churn", commit="3f2a91c0de" + "0" * 30, dirty=True),
    sources=(
        SourceReport(
            kind="git",
            uri="/srv/churn",
            state="partly-read",
            detail="",
            gaps=(Gap(path="docs/card.md", reason="larger than 1 MiB"),),
        ),
        SourceReport(kind="mlflow", uri="", state="not-given", detail=""),
        SourceReport(kind="dvc", uri="", state="not-given", detail=""),
    ),
    level=1,
    level_with_waivers=1,
    level_name=Text(en="ML pipeline automation", zh="机器学习流水线自动化"),
    blockers=("evaluation-gate", "model-card"),
    plan=("evaluation-gate", "model-card"),
    score=0.5,
    principles=(AUTOMATION, GOVERNANCE),
    findings=(CI_TRAINS, GATE, CARD, SIGNATURES),
    evidence=EvidenceSet(repo=None),
    started="2026-01-02T03:04:05Z",
    duration=0.25,
)
