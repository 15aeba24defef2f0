"""Seeds, splits and parameter sources: what a training program takes from outside and fixes."""

import pytest

from maturity.commands.examples import collector
from maturity.model.rule import Example

FIT = "from sklearn.svm import SVC\n"
FACTS_OF = collector()


def facts(kind: str, files: dict[str, str]) -> list[object]:
    collected, _ = FACTS_OF(Example(name="x", files=files))
    return [fact for fact in collected if fact.kind == kind]


@pytest.mark.parametrize(
    "line",
    [
        "import random\nrandom.seed(1)\n",
        "import numpy as np\nnp.random.seed(7)\n",
        "import torch\ntorch.manual_seed(0)\n",
        "import numpy as np\nrows = np.random.default_rng(3).permutation(9)\n",
        "from lightning import seed_everything\nseed_everything(1)\n",
        "from sklearn.model_selection import train_test_split\ntrain_test_split([1], random_state=3)\n",
        "def f(params):\n    SVC(random_state=params['seed'])\nf({})\n",
        "space = {'max_depth': 4, 'seed': 42}\n",
    ],
)
def test_a_seed_of_a_training_program(line: str) -> None:
    (seed, *_) = facts("seed", {"train.py": FIT + line + "SVC().fit([[0]], [0])\n"})
    assert seed.training  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "line",
    [
        "import numpy as np\nrng = np.random.default_rng()\n",
        "import numpy as np\nrows = np.random.default_rng().permutation(9)\n",
        "import numpy as np\nprint(len([1]), np.random.default_rng())\n",
        "import numpy as np\nnp.random.seed(None)\n",
        "import os, random\nrandom.seed(os.urandom(8))\n",
        "import random, time\nrandom.seed(time.time())\n",
        "SVC(random_state=None)\n",
        "seed = 3\n",
        "space = {'max_depth': 4, 'seed': None}\n",
        "space = {'seeds': [1, 2]}\n",
        "# random.seed(1)\n",
    ],
)
def test_what_fixes_nothing_is_no_seed(line: str) -> None:
    assert facts("seed", {"train.py": FIT + line + "SVC().fit([[0]], [0])\n"}) == []


DAG = """
import os
from datetime import datetime
from airflow.decorators import dag, task
from sklearn.svm import SVC

@dag(schedule="@daily", start_date=datetime(2025, 1, 1))
def daily():
    @task
    def check():
        print(float(os.environ.get("ALPHA", "0.05")))

    @task
    def fit():
        SVC(C={given}).fit([[0], [1]], [0, 1])

    check() >> fit()

daily()
"""


def test_tasks_of_a_dag_share_no_process() -> None:
    assert facts("parameter-source", {"dags/daily.py": DAG.format(given="1.0")}) == []
    (found,) = facts("parameter-source", {"dags/daily.py": DAG.format(given="float(os.environ['STRENGTH_C'])")})
    assert found.training  # type: ignore[attr-defined]


DEAL = """
import pandas as pd
from sklearn.model_selection import train_test_split
def deal(path):
    rows = pd.read_csv(path)
    train, test = train_test_split(rows{seed})
    train.to_csv("train.csv")
if __name__ == "__main__":
    deal("rows.csv")
"""


def test_a_seeded_split_in_a_program_of_its_own_fixes_what_training_gets() -> None:
    split = DEAL.format(seed=", random_state=3")
    (seed,) = facts("seed", {"train.py": FIT + "SVC().fit([[0]], [0])\n", "split.py": split})
    assert seed.training  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("seed", "path", "train"),
    [
        (", random_state=3", "split.py", ""),
        (", random_state=3", "tests/test_split.py", FIT + "SVC().fit([[0]], [0])\n"),
        (", random_state=None", "split.py", FIT + "SVC().fit([[0]], [0])\n"),
    ],
)
def test_a_split_fixes_nothing_for_training(seed: str, path: str, train: str) -> None:
    found = facts("seed", {"train.py": train, path: DEAL.format(seed=seed)})
    assert not any(one.training for one in found)  # type: ignore[attr-defined]


