"""Arguments as small values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.python.arguments import clean, constant
from maturity.evidence.python.module import Argument
from maturity.evidence.python.parse import parse_text
from tests.evidence.python.source_code import call, first, module, names

HEAD = "import os, sys, subprocess\nfrom pathlib import Path\nSEED = 7\nCMD = ['python', 'train.py']\nlr = other()\n"


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("'text'", "=text"),
        ("3", 3),
        ("-0.5", -0.5),
        ("True", True),
        ("None", "@None"),
        ("load(path)", "@load()"),
        ("os.stat(path)", "@os.stat()"),
        ("other().size", "@other().size"),
        ("params['seed']", "@params.seed"),
        ("lr['x']", "@other().x"),
        ("params[0]", None),
        ("lr if SEED else 3", None),
        ("b'x'", None),
        ("1e999", None),
        ("SEED", 7),
        ("os.sep", "@os.sep"),
        ("args.seed", "@args.seed"),
        ("train", "@train"),
        ("f'python x.py --lr {lr}'", "=python x.py --lr {}"),
        ("'python ' + script", "=python {}"),
        ("'run %s' % lr", "=run %s"),
        ("'run {}'.format(lr)", "=run {}"),
        ("['python', 'my train.py', '--lr', str(lr)]", "=python 'my train.py' --lr {}"),
        ("[sys.executable, 'x.py']", "=python x.py"),
        ("CMD", "=python train.py"),
        ("'dvc repro'.split()", "=dvc repro"),
        ("['python', os.path.join('src', 'x.py')]", "=python src/x.py"),
        ("['python', Path('src') / 'x.py']", "=python src/x.py"),
        ("Path('a') / name", "=a/{}"),
        ("{'a': 1}", "=a:1"),
        ("{'a': 1, 'b': 2}", None),
        ("{'a': 'x', 'rate': 'params:rate', 'b': 'params:b'}", "=params:rate params:b"),
        ("dict(a='x', rate='params:rate')", "=params:rate"),
        ("dict(a='x')", "@dict()"),
        ("'a' if lr else None", "=a"),
        ("None if lr else 'a'", "=a"),
        ("'a' if lr else 'b'", None),
        ("[train, test]", None),
        ("lambda: 1", None),
    ],
)
def test_argument(argument: str, expected: Argument) -> None:
    assert first(HEAD + f"subprocess.run({argument})", "subprocess.run") == expected


def test_commands_of_a_build_are_lines_as_far_apart_as_they_are_written() -> None:
    text = "ShellStep('s',\n  commands=['a', 'b -x',\n  # c\n  f'd {lr}', unknown],\n  words=['a', 'b -x'])"
    made = call(HEAD + text, "ShellStep")
    assert made.keywords == {"commands": "=\na\nb -x\nd {}", "words": "=a 'b -x'"}


def test_a_build_specification_is_the_commands_of_its_phases() -> None:
    specification = "{'phases': {'install': {'commands': ['a']}, 'build': {'commands': ['b', 'c']}}, 'env': ['x']}"
    source = f"from aws import BuildSpec\nBuildSpec.from_object({specification})"
    assert first(source, "aws.BuildSpec.from_object") == "=a\nb\nc"


def test_execution_of_a_file_stays_visible() -> None:
    assert first("exec(open('configurator.py').read())", "exec") == "=configurator.py"


def test_keywords_are_kept_but_not_their_prose() -> None:
    found = call("import x\nx.add('--lr', type=float, default=0.1, help='long text', **more)", "x.add")
    assert found.arguments == ("=--lr",)
    assert found.keywords == {"type": "@float", "default": 0.1, "help": None, "**": "@more"}


def test_a_resolved_reference_can_be_followed() -> None:
    source = """
from airflow.operators.python import PythonOperator
from .work import train
PythonOperator(python_callable=train)
"""
    found = call(source, "airflow.operators.python.PythonOperator")
    assert found.keywords == {"python_callable": "@.work.train"}


def test_a_value_of_the_command_line_shows_its_origin() -> None:
    source = """
import argparse
args = argparse.ArgumentParser().parse_args()
fit(args.lr)
"""
    assert first(source, "fit") == "@argparse.ArgumentParser.parse_args().lr"


@given(st.text(alphabet=st.characters(), max_size=50))
def test_texts_can_always_be_written(text: str) -> None:
    clean(text).encode("utf-8")


def test_only_products_of_numbers_are_computed() -> None:
    source = "A = 60 * 60 * 24\nB = 60 + 60\nC = A * 2\nD = 1" + " * 1" * 40 + "\n"
    assert parse_text("m.py", source).constants == {"A": 86400}


def test_huge_numbers_are_dropped() -> None:
    assert constant(10**400) is None


PATHS = """
    from pathlib import Path
    DATA = Path("data")
    RAW: Path = DATA / "raw"

    def read(root):
        one(DATA / "a.csv")
        two(root / RAW / "a.csv")
        DATA.mkdir()
        there = Path("here")
        there = root
        three(there / "a.csv")
"""


def test_a_name_that_holds_a_path_is_a_text_where_it_is_joined() -> None:
    assert first(PATHS, "one", "read") == "=data/a.csv"
    assert first(PATHS, "two", "read") == "={}/data/raw/a.csv"
    assert first(PATHS, "three", "read") == "={}/a.csv"  # the name holds something else by then
    assert "pathlib.Path.mkdir" in names(PATHS, "read")
    assert module(PATHS).constants == {"DATA": "=data", "RAW": "=data/raw"}
