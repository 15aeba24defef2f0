"""Shell texts as people write them in scripts, CI steps and recipes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.errors import Unreadable
from maturity.evidence.graph.masks import MACROS
from maturity.evidence.graph.shell import MAX_TEXT, Options, parse


def shown(text: str, options: Options | None = None) -> list[str]:
    """Return each command as `LINE FOLDER> WORDS`, with `?` where its failure is ignored."""
    return [
        f"{one.line} {one.folder}> {' '.join(one.words)}{'' if one.blocking else ' ?'}" for one in parse(text, options)
    ]


def test_lines_folders_and_chains() -> None:
    text = "set -e\ncd ml && python train.py --lr 0.1\n# python no.py\nmake test; ls | wc -l\n"
    assert shown(text) == [
        "1 ml> python train.py --lr 0.1",
        "3 ml> make test",
        "3 ml> ls ?",
        "3 ml> wc -l",
    ]


def test_a_subshell_gives_its_folder_back() -> None:
    assert shown("(cd a && b)\nc") == ["0 a> b", "1 > c"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pytest || true", ["0 > pytest ?", "0 > true"]),
        ("pytest || exit 1", ["0 > pytest"]),
        ("pytest || { echo no; exit 1; }", ["0 > pytest", "0 > echo no"]),
        ("pytest | tee log", ["0 > pytest ?", "0 > tee log"]),
        ("set -o pipefail\npytest | tee log", ["1 > pytest", "1 > tee log"]),
        ("! pytest", ["0 > pytest ?"]),
        ("if ! pytest; then exit 1; fi", ["0 > pytest"]),
        ("if pytest; then deploy; fi", ["0 > pytest ?", "0 > deploy"]),
        ("if pytest; then deploy; else exit 2; fi", ["0 > pytest", "0 > deploy"]),
        ("pytest &\nwait", ["0 > pytest ?", "1 > wait"]),
        ("set +e\npytest\nls", ["1 > pytest ?", "2 > ls"]),
        ("while poll; do work; done", ["0 > poll ?", "0 > work"]),
        ("X=$(dvc repro)", ["0 > dvc repro"]),
        ("export X=$(dvc repro)", ["0 > dvc repro ?"]),
        ("echo $(dvc repro)", ["0 > dvc repro ?", "0 > echo $(dvc repro)"]),
        ("if false; then a; else b; fi", ["0 > false ?", "0 > b"]),
    ],
)
def test_whose_failure_counts(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_who_applies_a_namespace_alone_deploys_nothing() -> None:
    assert shown("kubectl create ns a --dry-run=client | kubectl apply -f -") == [
        "0 > kubectl create ns a --dry-run=client"
    ]
    assert shown("kubectl create deployment a --dry-run=client | kubectl apply -f -")[1:] == ["0 > kubectl apply -f -"]


def test_without_errexit_only_the_last_command_counts() -> None:
    assert shown("pytest\nls", Options(errexit=False)) == ["0 > pytest ?", "1 > ls"]
    assert shown("pytest\nls\nexit $?", Options(errexit=False)) == ["0 > pytest ?", "1 > ls"]
    assert shown("pytest\n# the end", Options(errexit=False)) == ["0 > pytest"]


def test_nothing_runs_after_an_exit() -> None:
    assert shown("a\nexit 0\nb") == ["0 > a"]


def test_variables_quotes_and_continuations() -> None:
    text = 'PY="python -u"\nDIR=\'my data\'\n$PY train.py \\\n  --dir "$DIR/x" --n ${N:-3} --who $WHO\n'
    (command,) = parse(text)
    assert command.words == ("python", "-u", "train.py", "--dir", "my data/x", "--n", "3", "--who", "$WHO")
    assert command.line == 2


def test_a_variable_set_for_one_command_is_no_word() -> None:
    assert shown("PYTHONPATH=src CUDA=0 python -m app") == ["0 > python -m app"]


def test_expressions_of_ci_systems_are_one_word() -> None:
    assert parse("python ${{ matrix.script || 'a b' }} x")[0].words == ("python", "${{ matrix.script || 'a b' }}", "x")
    macro = parse("python $(Build.SourcesDirectory)/t.py", Options(expressions=MACROS))
    assert [one.words for one in macro] == [("python", "$(Build.SourcesDirectory)/t.py")]


def test_loops_run_once_for_each_value() -> None:
    assert shown("for s in clean train; do python $s.py; done") == ["0 > python clean.py", "0 > python train.py"]
    assert shown("for f in *.py; do python $f; done") == ["0 > python $f"]


def test_functions_run_when_they_are_called() -> None:
    text = 'train() {\n  python train.py "$1"\n}\nunused() { python no.py; }\ntrain small\n'
    assert shown(text) == ["1 > python train.py small"]


def test_a_function_that_calls_itself_ends() -> None:
    assert len(shown("f() { work; f; }\nf")) < 20


def test_here_documents_belong_to_their_command() -> None:
    (bash, after) = parse("bash <<'EOF'\npython a.py\nEOF\npython b.py")
    assert (bash.words, bash.stdin) == (("bash",), "python a.py")
    assert after.line == 3


def test_case_and_eval_are_walked() -> None:
    assert shown('case $1 in\n a) x;;\n *) y;;\nesac\neval "python t.py"') == ["1 > x", "2 > y", "4 > eval python t.py"]


@given(st.text(alphabet="abc $(){}[]|&;<>'\"`\\\n!#=-", max_size=60))
def test_any_text_gives_commands(text: str) -> None:
    assert isinstance(parse(text), tuple)


@pytest.mark.parametrize(
    "part", ["(", "{ ", '"$(', "if ", "<<EOF ", "`", "a&&", "${", "case ", "f(){ ", "[[ ", "a && { "]
)
def test_deep_texts_end(part: str) -> None:
    assert isinstance(parse(part * 4_000), tuple)


def test_a_text_nobody_writes_is_refused() -> None:
    with pytest.raises(Unreadable, match="65537 characters"):
        parse("a" * (MAX_TEXT + 1))
    with pytest.raises(Unreadable, match="3000 pipes"):
        parse("a|" * 3_000)
