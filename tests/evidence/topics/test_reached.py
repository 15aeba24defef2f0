"""What a function runs."""

from maturity.evidence.topics.reached import calls_of, closure, place_of
from tests.evidence.topics.targets import linked, project


def test_calls_are_followed_into_other_files() -> None:
    target = project(
        {"a.py": "from b import go\ndef start():\n    go()\n", "b.py": "import c\ndef go():\n    c.run(1)\n"}
    )
    nodes = closure(linked(target), ["py:a.py::start"])
    assert nodes == ["py:a.py::start", "py:b.py::go"]
    assert [(path, call.name) for path, call in calls_of(target, nodes)] == [("a.py", "b.go"), ("b.py", "c.run")]


def test_rings_end() -> None:
    target = project({"a.py": "def f():\n    g()\ndef g():\n    f()\n"})
    assert closure(linked(target), ["py:a.py::f"]) == ["py:a.py::f", "py:a.py::g"]


def test_a_node_names_its_place() -> None:
    assert place_of("py:a/b.py::C.f") == ("a/b.py", "C.f")
    assert place_of("py:a/b.py") == ("a/b.py", "")