def test_a_seed_of_another_program_does_not_fix_training() -> None:
    (seed,) = facts(
        "seed",
        {
            "train.py": FIT + "SVC().fit([[0]], [0])\n",
            "plot.py": "import random\nimport pandas as pd\nrandom.seed(1)\npd.read_csv('x').to_csv('y')\n",
        },
    )
    assert not seed.training  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("source", "mechanism"),
    [
        ("import argparse\np = argparse.ArgumentParser()\np.add_argument('--c')\nargs = p.parse_args()\n", "argparse"),
        ("import yaml\nparams = yaml.safe_load(open('params.yaml'))\n", "yaml-parameters"),
        ("import json\nparams = json.load(open('parameters.json'))\n", "json"),
        ("import json, options\nparams = json.load(open(options.args.config_file))\n", "json"),
        ("import os\nlr = float(os.environ.get('LEARNING_RATE', '0.1'))\n", "environment"),
        ("import os\nlr = float(os.environ['LEARNING_RATE'])\n", "environment"),
        ("from settings import _env\nlayers = json.loads(_env('MODEL_CONFIG') or '{}')\n", "environment"),
        ("from settings import get_env\nepochs = get_env('EPOCHS', 2)\n", "environment"),
        ("exec(open('configurator.py').read())\n", "configuration in Python"),
        ("import sys\nsettings = merge_config(sys.argv[1:])\n", "sys.argv"),
        ("import sys\nalpha = float(sys.argv[1]) if len(sys.argv) > 1 else 0.5\n", "sys.argv"),
    ],
)
def test_parameters_from_outside(source: str, mechanism: str) -> None:
    found = facts(
        "parameter-source", {"train.py": FIT + source + "SVC().fit([[0]], [0])\n", "configurator.py": "x = 1\n"}
    )
    assert mechanism in [fact.mechanism for fact in found if fact.training]  # type: ignore[attr-defined]


DAGSTER = """
from dagster import Config, asset
from sklearn.svm import SVC
class Fit(Config):
    {field}
@asset
def model(rows, config: Fit):
    SVC(config.depth).fit(rows, rows)
"""


def test_configuration_that_an_orchestrator_hands_over_is_a_parameter() -> None:
    found = facts("parameter-source", {"assets.py": DAGSTER.format(field="depth: int = 4")})
    assert [fact.training for fact in found] == [True]  # type: ignore[attr-defined]
    assert facts("parameter-source", {"assets.py": DAGSTER.format(field="bucket: str")}) == []


SETTINGS = (
    "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    {field}\nsettings = Settings()\n"
)


@pytest.mark.parametrize(
    ("field", "kept"),
    [
        ("n_estimators: int = 10", [True]),
        ("learning_rate: float | None = None", [True]),
        ("tracking_uri: str", []),
        ("port: int = 80", []),
    ],
)
def test_settings_with_a_number_of_the_model_are_parameters(field: str, kept: list[bool]) -> None:
    files = {
        "own.py": "from settings import settings\n" + FIT + "SVC(settings.n_estimators).fit([[0]], [0])\n",
        "settings.py": SETTINGS.format(field=field),
    }
    found = facts("parameter-source", files)
    assert [fact.training for fact in found] == kept  # type: ignore[attr-defined]
    apart = {**files, "own.py": FIT + "SVC().fit([[0]], [0])\n"}
    assert not any(fact.training for fact in facts("parameter-source", apart))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "source",
    [
        "import os\nuri = os.environ.get('MLFLOW_TRACKING_URI')\n",
        "import sys\nshow(sys.argv[1:])\n",
        "import sys\nfolder = sys.argv[1]\nshown = int(len(sys.argv) > 1)\n",
        "import os\nplace = os.getenv('CODE_LOCATION')\n",
        "import os\nserver = os.environ.get('EC2_IP')\n",
        "import os\nserver = os.environ['EC2_IP']\n",
        "from settings import _env\nserver = _env('RUN_DIR')\n",
        "from settings import get_env\nserver = get_env('SERVER_URL', 'x')\n",
        "import os\nfull = os.environ.get('ENABLE_DATAFLOW', 'false')\n",
        "import os\nremote = os.getenv('EN_BATCH') == '1'\n",
        "import os\nfast = os.environ.get('CUDA') is not None\n",
        "import json\nrows = json.load(open('train.json'))\n",
        "import json, settings\nlast = json.load(open(settings.METRICS_FILE))\n",
        "LEARNING_RATE = 0.1\n",
    ],
)
def test_what_is_no_parameter(source: str) -> None:
    assert facts("parameter-source", {"train.py": FIT + source + "SVC().fit([[0]], [0])\n"}) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("(train if random.random() > split else test).write(row)", [True]),
        ("train.write(row)", []),
    ],
)
def test_records_that_are_dealt_out_by_hand_are_a_split(body: str, found: list[bool]) -> None:
    deal = f"import random\ndef deal(rows, train, test, split):\n    for row in rows:\n        {body}\n"
    source = f"{FIT}{deal}random.seed(7)\ndeal([], 1, 2, 0.2)\n"
    assert [split.deterministic for split in facts("split", {"train.py": source})] == found  # type: ignore[attr-defined]
    text = source.replace("split", "scale")
    assert facts("split", {"train.py": text}) == []


