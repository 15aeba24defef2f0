"""Snakemake."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.graph.orchestrators.snakefile import rules
from tests.evidence.graph.building import built, edges, reached, reasons

SNAKEFILE = """\
configfile: "config.yaml"
include: "rules/report.smk"

rule all:
    input: "model.pkl"

rule prepare:
    input:
        raw="raw.csv",
    output:
        "clean.csv"
    params: seed=1
    shell:
        "python prepare.py {input.raw} "
        "> {output}"

# rule old: shell: "python old.py"
rule train:
    input: rules.prepare.output
    output: "model.pkl"
    script: "../code/train.py"
"""
REPORT = 'rule report:\n  input: "model.pkl"\n  shell: """\n    python report.py {input}\n    """\n'
FILES = {
    "workflow/Snakefile": SNAKEFILE,
    "workflow/rules/report.smk": REPORT,
    **dict.fromkeys(("prepare.py", "code/train.py", "report.py", "old.py"), ""),
}


def test_rules_and_their_order() -> None:
    builder = built(FILES)
    (pipeline,) = builder.pipelines
    stage = "stage:workflow/Snakefile#"
    assert (pipeline.tool, pipeline.ordered) == ("snakemake", True)
    assert [name for name, _ in pipeline.steps] == ["prepare", "train", "report"]
    assert builder.order == [(f"{stage}prepare", f"{stage}train"), (f"{stage}train", f"{stage}report")]
    assert edges(builder, f"{stage}prepare") == ["14 py:prepare.py"]
    assert edges(builder, f"{stage}train") == ["21 py:code/train.py"]
    assert [(str(edge.at), edge.target) for edge in builder.graph.edges[f"{stage}report"]] == [
        ("workflow/rules/report.smk:4", "py:report.py")
    ]


def test_the_command() -> None:
    builder = built({**FILES, "go.sh": "snakemake --cores 1\n", "no.sh": "snakemake -s none.smk\n"})
    assert {"py:prepare.py", "py:code/train.py"} <= reached(builder, "file:go.sh")
    assert "there is no Snakefile here" in reasons(builder)


def test_rules_without_an_order() -> None:
    text = 'rule a:\n    shell: "pytest"\nrule b:\n    shell: "python b.py"\n'
    assert [one.ordered for one in built({"Snakefile": text}).pipelines] == [False]
    assert built({"Snakefile": 'x = 1\nrule all:\n    input: "a"\n'}).pipelines == []


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    for rule in rules(f"rule a:\n{text}\n"):
        assert rule.texts("shell") == rule.texts("shell")
        assert rule.line >= 1
