"""Which Python files configuration names."""

import time

from maturity.evidence.python.module import Skim
from maturity.evidence.select import GIVEN_METHODS, named_files, select


def test_names_of_files_are_found_in_what_is_no_prose() -> None:
    texts = {
        "Makefile": "train:\n\tpython src/train.py --epochs 3\n\tpython ${DIR}/score.py\n",
        "params.yaml": "script: 'steps/fit.py'\npackage: src/pkg/__init__.py\nmodule: a.pyc\n",
        "README.md": "Run `python notes.py`.",
        "notes.txt": "other.py",
        "data.csv": "1,2\n",
    }
    assert named_files(texts) == {"train.py", "score.py", "fit.py"}


def test_the_last_name_of_a_run_counts() -> None:
    assert named_files({"x": "a.py/b.py", "y": ".py", "z": "..py"}) == {"b.py", "..py"}


def test_a_long_word_costs_no_more_than_its_length() -> None:
    began = time.process_time()
    assert named_files({"uv.lock": "a" * 300_000 + " run.py"}) == {"run.py"}
    assert time.process_time() - began < 2


def test_a_file_that_a_program_takes_preparation_or_a_gate_from_is_read() -> None:
    skims = {
        "train.py": Skim(
            frozenset(("fit",)),
            (
                "own.text.tokenize_lines",
                "own.names.greeting",
                "own.gates.check_model_metrics",
                "own.limits.MetricThresholds",
                "own.shapes.ModelConfig",
            ),
            main_guard=True,
        ),
        "own/text.py": Skim(),
        "own/gates.py": Skim(),
        "own/limits.py": Skim(),
        "own/shapes.py": Skim(),
        "own/names.py": Skim(),
    }

    def resolve(dotted: str, path: str) -> str | None:
        candidate = dotted.replace(".", "/") + ".py"
        return candidate if candidate in skims else None

    found = select(skims, resolve, strong=frozenset(("fit",)), weak=frozenset(), named=frozenset())
    assert found == {"train.py", "own/text.py", "own/gates.py", "own/limits.py"}


def test_a_file_that_starts_other_programs_and_the_programs_that_use_it_are_read() -> None:
    skims = {
        "start.py": Skim(imports=("subprocess.run",)),
        "all.py": Skim(imports=("start.run_script",), main_guard=True),
        "about.py": Skim(imports=("subprocesses.names",), main_guard=True),
    }

    def resolve(dotted: str, path: str) -> str | None:
        candidate = dotted.replace(".", "/") + ".py"
        return candidate if candidate in skims else None

    found = select(skims, resolve, strong=frozenset(("fit",)), weak=frozenset(), named=frozenset())
    assert found == {"start.py", "all.py"}


def test_files_of_task_runners_are_read() -> None:
    skims = {
        "noxfile.py": Skim(imports=("nox",)),
        "tasks.py": Skim(imports=("invoke.task",)),
        "names.py": Skim(imports=("noxious",)),
    }
    found = select(skims, lambda dotted, path: None, strong=frozenset(("fit",)), weak=frozenset(), named=frozenset())
    assert found == {"noxfile.py", "tasks.py"}


def test_a_program_that_is_named_for_checking_data_is_read() -> None:
    skims = {path: Skim(main_guard=True) for path in ("validate.py", "validate_config.py", "other.py")}
    skims["lib/check_rows.py"] = Skim()
    found = select(skims, lambda dotted, path: None, strong=frozenset(("fit",)), weak=frozenset(), named=frozenset())
    assert found == {"validate.py"}


def test_schemas_that_the_routes_of_a_service_import_are_read_however_far_it_starts() -> None:
    skims = {
        "run.py": Skim(imports=("app.factory",), main_guard=True),
        "app/factory.py": Skim(imports=("app.routes", "flask")),
        "app/routes.py": Skim(imports=("flask", "app.schemas", "app.names")),
        "app/schemas.py": Skim(frozenset(("BaseModel",))),
        "app/names.py": Skim(),
    }

    def resolve(dotted: str, path: str) -> str | None:
        candidate = dotted.replace(".", "/") + ".py"
        return candidate if candidate in skims else None

    found = select(skims, resolve, strong=frozenset(), weak=frozenset(("BaseModel",)), named=frozenset())
    assert found == {"run.py", "app/factory.py", "app/routes.py", "app/schemas.py"}