@pytest.mark.parametrize(
    ("call", "deterministic"),
    [
        ("train_test_split(x, random_state=1)", True),
        ("train_test_split(x)", False),
        ("train_test_split(x, random_state=None)", False),
        ("train_test_split(x, random_state=x['seed'] if x else 1)", True),
        ("train_test_split(x, shuffle=False)", True),
        ("TimeSeriesSplit(3)", True),
        ("KFold(5, shuffle=True)", False),
    ],
)
def test_a_split_is_deterministic_when_it_is_seeded_or_ordered(call: str, *, deterministic: bool) -> None:
    imports = "from sklearn.model_selection import KFold, TimeSeriesSplit, train_test_split\nx = [1]\n"
    (split,) = facts("split", {"train.py": FIT + imports + call + "\n"})
    assert split.deterministic is deterministic  # type: ignore[attr-defined]


def test_the_seed_of_another_stage_does_not_deal_records_out() -> None:
    seeded = "import random\nrandom.seed(1)\n"
    deal = "from sklearn.model_selection import train_test_split\ntrain_test_split([1])\n"
    stages = "stages:\n  draw: {cmd: python draw.py, outs: [x]}\n  deal: {cmd: python deal.py, deps: [x]}\n"
    files = {"dvc.yaml": stages, "draw.py": seeded, "deal.py": deal}
    assert [one.deterministic for one in facts("split", files)] == [False]  # type: ignore[attr-defined]
    (split,) = facts("split", {**files, "deal.py": seeded + deal})
    assert split.deterministic  # type: ignore[attr-defined]


CONFIG = "import yaml\nimport random\n\ndef read():\n    return yaml.safe_load(open('config.yaml'))\n"
TRAIN = "import config\n" + FIT + "\ndef main():\n    SVC(C=config.VALUES['C']).fit([[0]], [0])\n\nmain()\n"


def used(files: dict[str, str]) -> set[str]:
    found = [*facts("parameter-source", files), *facts("seed", files)]
    return {fact.kind for fact in found if fact.training}  # type: ignore[attr-defined]


def test_what_runs_when_a_file_is_imported_is_part_of_the_program_that_imports_it() -> None:
    loaded = CONFIG + "\nVALUES = read()\nrandom.seed(1)\n"
    assert used({"config.py": loaded, "train.py": TRAIN}) == {"parameter-source", "seed"}
    assert used({"settings.py": loaded, "config.py": "from settings import VALUES\n", "train.py": TRAIN}) == {
        "parameter-source",
        "seed",
    }


def test_what_an_import_does_not_run_is_not() -> None:
    later = CONFIG + "\ndef start():\n    random.seed(1)\n    return read()\n"
    assert used({"config.py": later, "train.py": TRAIN}) == set()
    guarded = CONFIG + "\nif __name__ == '__main__':\n    random.seed(1)\n    read()\n"
    assert used({"config.py": guarded, "train.py": TRAIN}) == set()
    loaded = CONFIG + "\nVALUES = read()\nrandom.seed(1)\n"
    assert used({"config.py": loaded, "train.py": TRAIN.replace("import config\n", "")}) == set()


STAGES = "stages:\n  split:\n    cmd: python split.py\n  train:\n    cmd: python train.py\n    deps: [split.csv]\n"
SPLIT = """
import random
import yaml
import pandas as pd
random.seed(yaml.safe_load(open('params.yaml'))['seed'])
pd.read_csv('x').sample(9).to_csv('split.csv')
"""
APPLICATION = """
import random
import typer
{top}
app = typer.Typer()

@app.command()
def simulate(rate: float):
    {simulate}

@app.command()
def train({parameters}):
    {train}
    SVC().fit([[0]], [0])

def main():
    app()
"""
PACKAGE = {
    "pyproject.toml": "[project]\nname = 'x'\nversion = '1'\nscripts = {x = 'x.cli:main'}\n",
    "x/__init__.py": "",
}


