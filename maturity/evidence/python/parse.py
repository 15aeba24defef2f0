"""Python source to a Module: bounded, without warnings, and never an exception."""

import ast
import gc
import re
import warnings

from maturity.documents.template import render
from maturity.errors import Unreadable
from maturity.evidence.python import asking, dealing, newer, outcomes, settle, source
from maturity.evidence.python.definitions import is_stub
from maturity.evidence.python.draft import Draft, File, Frame
from maturity.evidence.python.module import Module
from maturity.evidence.python.statements import walk
from maturity.evidence.roles import bare_program

_NOTEBOOK = "# Databricks notebook source"
_INTERPRETER = re.compile(rb"#![^\n]{0,100}python")
"""How a program in Python begins that has no suffix."""
_MAGIC = re.compile(r"(?m)^[%!][^\n]*")
_CELL = "# COMMAND -"
"""How the line between two cells of such a notebook begins."""
_OTHER_LANGUAGE = re.compile(r"%(?:sql|md|sh|scala|r|fs|html|markdown)\b")
"""How a cell in another language begins."""


def parse(path: str, data: bytes) -> Module:
    """Return what a Python file does; one that is no Python 3 source is a module with a problem.

    A template of a Python file is read as what it becomes, wherever it lies.
    """
    if bare_program(path) and not _INTERPRETER.match(data):
        return Module()  # a script of the shell, or a compiled one
    try:
        text = source.decode(data)
    except Unreadable as error:
        return Module(problem=str(error))
    module = parse_text(path, text)
    if module.problem and "{{" in text:
        filled = parse_text(path, render(text))
        return module if filled.problem else filled
    return module


def parse_text(path: str, text: str) -> Module:
    """Return what Python source does.

    The garbage collector rests meanwhile: it would only look at a tree that is about to be dropped, and costs a fifth.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = _tree(_without_magics(text))
        return settle.module(_walked(File(path, dealing.may(text), asking.may_write_answers(text)), tree))
    except SyntaxError as error:
        return Module(problem=f"not Python 3 source: {error.msg}, line {error.lineno or 1}"[:200])
    except (ValueError, RecursionError, MemoryError) as error:
        return Module(problem=f"not readable as Python ({type(error).__name__})")
    finally:
        if collecting:
            gc.enable()


def _tree(text: str) -> ast.Module:
    """Parse source, also such as only a newer Python than the one that runs would take."""
    try:
        return ast.parse(text)
    except SyntaxError:
        older = newer.as_older(text)
        if older == text:
            raise
        return ast.parse(older)


def _without_magics(text: str) -> str:
    """Blank the magics of a notebook that Databricks keeps as Python source."""
    if not text.startswith(_NOTEBOOK):
        return text
    kept, other = [], False
    for line in text.split("\n"):
        other = not line.startswith(_CELL) and (other or _OTHER_LANGUAGE.match(line) is not None)
        kept.append("" if other else line)
    return _MAGIC.sub("pass", "\n".join(kept))


def _walked(file: File, tree: ast.Module) -> File:
    top = Draft("<module>", 1, stub=is_stub(tree.body))
    file.drafts.append(top)
    if file.asking:
        top.outcomes = outcomes.of(tree.body)
    walk(tree.body, file, Frame(top, file.scope))
    while file.waiting:
        body, frame = file.waiting.popleft()
        walk(body, file, frame)
    return file