def test_a_file_whose_objects_a_program_gives_it_is_read() -> None:
    skims = {
        "run.py": Skim(frozenset(("RandomForestClassifier",)), ("fitting.go", "curtains.hang"), main_guard=True),
        "fitting.py": Skim(frozenset(("fit",))),
        "curtains.py": Skim(),
        "tailor.py": Skim(frozenset(("fit",))),
    }

    def resolve(dotted: str, path: str) -> str | None:
        candidate = dotted.replace(".", "/") + ".py"
        return candidate if candidate in skims else None

    strong, weak = frozenset(("RandomForestClassifier",)), GIVEN_METHODS
    assert select(skims, resolve, strong=strong, weak=weak, named=frozenset()) == {"run.py", "fitting.py"}


def _selected(skims: dict[str, Skim]) -> frozenset[str]:
    def resolve(dotted: str, path: str) -> str | None:
        named = dotted.replace(".", "/")
        return next((one for one in (f"{named}.py", f"{named}/__init__.py") if one in skims), None)

    return select(skims, resolve, strong=frozenset(("fit",)), weak=frozenset(), named=frozenset())


def test_networks_and_helpers_that_tests_import_are_read_and_so_is_what_sets_them_up() -> None:
    found = _selected(
        {
            "tests/test_net.py": Skim(imports=("net.MyNet", "own.words.split", "tests.checks.same"), test_functions=1),
            "tests/conftest.py": Skim(imports=("pytest",)),
            "tests/checks.py": Skim(),
            "net/__init__.py": Skim(imports=("net.layers.MyNet",)),
            "net/layers.py": Skim(imports=("torch.nn",)),
            "net/names.py": Skim(imports=("torch.nn",)),
            "own/words.py": Skim(imports=("re",)),
        }
    )
    assert found == {"tests/test_net.py", "tests/conftest.py", "tests/checks.py", "net/layers.py"}


def test_what_a_service_imports_is_read_where_it_may_store_something() -> None:
    found = _selected(
        {
            "app.py": Skim(imports=("fastapi.FastAPI", "crud.keep", "words.split")),
            "crud.py": Skim(imports=("db.session", "tables.Row")),
            "db.py": Skim(imports=("sqlalchemy.orm",)),
            "tables.py": Skim(imports=("base.Base",)),
            "base.py": Skim(imports=("re",)),
            "words.py": Skim(imports=("re",)),
            "other.py": Skim(imports=("sqlalchemy.orm",)),
        }
    )
    assert found == {"app.py", "crud.py", "db.py"}


def test_the_layers_of_a_service_down_to_its_model_are_read() -> None:
    layers = {
        "app.py": Skim(imports=("fastapi.FastAPI", "wiring.Container", "answers.Answers", "words.split")),
        "wiring.py": Skim(imports=("answers.Answers", "forest.Forest")),
        "answers.py": Skim(imports=("forest.Forest",)),
        "forest.py": Skim(imports=("joblib", "base.Model")),
        "base.py": Skim(imports=("abc.ABC",)),
        "words.py": Skim(imports=("re",)),
        "unused.py": Skim(imports=("joblib",)),
    }
    assert _selected(layers) == {"app.py", "wiring.py", "answers.py", "forest.py", "base.py"}
    library = {f"models/{number}.py": Skim(imports=("torch",)) for number in range(30)}
    app = Skim(imports=("fastapi.FastAPI", *(f"models/{number}.Net" for number in range(30))))
    assert _selected({"app.py": app, **library}) == {"app.py"}


def test_a_program_named_for_scoring_is_read_where_it_may_hold_a_model() -> None:
    found = _selected({"predict.py": Skim(imports=("joblib",)), "score.py": Skim(imports=("re",))})
    assert found == {"predict.py"}


def test_a_script_among_the_tests_that_sends_requests_is_read() -> None:
    found = _selected({"it/test_docker.py": Skim(imports=("requests",)), "it/ask.py": Skim(imports=("requests",))})
    assert found == {"it/test_docker.py"}


def test_a_detail_is_looked_for_three_imports_away_from_a_program() -> None:
    skims = {
        "run.py": Skim(frozenset(("SVC",)), ("stage.go",), main_guard=True),
        "stage.py": Skim(imports=("config.load",)),
        "config.py": Skim(imports=("common.read", "names.greet")),
        "common.py": Skim(frozenset(("safe_load",)), ("deep.read",)),
        "names.py": Skim(),
        "deep.py": Skim(frozenset(("safe_load",))),
    }

    def resolve(dotted: str, path: str) -> str | None:
        candidate = dotted.replace(".", "/") + ".py"
        return candidate if candidate in skims else None

    chosen = select(skims, resolve, strong=frozenset(("SVC",)), weak=frozenset(("safe_load",)), named=frozenset())
    assert "common.py" in chosen
    assert chosen.isdisjoint(("names.py", "deep.py"))
