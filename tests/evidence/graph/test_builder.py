"""Commands as the Python side and the readers hand them over."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.model.place import Place
from tests.evidence.graph.building import builder_of, built, edges, reached, reasons, sites

AT = Place(path="run.py", line=7, text="subprocess.run")


def test_a_command_of_python_code_is_followed() -> None:
    builder = builder_of({"run.py": "", "ml/train.py": ""})
    builder.command("py:run.py", ("python", "train.py"), AT, "ml")
    assert edges(builder, "py:run.py") == ["7 py:ml/train.py"]


def test_a_script_of_python_code_is_followed() -> None:
    builder = builder_of({"run.py": "", "train.sh": "python t.py\n", "t.py": ""})
    builder.script("py:run.py", "bash train.sh || true", "run.py", 3)
    assert edges(builder, "py:run.py") == ["3 file:train.sh ?"]
    assert edges(builder, "file:train.sh") == ["1 py:t.py"]


def test_a_missing_file_ends_the_chain_with_a_reason() -> None:
    builder = builder_of({"run.py": ""})
    builder.command("py:run.py", ("python", "gone.py"), AT)
    assert edges(builder, "py:run.py") == []
    assert reasons(builder) == ["gone.py is not here"]


def test_what_is_only_tried_proves_nothing() -> None:
    builder = builder_of({"run.py": ""})
    builder.command("n", ("pytest", "--version"), AT)
    builder.command("n", ("kubectl", "apply", "--dry-run=client", "-f", "x.yaml"), AT)
    assert sites(builder, "n") == []


def test_a_lenient_option_does_not_block() -> None:
    builder = builder_of({"run.py": ""})
    builder.command("n", ("ruff", "check", "--exit-zero"), AT)
    assert sites(builder, "n") == ["7 lint ruff ?"]


def test_scripts_in_a_ring_end() -> None:
    builder = built({"a.sh": "./b.sh\n", "b.sh": "bash a.sh\npytest\n"})
    assert reached(builder, "file:a.sh") == {"file:a.sh", "file:b.sh", "task:tests#all"}


def test_a_script_seen_from_its_own_folder() -> None:
    builder = built({"tools/go.sh": "python step.py\n", "tools/step.py": ""})
    assert edges(builder, "file:tools/go.sh") == ["1 py:tools/step.py"]


def test_a_broken_document_is_one_gap() -> None:
    builder = built({"dvc.yaml": "stages: [", "Makefile": "test:\n\tpytest\n"})
    assert [gap.path for gap in builder.project.gaps] == ["dvc.yaml"]
    assert sites(builder, "target:Makefile#test") == ["2 test pytest"]


def test_what_can_be_seen_twice_stands_once() -> None:
    builder = builder_of({"a.py": ""})
    for _ in range(2):
        builder.command("n", ("python", "a.py"), AT, blocking=False)
    builder.command("n", ("python", "a.py"), AT)
    assert edges(builder, "n") == ["7 py:a.py"]


@given(st.lists(st.text(max_size=12), max_size=5))
def test_any_words_are_a_command(words: list[str]) -> None:
    builder = builder_of({"a.py": "", "Makefile": "x:\n"})
    builder.command("n", words, AT)
    assert builder.project.gaps == []


def test_a_script_that_is_not_here_is_named() -> None:
    builder = builder_of({"a.py": ""})
    builder.command("n", ("./gone.sh",), AT)
    builder.command("n", ("/usr/bin/anything",), AT)
    assert reasons(builder) == ["./gone.sh is not here"]


def test_only_what_is_judged_is_read() -> None:
    files = {"Makefile": "a:\n\tpytest\n", "{{ x }}/Makefile": "b:\n\tpytest\n", "{{ x }}/vendor/Makefile": "c:\n\tx\n"}
    builder = built(files, bases=("{{ x }}",))
    assert next(iter(builder.graph.nodes)) == "target:{{ x }}/Makefile#b"
    assert not any("vendor" in node or node == "target:Makefile#a" for node in builder.graph.nodes)


def test_a_script_runs_where_its_caller_was() -> None:
    files = {
        "a.sh": "cd lab; ./tasks/check.sh\n",
        "lab/tasks/check.sh": "set -e\npython training/run.py\npython other.py\n",
        "lab/training/run.py": "",
        "beside/other.py": "",
    }
    assert edges(built(files), "file:lab/tasks/check.sh") == ["2 py:lab/training/run.py"]


def test_a_folder_that_is_not_there_may_lie_beside_the_script() -> None:
    files = {
        "build/buildspec.yml": "version: 0.2\nphases:\n  build: {commands: [cd ./image, ./push.sh]}\n",
        "build/image/push.sh": "docker push app\n",
    }
    assert edges(built(files), "job:build/buildspec.yml#build") == ["4 file:build/image/push.sh"]
    files["image/push.sh"] = "docker push other\n"
    assert edges(built(files), "job:build/buildspec.yml#build") == ["4 file:image/push.sh"]