def test_what_another_process_of_the_pipeline_fixes_or_takes_is_not_of_training() -> None:
    plain = FIT + "SVC().fit([[0]], [0])\n"
    stages = {"dvc.yaml": STAGES + "    outs: [model]\n", "split.py": SPLIT, "train.py": plain}
    assert used(stages) == set()
    assert used({**stages, "train.py": SPLIT + plain}) == {"parameter-source", "seed"}
    called = FIT + "def fit():\n    SVC().fit([[0]], [0])\n"
    assert used({"all.py": SPLIT + "from train import fit\nfit()\n", "train.py": called}) == {
        "parameter-source",
        "seed",
    }


@pytest.mark.parametrize(
    ("top", "simulate", "train", "found"),
    [
        ("", "random.seed(1)", "pass", {"parameter-source"}),
        ("", "pass", "random.seed(1)", {"parameter-source", "seed"}),
        ("random.seed(1)", "pass", "pass", {"parameter-source", "seed"}),
    ],
)
def test_each_command_of_an_application_is_a_process_of_its_own(
    top: str, simulate: str, train: str, found: set[str]
) -> None:
    source = FIT + APPLICATION.format(top=top, simulate=simulate, train=train, parameters="rate: float")
    assert used({**PACKAGE, "x/cli.py": source}) == found


def test_what_a_test_fixes_is_not_of_training() -> None:
    test = "from train import fit\nimport random\n\ndef test_fit():\n    random.seed(1)\n    assert fit()\n"
    train = FIT + "def fit():\n    return SVC().fit([[0]], [0])\n\nif __name__ == '__main__':\n    fit()\n"
    files = {"train.py": train, "tests/test_train.py": test, "Makefile": "test:\n\tpytest\n"}
    assert used(files) == set()
    assert used(
        {**files, "train.py": train.replace("    fit()", "    import random\n    random.seed(1)\n    fit()")}
    ) == {"seed"}


@pytest.mark.parametrize(
    ("parameters", "found"), [("", set()), ("rate: float = typer.Option(0.1)", {"parameter-source"})]
)
def test_a_command_takes_what_its_parameters_say(parameters: str, found: set[str]) -> None:
    top = "Rate = typer.Option(help='how fast')"
    source = FIT + APPLICATION.format(top=top, simulate="pass", train="pass", parameters=parameters)
    assert used({**PACKAGE, "x/cli.py": source}) == found


def test_setting_a_variable_of_the_environment_takes_nothing_from_outside() -> None:
    source = "import os\nos.environ.setdefault('LEARNING_RATE', '0.1')\n"
    assert used({"train.py": FIT + source + "SVC().fit([[0]], [0])\n"}) == set()


RECIPE = "train:\n\tspacy train configs/base.cfg\nlook:\n\tspacy evaluate model\n"


def test_what_a_command_takes_from_a_file_is_of_training_where_the_command_trains() -> None:
    files = {"Makefile": RECIPE, "configs/base.cfg": "[training]\nseed = 7\n"}
    (seed,) = facts("seed", files)
    (source,) = facts("parameter-source", files)
    assert (str(seed.at), seed.training) == ("configs/base.cfg:2", True)  # type: ignore[attr-defined]
    assert (source.mechanism, source.training) == ("spacy", True)  # type: ignore[attr-defined]
    assert facts("seed", {**files, "Makefile": RECIPE.replace("spacy train", "spacy convert")}) == []


PLACES = '{"input_folder_path": "practice", "output_model_path": "models"}'


@pytest.mark.parametrize(
    ("name", "content", "count"),
    [
        ("config.json", PLACES, 0),
        ("config.json", PLACES.replace("output_model_path", "max_depth"), 1),
        ("config.json", "", 1),
        ("conf/config.json", PLACES, 1),
    ],
)
def test_a_configuration_file_that_holds_but_places_gives_no_parameters(name: str, content: str, count: int) -> None:
    body = "import json\nwith open('config.json', 'r') as file:\n    config = json.load(file)\nSVC().fit([[0]], [0])\n"
    files = {"train.py": FIT + body} | ({name: content} if content else {})
    assert len(facts("parameter-source", files)) == count
