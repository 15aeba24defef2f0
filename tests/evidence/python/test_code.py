"""Objects that a file gets from others, and the library that they are of."""

from tests.evidence.python.linking import target

FIT = "def run(model, rows, labels):\n    model.fit(rows, labels)\n"


def trained(files: dict[str, str]) -> list[str]:
    return target(files).proved("train")


def test_an_importer_gives_the_object() -> None:
    main = "from sklearn.svm import SVC\nfrom steps import run\nrun(SVC(), 1, 2)\n"
    assert "steps.py:2" in trained({"steps.py": FIT, "main.py": main})
    assert trained({"steps.py": FIT, "main.py": main.replace("sklearn", "other")}) == []


MADE = (
    "from models import get_model\n"
    "def run(rows, labels):\n    model, more = get_model(1)\n    model.fit(rows, labels)\n"
)
MODELS = "from factory import make\ndef get_model(name):\n    return make(name), name\n"
FACTORY = "from sklearn.svm import SVC\ndef make(name):\n    return SVC()\n"


def test_what_a_file_calls_makes_the_object() -> None:
    files = {"steps.py": MADE, "models.py": MODELS, "factory.py": FACTORY}
    assert trained(files) == ["steps.py:4"]
    assert trained({**files, "factory.py": FACTORY.replace("sklearn", "other")}) == []
    assert trained({**files, "steps.py": MADE.replace("get_model(1)", "rows")}) == []
