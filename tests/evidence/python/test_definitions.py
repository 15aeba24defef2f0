"""Functions and classes."""

import pytest

from maturity.evidence.python.module import Parameter
from tests.evidence.python.source_code import function, module, names


def test_functions_are_named_within_their_file() -> None:
    found = module("""
        def outer():
            def inner():
                class Local:
                    def method(self): ...
        class A:
            class B:
                async def method(self): ...
        """)
    assert [(one.name, one.line) for one in found.functions] == [
        ("<module>", 1),
        ("outer", 2),
        ("A.B.method", 8),
        ("outer.inner", 3),
        ("outer.inner.Local.method", 5),
    ]
    assert [one.name for one in found.classes] == ["A", "A.B", "outer.inner.Local"]


def test_a_function_refers_to_those_nested_in_it() -> None:
    assert function("def outer():\n    @task\n    def inner(): ...", "outer").references == ("outer.inner",)


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "...",
        "'''Doc.'''",
        "raise NotImplementedError",
        "raise NotImplementedError('later')",
        "print('training')",
        "return",
        "return None",
        "'''Doc.'''\n    # todo\n    pass",
    ],
)
def test_a_body_that_does_nothing_is_a_stub(body: str) -> None:
    assert function(f"def train():\n    {body}", "train").stub


@pytest.mark.parametrize("body", ["return 1", "x = 1", "print(fit())\n    fit()", "raise ValueError"])
def test_a_body_that_does_something_is_none(body: str) -> None:
    assert not function(f"def train():\n    {body}", "train").stub


def test_parameters_have_resolved_annotations_and_defaults() -> None:
    source = """
import pandas as pd
import typer
from .schemas import Row
class A:
    def run(self, frame: pd.DataFrame, rows: "list[Row]", lr: float = 0.1, *args, seed=None, n: int = typer.Option(3)):
        frame.dropna()
        n.bit_length()
"""
    assert function(source, "A.run").parameters == (
        Parameter("frame", "pandas.DataFrame"),
        Parameter("rows", "list[.schemas.Row]"),
        Parameter("lr", "float", 0.1),
        Parameter("seed"),
        Parameter("n", "int", "@typer.Option()"),
    )
    assert names(source, "A.run") == ["typer.Option", "pandas.DataFrame.dropna", "?.bit_length"]


def test_dependencies_of_a_route_are_reached_from_it() -> None:
    source = """
from fastapi import Depends, FastAPI
from typing import Annotated
app = FastAPI()
def load(): ...
def check(): ...
@app.post("/predict", dependencies=[Depends(check)])
def predict(model=Depends(load), user: Annotated[str, Depends(check)] = ""):
    model.predict()
"""
    found = function(source, "predict")
    assert [one.name for one in found.decorators] == ["fastapi.FastAPI.post"]
    assert found.decorators[0].arguments == ("=/predict",)
    assert found.references == ("load", "check")
    assert [one.name for one in found.calls] == ["fastapi.Depends", "fastapi.Depends", "load().predict"]
    assert names(source) == ["fastapi.FastAPI", "fastapi.Depends"]


def test_receivers() -> None:
    source = """
class A:
    @classmethod
    def make(cls):
        return cls().fit()
    @staticmethod
    def go(x):
        x.fit()
    @property
    def net(self) -> "Net":
        return Net()
    def run(this):
        this.net.fit()
class Net: ...
"""
    assert names(source, "A.make") == ["A.fit", "A"]
    assert names(source, "A.go") == ["?.fit"]
    assert names(source, "A.run") == ["Net.fit"]


def test_a_class_keeps_bases_decorators_and_fields() -> None:
    (found,) = module("""
        from dataclasses import dataclass
        import pydantic as pdc
        @dataclass(frozen=True)
        class Settings(pdc.BaseModel, Generic[T], metaclass=Meta):
            lr: float = 0.1
            path: str
            table = Column("x")
            def run(self): ...
        """).classes
    assert (found.name, found.line, found.bases) == ("Settings", 5, ("pydantic.BaseModel", "Generic"))
    assert [(one.name, one.keywords) for one in found.decorators] == [("dataclasses.dataclass", {"frozen": True})]
    assert found.fields == (
        Parameter("lr", "float", 0.1),
        Parameter("path", "str"),
        Parameter("table", "", "@Column()"),
    )
