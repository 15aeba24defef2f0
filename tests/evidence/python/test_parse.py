"""Any bytes at all."""

import ast
import gc
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.evidence.python.module import Module
from maturity.evidence.python.parse import parse, parse_text

WORDS = st.sampled_from(
    (
        *(
            "def",
            "class",
            "if",
            "else:",
            "lambda",
            "x",
            "y",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ":",
            ",",
            ".",
            "=",
            "==",
            "<",
        ),
        *("@", "*", "**", "import", "from", "as", "with", "\n", "\n   ", "self", "return", "f'{x}'", "1", "'a'"),
    )
)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"print 'python 2'", "not Python 3 source"),
        (b"x = '\xff'", "not valid utf-8"),
        (b"a\0b", "not"),
        (b"# coding: utf-7\nx = 1", "declares the encoding utf-7"),
        (b"(" * 100_000, "not"),
        (b"-" * 100_000 + b"1", "not readable as Python"),
        (b"x" + b".x" * 100_000, "not readable as Python"),
        (b"1" + b"+1" * 100_000, "not readable as Python"),
        (b"lambda:" * 50_000 + b"1", "not readable as Python"),
        (b"x = " + b"9" * 5000, "not Python 3 source"),
        (b"#" * (1 << 20) + b"#", "larger than 1048576 bytes"),
    ],
)
def test_hostile_source_is_a_problem_and_no_exception(data: bytes, problem: str) -> None:
    found = parse("x.py", data)
    assert found.problem.startswith(problem)
    assert found == Module(problem=found.problem)


@pytest.mark.parametrize(
    "source",
    [
        "x" + ".a().b" * 400,
        "f(" * 80 + "1" + ")" * 80,
        "a = " + "+".join(["b()"] * 800),
        "functools.partial(" * 80 + "x" + ")" * 80,
        "x = " + "(" * 100 + "a.b" + ",)" * 100,
        "x = " + "'a' + " * 800 + "'b'",
        "def f(" + ",".join(f"a{i}: list[list[list[list[int]]]] = g({i})" for i in range(300)) + "): ...",
        "if " + " and ".join(["accuracy > 0.5"] * 500) + ":\n    raise E",
    ],
)
def test_deep_and_long_source_is_read(source: str) -> None:
    assert parse("x.py", source.encode()).problem == ""


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    assert isinstance(parse("x.py", data), Module)


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=40))
def test_anything_that_python_parses_is_read(words: list[str]) -> None:
    source = " ".join(words)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        valid = False
    else:
        valid = True
    assert (parse("x.py", source.encode()).problem == "") == valid


def test_warnings_of_the_parser_are_not_shown(recwarn: pytest.WarningsRecorder) -> None:
    assert parse("x.py", b"x = '\\d'; y = 1 is 1").problem == ""
    assert not recwarn.list


def test_the_garbage_collector_goes_on_afterwards() -> None:
    parse("x.py", b"x = (")
    assert gc.isenabled()


def test_source_in_utf_16_and_latin_1() -> None:
    assert parse("x.py", "x = 'é'".encode("utf-16")).constants == {"x": "=é"}
    assert parse("x.py", b"# -*- coding: latin-1 -*-\nx = '\xe9'").constants == {"x": "=é"}
    assert parse("x.py", b"\xef\xbb\xbfx = 1").constants == {"x": 1}


def test_lone_surrogates_do_not_survive() -> None:
    (call,) = parse("x.py", b"run('\\ud800')").functions[0].calls
    assert call.arguments == ("=?",)


def test_magics_are_blank_in_a_notebook_that_is_kept_as_source() -> None:
    text = "import mlflow\n%pip install x\n!ls\nmlflow.log_metric('a', 1)\n"
    assert parse_text("a.py", text).problem
    found = parse_text("a.py", f"# Databricks notebook source\n{text}")
    assert [(call.name, call.line) for call in found.functions[0].calls] == [("mlflow.log_metric", 5)]


def test_cells_in_other_languages_are_blank_in_such_a_notebook() -> None:
    cells = ("import mlflow\n", "%sql\nDROP TABLE a -- it's # gone\n", "mlflow.log_metric('a', 1)\n", "%md\n# It's\n")
    found = parse_text("a.py", "# Databricks notebook source\n" + "# COMMAND ----------\n".join(cells))
    assert [(call.name, call.line) for call in found.functions[0].calls] == [("mlflow.log_metric", 7)]


def test_a_cell_ends_only_where_a_line_says_so() -> None:
    cell = "%sql\nSELECT 1 -- see # COMMAND ----------\nSELECT 2 it's\n"
    found = parse_text(
        "a.py", f"# Databricks notebook source\n{cell}# COMMAND ----------\nimport mlflow\nmlflow.end_run()\n"
    )
    assert [(call.name, call.line) for call in found.functions[0].calls] == [("mlflow.end_run", 7)]


def test_a_template_is_read_as_what_it_becomes_wherever_it_lies() -> None:
    text = "from {{ app }}.lib import fit\n\n\ndef train():\n    fit({{ rows }})\n"
    (_, train) = parse("x.py", text.encode()).functions
    assert [(call.name, call.line) for call in train.calls] == [("app.lib.fit", 5)]
    assert parse("x.py", b"def {{ (:\n").problem.startswith("not Python 3 source")
    assert parse("x.py", b"value = {{1}: 2}\n").problem == ""  # odd, and Python


def test_a_program_without_a_suffix_is_read_where_it_says_that_it_is_python() -> None:
    fit = "import json\n\n\ndef train():\n    return json.load(open('p'))\n"
    assert parse("image/train", f"#!/usr/bin/env python3\n{fit}".encode()).function("train") is not None
    for other in (b"#!/bin/bash\npython train.py\n", b"\x7fELF\x02", fit.encode()):
        found = parse("image/train", other)
        assert not found.problem
        assert found.function("train") is None
