"""setup.cfg and setup.py."""

from textwrap import dedent

from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.topics.manifests import setuptools


def test_setup_cfg() -> None:
    text = "[options]\ninstall_requires =\n    numpy==1.26\n    pandas\n[options.extras_require]\ntest =\n    pytest\n"
    assert [(one.name, one.exact, one.scope, one.line) for one in setuptools.read_cfg(text)] == [
        ("numpy", True, "runtime", 3),
        ("pandas", False, "runtime", 4),
        ("pytest", False, "development", 7),
    ]


def test_setup_py_is_read_and_never_run() -> None:
    source = dedent(
        """
        from setuptools import setup
        raise SystemExit
        NEEDS = ["numpy==1.26", "pandas"]
        setup(install_requires=NEEDS, extras_require={"dev": ["ruff"], **more()}, version=open("x").read())
        """
    )
    assert [(one.name, one.scope, one.line) for one in setuptools.read_py(source)] == [
        ("numpy", "runtime", 4),
        ("pandas", "runtime", 4),
        ("ruff", "development", 5),
    ]


def test_a_computed_list_declares_nothing_we_know() -> None:
    assert setuptools.read_py("setup(install_requires=open('requirements.txt').read().split())") == ()


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert isinstance(setuptools.read_py(text), tuple)
    assert isinstance(setuptools.read_cfg(text), tuple)


def test_keywords_of_setup_are_read_where_they_are_literal() -> None:
    source = "import setuptools\nsetuptools.setup(\n  license='MIT',\n  python_requires=V,\n  classifiers=['a', 'b'])\n"
    assert setuptools.keyword(source, "license") == ("MIT", 3)
    assert setuptools.keyword(source, "classifiers") == ("a\nb", 5)
    assert setuptools.keyword(source, "python_requires") is None
    assert setuptools.keyword("setup(license=", "license") is None
