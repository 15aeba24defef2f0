"""Comparisons that decide."""

import ast

from maturity.evidence.python.draft import Frame


def branch(node: ast.If, frame: Frame) -> None:
    pass


def assertion(node: ast.Assert, frame: Frame) -> None:
    pass


def returned(node: ast.Return, frame: Frame) -> None:
    pass


def condition(node: ast.expr, frame: Frame) -> None:
    pass


def assignment(target: ast.expr, value: ast.expr, frame: Frame) -> None:
    pass
