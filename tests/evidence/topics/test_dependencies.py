"""Declared dependencies of small targets."""

from maturity.evidence.topics.dependencies import collect
from tests.evidence.topics.targets import project


def test_each_manifest_in_the_tree_is_read_and_use_is_told() -> None:
    target = project(
        {
            "service/requirements.txt": "scikit-learn==1.4.2\nunused==1.0\n-r ../shared/base.in\n",
            "shared/base.in": "pyyaml\n",
            "requirements-dev.txt": "pytest\n",
            "vendor/requirements.txt": "evil==1\n",
            "service/app.py": "import sklearn\nimport yaml\n",
        }
    )
    assert {(one.name, str(one.at), one.scope, one.used) for one in collect(target)} == {
        ("scikit-learn", "service/requirements.txt:1", "runtime", True),
        ("unused", "service/requirements.txt:2", "runtime", False),
        ("pyyaml", "shared/base.in:1", "runtime", True),
        ("pytest", "requirements-dev.txt:1", "development", False),
    }


def test_a_broken_manifest_is_a_gap_and_the_others_are_read() -> None:
    target = project({"pyproject.toml": "[project\n", "requirements.txt": "numpy\n"})
    assert [one.name for one in collect(target)] == ["numpy"]
    assert [gap.path for gap in target.gaps] == ["pyproject.toml"]
