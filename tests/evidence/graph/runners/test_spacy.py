"""Projects of spaCy and Weasel, and trainers whose settings stand in a file that they are given."""

import pytest

from tests.evidence.graph.building import built, edges, reasons, sites

PROJECT = """\
vars:
  config: base.cfg
workflows:
  all:
    - prepare
    - fit
commands:
  - name: prepare
    script:
      - "python scripts/prepare.py raw.jsonl"
  - name: fit
    script:
      - "python -m spacy train configs/${vars.config} --output model"
  - name: clean
    script: ["rm -rf model"]
"""
CONFIG = "[system]\nseed = 3\n\n[training]\nseed = ${system.seed}\ndropout = 0.1\n"
FILES = {
    "ner/project.yml": PROJECT,
    "ner/configs/base.cfg": CONFIG,
    "ner/scripts/prepare.py": "print(1)\n",
    "ner/Makefile": "a:\n\tspacy project run all\nb:\n\tweasel run fit\nc:\n\tpython -m spacy project run pack\n",
    "go.sh": "spacy project run fit ner\n",
}


def test_a_workflow_runs_its_commands_one_after_the_other() -> None:
    builder = built(FILES)
    (found,) = builder.pipelines
    assert (found.tool, [name for name, _ in found.steps], found.ordered) == ("spacy", ["prepare", "fit"], True)
    first, second = (node for _, node in found.steps)
    assert edges(builder, first) == ["5 task:ner/project.yml#prepare"]
    assert edges(builder, second) == ["6 task:ner/project.yml#fit"]
    assert edges(builder, "task:ner/project.yml#prepare") == ["10 py:ner/scripts/prepare.py"]


def test_commands_and_workflows_are_run_by_name() -> None:
    builder = built(FILES)
    assert edges(builder, "target:ner/Makefile#a") == ["2 task:ner/project.yml#workflow:all"]
    assert edges(builder, "target:ner/Makefile#b") == ["4 task:ner/project.yml#fit"]
    assert edges(builder, "file:go.sh") == ["1 task:ner/project.yml#fit"]
    assert reasons(builder) == ["no project.yml here has the command pack"]


def test_other_files_of_that_name_are_no_projects() -> None:
    for text in (
        "workflows: {all: [a, b]}\n",
        "commands: [a, b]\n",
        "commands: {a: x}\n",
        "- name: a\n  script: [b]\n",
    ):
        assert built({"project.yml": text}).pipelines == []


@pytest.mark.parametrize(
    ("line", "config", "expected"),
    [
        ("spacy train c.cfg", CONFIG, ["1 read-parameters spacy", "2 fix-seed spacy"]),
        ("spacy train c.cfg -o out", "seed = null\n", ["1 read-parameters spacy"]),
        ("spacy train c.cfg", "max_seed_length = 3\n", ["1 read-parameters spacy"]),
        ("spacy train other.cfg", CONFIG, []),
        ("spacy init config c.cfg", CONFIG, []),
        ("spacy evaluate c.cfg", CONFIG, []),
        ("allennlp train -s out c.cfg", '  "random_seed": 7,\n', ["1 read-parameters allennlp", "1 fix-seed allennlp"]),
        ("allennlp evaluate c.cfg", CONFIG, []),
    ],
)
def test_a_trainer_takes_parameters_and_seed_from_its_file(line: str, config: str, expected: list[str]) -> None:
    builder = built({"run.sh": f"{line}\n", "c.cfg": config})
    assert [one for one in sites(builder, "file:run.sh") if "train " not in one] == expected
