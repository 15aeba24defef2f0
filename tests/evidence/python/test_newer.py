"""Syntax of newer versions of Python than the one that runs."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.python.newer import as_older
from maturity.evidence.python.parse import parse


@pytest.mark.parametrize(
    ("source", "called"),
    [
        ('print(f"{get("a")} and {find(\'b\')}")', ["get", "find"]),
        ("print(f'{get('a')}')", ["get"]),
        ('x = f"{\', \'.join(f"{get(y)}" for y in z)}"', ["get"]),
        ('x = f"{get(f"{find("c")}")}"', ["get", "find"]),
        ("x = f\"{'\\n'.join(get(z))}\"", ["get"]),
        ('x = f"{get(\n    y,\n)} of"', ["get"]),
        ('x = f"{{not}} {get("}")!r:>{find("w")}}"', ["get", "find"]),
        ('x = rf"{get("a")}" + b"{no}" + "{no}"  # f"{no("x")}"', ["get"]),
        ('x = t"{get("a")}"', ["get"]),
        ("def first[T](rows: list[T]) -> T:\n    return get(rows)", ["get"]),
        ("async def first[T: (int, str), *Ts, **P](rows):\n    return get(rows)", ["get"]),
        (
            "class Store[T: Sequence[int]](Base):\n    def read[\n        S\n    ](self):\n        return get(self)",
            ["get"],
        ),
        ("type Rows[T] = list[T]\ntype Names = str\nget(1)", ["get"]),
    ],
)
def test_newer_syntax_is_read(source: str, called: list[str]) -> None:
    module = parse("new.py", source.encode())
    assert module.problem == ""
    names = [call.name for function in module.functions for call in function.calls if call.name in ("get", "find")]
    assert sorted(names) == sorted(called)


def test_a_line_stays_where_it_is() -> None:
    source = 'x = f"""{get("a")}\n{\'\\n\'.join(y)}\n"""\ndef first[\n    T\n](x):\n    find(x)\n'
    module = parse("new.py", source.encode())
    assert {call.name: call.line for one in module.functions for call in one.calls if call.name == "find"} == {
        "find": 7
    }


def test_what_no_python_takes_stays_a_problem() -> None:
    assert "line 1" in parse("old.py", b'print "a"\n').problem
    assert "line 2" in parse("old.py", b'x = f"{get("a")}"\ny = = 1\n').problem


OLDER = st.lists(
    st.sampled_from(["x", "{y}", "{z!r:>10}", "{{", "}}", "{f(1, [2])}", "{w['a']}", " ", "#", "\\n"]), max_size=8
).map(lambda parts: 'f"' + "".join(parts) + '"')


@given(OLDER)
def test_what_older_parsers_take_means_the_same(source: str) -> None:
    assert ast.dump(ast.parse(as_older(source))) == ast.dump(ast.parse(source))


@given(st.text(alphabet="fr'\"{}[]()\\\n #xtype=def :class", max_size=80))
def test_any_text_keeps_its_lines(text: str) -> None:
    assert as_older(text).count("\n") == text.count("\n")


def test_many_nested_openings_take_linear_time() -> None:
    assert as_older('f"{' * 50_000).count("{") == 50_000
