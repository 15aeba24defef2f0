"""What .dvc files, dvc.lock and .dvc/config record."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from maturity.documents import yaml
from maturity.documents.dvc.config import read_remotes
from maturity.documents.dvc.records import read_lock, read_pointer
from maturity.documents.dvc.stages import stages
from maturity.errors import Unreadable

MD5 = "14d187e749ee5614e105741c719fa185"


def test_a_pointer_in_a_folder_with_a_working_folder_of_its_own() -> None:
    text = f"wdir: ..\nouts:\n- md5: {MD5}.dir\n  size: 17\n  nfiles: 3\n  hash: md5\n  path: pool\n  push: false\n"
    (entry,) = read_pointer(yaml.load(text), "data/raw/pool.dvc").outs
    assert (entry.path, entry.line, entry.digest, entry.size, entry.files) == ("data/pool", 7, f"{MD5}.dir", 17, 3)
    assert (entry.valid, entry.hash, entry.pushed, entry.cached) == (True, "md5", False, True)


def test_a_digest_is_one_or_it_is_not() -> None:
    for digest, valid in [
        (MD5, True),
        (f"{MD5}.dir", True),
        (MD5.upper(), False),
        (MD5 + "\n", False),
        ("../a", False),
    ]:
        (entry,) = read_pointer(yaml.load(f"outs: [{{path: a, md5: {digest!r}}}]"), "a.dvc").outs
        assert entry.valid is (valid and "\n" not in digest), digest


def test_a_lock_of_dvc_1_has_its_stages_at_the_top() -> None:
    (stage,) = read_lock(yaml.load(f"train:\n  cmd: x\n  outs: [{{path: m, md5: {MD5}}}]\n")).values()
    (entry,) = stage.entries("outs", "sub")
    assert (stage.name, entry.path, entry.hash) == ("train", "sub/m", "md5-dos2unix")


def test_of_a_configuration_only_names_and_places_are_read() -> None:
    text = """[core]
    remote = one
['remote "one"']
    url = s3://bucket/x
    endpointurl = http://evil
    version_aware = true
["remote \\"two\\""]
[remote "three"]
url = ../there
"""
    found = [(one.name, one.line, one.url, one.versioned, one.default) for one in read_remotes(text)]
    assert found == [("one", 3, "s3://bucket/x", True, True), ("three", 8, "../there", False, False)]


@given(st.text())
def test_any_configuration_is_read_or_refused(text: str) -> None:
    with suppress(Unreadable):
        read_remotes(text)


def test_flags_of_outputs_and_parameters_of_stages() -> None:
    text = """
stages:
  train:
    cmd: python train.py
    wdir: work
    frozen: true
    params: [lr, deep.er, {conf.json: [a, b]}, {whole.toml: }]
    outs: [plain, {kept: {cache: false}}, {own: {push: false, remote: other}}]
"""
    (stage,) = stages(yaml.load(text), {})
    assert [(one.path, one.cached, one.pushed, one.remote) for one in stage.outputs] == [
        ("work/plain", True, True, ""),
        ("work/kept", False, True, ""),
        ("work/own", True, False, "other"),
    ]
    assert [(one.path, one.keys) for one in stage.parameters] == [
        ("work/params.yaml", ("lr", "deep.er")),
        ("work/conf.json", ("a", "b")),
        ("work/whole.toml", ()),
    ]
    assert stage.frozen


def test_an_escaped_template_is_a_variable_of_the_shell() -> None:
    (stage,) = stages(yaml.load("stages: {a: {cmd: 'echo \\${HOME} ${b} ${c}'}}"), {"b": 1.5})
    assert stage.commands == ((1, "echo ${HOME} 1.5 ${c}"),)


def test_a_matrix_without_end_is_followed_a_little() -> None:
    axes = ", ".join(f"a{n}: [{', '.join(map(str, range(100)))}]" for n in range(5))
    found = list(stages(yaml.load(f"stages: {{big: {{matrix: {{{axes}}}, cmd: 'x ${{item.a0}}'}}}}"), {}, 30))
    assert len(found) == 30
