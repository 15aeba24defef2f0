"""What a Python file that could not be parsed may hide."""

from maturity.evidence.graph.graph import Graph, Node
from maturity.evidence.hidden import DETAILS
from maturity.evidence.python.doubt import Doubt, narrowed
from maturity.evidence.python.module import Skim
from maturity.model.activity import Activity
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.model.technology import Proof, Technology


def technology(name: str, activity: Activity, call: str) -> Technology:
    proof = Proof(activity=activity, calls=(call,))
    return Technology(name=name, title=name, role="x", roles=("x",), imports=(name,), proves=(proof,))


TECHNOLOGIES = (technology("xgboost", "train", "xgboost.train"), technology("wandb", "track", "wandb.log"))
SKIMS = {
    "train.py": Skim(frozenset({"xgboost", "seed"}), ("xgboost",)),
    "run.py": Skim(frozenset(), ("train",)),
    "ring.py": Skim(frozenset(), ("other",)),
    "other.py": Skim(frozenset({"wandb"}), ("ring", "wandb")),
    "words.py": Skim(),
    "serve.py": Skim(frozenset(), ("fastapi",)),
    "tests/test_a.py": Skim(test_functions=2),
    "vendor/train.py": Skim(frozenset({"xgboost"}), ("xgboost",)),
}


def of(path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    doubt = Doubt(TECHNOLOGIES, SKIMS, lambda dotted, _: f"{dotted}.py" if f"{dotted}.py" in SKIMS else None)
    return tuple(doubt.of(path))  # type: ignore[return-value]


def test_its_words_tell_which_activities() -> None:
    assert of("train.py") == (("activity", "seed", *DETAILS), ("gate", "train"))
    assert of("words.py") == ((), ())
    assert of("tests/test_a.py") == (("test", "check"), ())
    assert of("missing.py") == of("vendor/train.py") == ((), ())


def test_a_chain_may_go_through_it() -> None:
    assert of("run.py") == (("activity", "seed", *DETAILS), ("gate", "train"))
    assert of("ring.py") == (("activity", *DETAILS), ("track",))


def test_a_framework_for_services_hides_a_service() -> None:
    assert of("serve.py") == (("activity", "trigger", "service", *DETAILS), ("store-predictions",))


def test_a_notebook_that_nothing_runs_hides_at_most_a_credential() -> None:
    gap = Gap(path="a.ipynb", reason="lost", hides=("secret", "activity"))
    graph = Graph()
    assert narrowed(gap, graph).hides == ("secret",)
    graph.add(Node("py:a.ipynb", "notebook", "a.ipynb", Place(path="a.ipynb")))
    assert narrowed(gap, graph) == gap
