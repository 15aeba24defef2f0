"""Conda environment files."""

import pytest

from maturity.documents import yaml
from maturity.evidence.topics.manifests import conda

ENVIRONMENT = """
name: train
dependencies:
  - python=3.11.*
  - pip
  - conda-forge::numpy=1.26.4
  - pandas==2.2.*
  - scikit-learn
  - pip:
      - mlflow==2.3.1
      - azureml-sdk==1.27.*
"""


def test_an_environment_lists_its_pip_part_too() -> None:
    found = conda.read(yaml.load(ENVIRONMENT), "runtime")
    assert [(one.name, one.exact, one.line) for one in found] == [
        ("numpy", True, 6),
        ("pandas", False, 7),
        ("scikit-learn", False, 8),
        ("mlflow", True, 10),
        ("azureml-sdk", False, 11),
    ]


def test_the_interpreter_is_told_apart() -> None:
    found = conda.interpreter(yaml.load(ENVIRONMENT))
    assert found is not None
    assert (found.specifier, found.line) == ("=3.11.*", 4)


@pytest.mark.parametrize(
    ("entry", "pinned"),
    [("numpy=1.26", True), ("numpy==1.26", True), ("numpy=1.26=py311_0", True), ("numpy 1.26", True),
     ("numpy>=1.26", False), ("numpy=1.*", False), ("numpy", False)],
)  # fmt: skip
def test_a_match_specification_is_exact_without_a_wildcard(entry: str, pinned: bool) -> None:
    found = conda.parse_match(entry, 1)
    assert found is not None
    assert found.exact is pinned


@pytest.mark.parametrize(
    "text",
    [
        "dependencies:\n  - name: postgresql\n    version: 1\n    repository: x\n",
        "apiVersion: v2\ndependencies: [a]\n",
        "dependencies: text\n",
        "- a\n",
        "",
    ],
)
def test_other_documents_are_no_environments(text: str) -> None:
    assert not conda.is_environment(yaml.load(text))
