"""Attributes of self and results of local functions."""

from tests.evidence.python.source_code import function, names

CLASS = """
from sklearn.svm import SVC
import torch.nn as nn
from .helpers import Helper, make
class Trainer:
    net: nn.Module
    def fit(self, X):
        self.model.fit(X)
        self.net.eval()
        self.helper.go()
        self.made.go()
        self.predict(X)
        self.unknown.fit()
        self.given.go()
        super().fit(X)
    def __init__(self, helper: Helper, given):
        self.model = SVC()
        self.helper = helper
        self.made = make()
        self.given = given
    def predict(self, X): ...
class Child(Trainer):
    def score(self):
        self.model.score()
"""


def test_attributes_have_the_class_that_any_method_gives_them() -> None:
    assert names(CLASS, "Trainer.fit") == [
        "sklearn.svm.SVC.fit",
        "torch.nn.Module.eval",
        ".helpers.Helper.go",
        ".helpers.make().go",
        "self.predict",
        "self.unknown.fit",
        "self.given.go",
        "super.fit",
    ]


def test_a_subclass_in_the_file_inherits_attributes() -> None:
    assert names(CLASS, "Child.score") == ["sklearn.svm.SVC.score"]


def test_a_local_function_gives_what_it_returns() -> None:
    source = "class Net: ...\ndef make():\n    return Net()\nmake().fit()"
    assert names(source) == ["Net.fit", "make"]
    assert function(source, "make").returns == "Net"


def test_a_return_annotation_wins() -> None:
    source = "from torch.nn import Module\ndef make() -> Module:\n    return cache['x']\nm = make()\nm.eval()"
    assert names(source)[-1] == "torch.nn.Module.eval"


def test_two_definitions_of_one_name_are_joined() -> None:
    source = "if fast:\n    def run(): a()\nelse:\n    def run(): b()\n"
    assert names(source, "run") == ["a", "b"]


def test_a_real_definition_replaces_a_stub() -> None:
    source = "def run(): ...\ndef run(): b()\n"
    assert names(source, "run") == ["b"]
    assert not function(source, "run").stub
