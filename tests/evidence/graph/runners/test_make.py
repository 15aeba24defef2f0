"""Makefiles as programs."""

from tests.evidence.graph.building import built, edges, reached, reasons, sites, starts

MAKEFILE = """\
.PHONY: all train test
PY := poetry run python
include extra.mk
all: train

data: ## make data
\t@$(PY) src/data.py \\
\t\t--out data.csv

train: data
\t$(PY) src/train.py
\t-rm old

test:
\tcd src && pytest
\t$(MAKE) extra

%.pdf: %.md
\tpandoc $<
"""
FILES = {
    "Makefile": MAKEFILE,
    "extra.mk": "extra:\n\tdocker push image\ninclude Makefile\n",
    "src/data.py": "",
    "src/train.py": "",
    "ci.sh": "make -C . train\nmake -n test\nmake nothing\n",
}


def test_targets_are_entries_with_their_commands() -> None:
    builder = built(FILES)
    assert "entry target:Makefile#train" in starts(builder)
    assert edges(builder, "target:Makefile#data") == ["7 py:src/data.py"]
    assert edges(builder, "target:Makefile#train") == ["10 target:Makefile#data", "11 py:src/train.py"]
    assert edges(builder, "target:Makefile#test") == ["15 task:tests#src", "16 target:extra.mk#extra"]
    assert sites(builder, "target:extra.mk#extra") == ["2 push-image docker"]


def test_the_command_make() -> None:
    builder = built(FILES)
    assert edges(builder, "file:ci.sh") == ["1 target:Makefile#train ?"]
    assert reasons(builder) == ["make only shows what it would run", "Makefile has no target nothing"]


def test_the_first_target_is_the_default() -> None:
    builder = built({"Makefile": "train:\n\tpython t.py\nclean:\n\trm x\n", "t.py": "", "go.sh": "make\n"})
    assert reached(builder, "file:go.sh") == {"target:Makefile#train", "py:t.py"}


def test_a_target_that_needs_another_is_a_pipeline() -> None:
    (pipeline,) = [one for one in built(FILES).pipelines if one.name == "train"]
    assert pipeline.steps == (("data", "target:Makefile#data"), ("train", "target:Makefile#train"))
    assert pipeline.ordered


def test_a_mere_list_of_targets_is_none() -> None:
    assert built({"Makefile": "all: a b\na:\n\tx\nb:\n\ty\n"}).pipelines == []


def test_errors_that_are_ignored() -> None:
    builder = built({"Makefile": "a:\n\t-pytest\nb:\n\tpytest || true\nc:\n\tmake -i d\nd:\n\tpytest\n"})
    assert sites(builder, "target:Makefile#a") == ["2 test pytest ?"]
    assert sites(builder, "target:Makefile#b") == ["4 test pytest ?"]
    assert edges(builder, "target:Makefile#c") == ["6 target:Makefile#d ?"]


def test_a_program_that_the_shell_looks_up_is_that_program() -> None:
    text = (
        "PYTHON := $(shell which python3 || which python)\nFILE := $(shell ls *.py)\na:\n\t$(PYTHON) t.py\n\t$(FILE)\n"
    )
    assert edges(built({"Makefile": text, "t.py": ""}), "target:Makefile#a") == ["4 py:t.py"]


def test_a_tab_stands_before_a_variable_where_no_rule_is_open() -> None:
    text = (
        ".PHONY: a\nUV := $(shell command -v uv)\nifdef UV\n\tRUN := uv run\nelse\n\tRUN :=\nendif\n"
        "a:\n\t$(RUN) python t.py\n\tRUN=1 python u.py\n"
    )
    builder = built({"Makefile": text, "t.py": "", "u.py": ""})
    assert edges(builder, "target:Makefile#a") == ["9 py:t.py", "10 py:u.py"]
    assert edges(built({"Makefile": "a:\n\tGO=python\n\t$(GO) t.py\n", "t.py": ""}), "target:Makefile#a") == []


def test_one_shell() -> None:
    builder = built({"Makefile": ".ONESHELL:\na:\n\tcd ml\n\tpython t.py\n", "ml/t.py": ""})
    assert edges(builder, "target:Makefile#a") == ["4 py:ml/t.py"]
