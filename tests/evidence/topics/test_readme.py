"""What the commands of a README do."""

import pytest

from maturity.evidence.topics.deeds import Deeds
from maturity.evidence.topics.followed import Followed
from maturity.evidence.topics.readme import collect, covered
from maturity.model.technology import Proof, Technology
from tests.evidence.topics.targets import project

DEEDS = Deeds(())


@pytest.mark.parametrize(
    ("command", "parts"),
    [
        ("pip install -r requirements.txt", {"install"}),
        ("uv sync", {"install"}),
        ("poetry install --with dev", {"install"}),
        ("conda env create -f environment.yml", {"install"}),
        ("make setup", {"install"}),
        ("docker build -t model .", {"install"}),
        ("python setup.py build_ext --inplace", {"install"}),
        ("pip install -U pre-commit", set()),
        ("pip install pre-commit torch", {"install"}),
        ("pip install -r requirements-dev.txt", {"install"}),
        ("python train.py --lr 0.1", {"train", "run"}),
        ("pyflyte run --remote flows/sales.py forecast", {"run"}),
        ("pyflyte register flows", set()),
        ("cdk deploy --all", {"run"}),
        ("cdk synth", set()),
        ("oc apply -k manifests/serving", {"run"}),
        ("bodywork create deployment https://host/me/pipeline", {"run"}),
        ("bodywork get deployments", set()),
        ("trainer.fit(model)", {"train"}),
        ("python -m project.train", {"train", "run"}),
        ("torchrun --nproc_per_node=8 train.py", {"train", "run"}),
        ("dvc repro", {"train", "run"}),
        ("make train", {"train", "run"}),
        ("kedro run", {"train", "run"}),
        ("uv run project confs/training.yaml", {"train", "run"}),
        ("uvicorn app:app --port 80", {"run"}),
        ("./scripts/start_pipeline.sh prod", {"run"}),
        ("mlflow recipes run --profile local", {"run"}),
        ("mlflow deployments create -t torchserve -m models:/churn/1 --name churn", {"run"}),
        ("mlflow deployments list -t torchserve", set()),
        ("torchserve --start --model-store store", {"run"}),
        ("torchserve --stop", set()),
        ("USE_RAY=1 llamafactory-cli train sft.yaml", {"train"}),
        ("llamafactory-cli version", set()),
        ("composer main.py yamls/test/main.yaml", {"run"}),
        ("composer -n 8 train/train.py train/yamls/pretrain/mpt.yaml", {"train", "run"}),
        ("composer install", set()),
        ("bash install.sh", {"install"}),
        ("./scripts/lint.sh", set()),
        ("docker run -p 80:80 model", {"run"}),
        ("docker compose --env-file .env -f compose.yml -f compose.dev.yml up --build", {"install", "run"}),
        ("docker compose logs app && sleep 1", set()),
        ("astro dev start", {"install", "run"}),
        ("CUDA_VISIBLE_DEVICES=0 python serve.py", {"run"}),
        ("jupyter notebook", {"run"}),
        ("jupyter lab --port 80", {"run"}),
        ("jupyter nbextension enable toc2/main", set()),
        ("python -m venv .venv", set()),
        ("py -m pip install -r requirements.txt", {"install"}),
        ("pip3.11 install torch", {"install"}),
        ("poetry sync", {"install"}),
        ("nix develop", {"install"}),
        ("podman build -t model .", {"install"}),
        ("anaconda-project run fit", {"install", "run"}),
        ("py -3 main.py", {"run"}),
        ("cd src && python main.py", {"run"}),
        ("nohup python main.py &", {"run"}),
        ("./main.py --epochs 3", {"run"}),
        ("mpirun -np 4 python main.py", {"run"}),
        ("spark-submit jobs/score.py", {"run"}),
        ("docker compose run --rm app bash", {"run"}),
        ("docker exec -it app python main.py", {"run"}),
        ("sky launch -c gpu task.yaml", {"run"}),
        ("modal run app.py", {"run"}),
        ("make experiment", {"run"}),
        ("python -m pipelines.nightly", {"run"}),
        ("cd src && python -m venv .venv", set()),
        ("python 3.10", set()),
        ("python -m spacy download en_core_web_sm", set()),
        ("uvicorn", set()),
        ("prefect", set()),
        ("sky status", set()),
        ("docker compose down", set()),
        ("docker exec -it db psql", set()),
        ("source conda.sh", set()),
        ("terraform apply", set()),
        ("python -m pytest", set()),
        ("python --version", set()),
        ("git clone https://host/train", set()),
        ("pytest tests", set()),
        ("├── train.py", set()),
        ("train.py", set()),
    ],
)
def test_commands_tell_what_a_reader_can_do(command: str, parts: set[str]) -> None:
    assert covered(f"```\n{command}\n```\n", Followed(project({}), ""), DEEDS).keys() == parts


KNOWN = Technology(
    name="trainer",
    title="Trainer",
    role="training",
    roles=("training",),
    proves=(
        Proof(activity="train", commands=("seq2seq train",)),
        Proof(activity="run-pipeline", commands=("flow start",)),
        Proof(activity="deploy", commands=("flow ship",)),
    ),
)


@pytest.mark.parametrize(
    ("command", "parts"),
    [
        ("seq2seq train config.jsonnet -s out", {"train"}),
        ("GPU=0 seq2seq train config.jsonnet", {"train"}),
        ("flow start nightly", {"run"}),
        ("flow ship", set()),
        ("seq2seq train --help", set()),
        ("seq2seq evaluate model.tar.gz", set()),
    ],
)
def test_a_command_of_a_known_technology_is_what_it_is_known_for(command: str, parts: set[str]) -> None:
    assert covered(f"Then `{command}`.\n", Followed(project({}), ""), Deeds((KNOWN,))).keys() == parts


def test_a_kernel_runs_the_notebooks_that_are_named() -> None:
    text = "```\npython -m ipykernel install --user --name env\n# open a notebook, e.g. examples/start.ipynb\n```\n"
    (found,) = collect(project({"README.md": text, "examples/start.ipynb": "{}"}))
    assert found.sections == ("run",)
    (found,) = collect(project({"README.md": text, "examples/other.ipynb": "{}"}))
    assert found.sections == ()


SETUP = "[metadata]\nname = x\n[options]\ninstall_requires = torch\n"


def test_the_readmes_of_examples_speak_for_a_collection_of_examples() -> None:
    files = {"README.md": "# Examples\n", "examples/bert/README.md": "```\npip install x\npython train.py\n```\n"}
    collection = {**files, "examples/bert/requirements.txt": "torch\n"}
    told = [one.sections for one in collect(project(collection))]
    assert told == [(), ("install", "run", "train")]
    # Tools that the examples share make a collection no program.
    told = [one.sections for one in collect(project({**collection, "shared/requirements.txt": "pandas\n"}))]
    assert told == [()]
    wider = {**collection, "examples/gpt/setup.cfg": SETUP, "examples/vit/setup.cfg": SETUP}
    told = [one.sections for one in collect(project({**wider, "shared/requirements.txt": "pandas\n"}))]
    assert told == [(), ("install", "run", "train")]
    # Beside a program of its own, what examples say is no way to run the project.
    told = [one.sections for one in collect(project({**collection, "requirements.txt": "torch\n"}))]
    assert told == [()]


def test_a_call_within_a_sentence_is_only_spoken_of() -> None:
    text = "Frameworks log by themselves: `mlflow.sklearn.train()` is all that it takes.\n"
    assert covered(text, Followed(project({}), ""), DEEDS) == {}


def test_the_readmes_of_the_parts_speak_for_the_one_that_links_them() -> None:
    text = "# A course\n\n- [Set up](setup/readme.md)\n- [First lab](/lab1/README.md)\n"
    parts = {"setup/readme.md": "```\n!pip install torch\n```\n", "lab1/README.md": "```\npython start.py\n```\n"}
    (found,) = collect(project({"README.md": text, **parts}))
    assert (found.sections, str(found.at)) == (("install", "run"), "README.md:3")


def test_a_link_to_a_folder_leads_to_the_readme_that_is_shown_there() -> None:
    commands = "```\npip install torch\npython start.py\n```\n"
    text = "Begin with the [service](./service).\n"
    (found,) = collect(project({"README.md": text, "service/readme.md": commands}))
    assert (found.sections, str(found.at)) == (("install", "run"), "README.md:1")
    (found,) = collect(project({"README.md": text, "service/NOTES.md": commands, "other/README.md": commands}))
    assert found.sections == ()


def test_other_documents_and_examples_do_not_speak_for_a_readme() -> None:
    commands = "```\npip install torch\npython fit.py\n```\n"
    for path in ("HOWTO.md", "docs/README.md", "examples/iris/README.md", "lab1/README.md"):
        link = path if path != "lab1/README.md" else "https://host/lab1/README.md"
        (found,) = collect(project({"README.md": f"See [there]({link}).\n", path: commands}))
        assert found.sections == ()


@pytest.mark.parametrize(
    ("command", "parts"),
    [
        ("npm install", ("install",)),
        ("npm run up #starts", ("run",)),
        ("npm install -g serverless", ()),
        ("npm test", ()),
    ],
)
def test_a_package_of_node_is_the_project_beside_its_readme_only(command: str, parts: tuple[str, ...]) -> None:
    text = f"```\n{command}\n```\n"
    (found,) = collect(project({"README.md": text, "package.json": '{"name": "stack"}'}))
    assert found.sections == parts
    (found,) = collect(project({"README.md": text, "web/package.json": '{"name": "web"}'}))
    assert found.sections == ()


def test_prose_lets_nobody_do_anything() -> None:
    (found,) = collect(project({"README.md": "Install it with pip install x and then python train.py trains it.\n"}))
    assert found.sections == ()


def test_a_readme_counts_at_the_root_and_beside_the_main_manifest() -> None:
    text = "```\npip install .\npython train.py\n```\n"
    target = project(
        {"README.rst": text, "model/README.md": text, "model/requirements.txt": "numpy\n", "data/README.md": text}
    )
    assert [(str(one.at), one.sections) for one in collect(target)] == [
        ("README.rst:2", ("install", "run", "train")),
        ("model/README.md:2", ("install", "run", "train")),
    ]


def test_a_readme_counts_beside_and_above_a_part_with_its_own_requirements() -> None:
    text = "```\npip install .\npython train.py\n```\n"
    target = project(
        {
            "requirements.txt": "black\n",
            "flows/README.md": text,
            "flows/train/requirements.txt": "numpy\n",
            "docs/README.md": text,
            "docs/requirements.txt": "sphinx\n",
            "examples/README.md": text,
            "examples/iris/requirements.txt": "numpy\n",
        }
    )
    assert [str(one.at) for one in collect(target)] == ["flows/README.md:2"]


def test_a_literal_block_of_restructured_text_is_code() -> None:
    content = (
        "Install\n-------\n\n.. code-block:: bash\n\n   pip install flights\n\n"
        "Use it::\n\n  model.fit(train)\n\nThe end of train.fit(x)\n"
    )
    assert covered(content, Followed(project({}), ""), DEEDS) == {"install": 6, "train": 10}


MAKEFILE = """\
DOCKER := $(shell command -v docker 2>/dev/null || echo /usr/local/bin/docker)
PYTHON = uv run python
.PHONY: up fit all
up: fetch
\t$(DOCKER) compose up -d
fetch:
\tcurl https://host/data
fit:
\t@$(PYTHON) src/train.py
loop: loop
all: up fit
"""


@pytest.mark.parametrize(
    ("command", "parts"),
    [
        ("make up", ("install", "run")),
        ("make fit", ("run", "train")),
        ("make fetch", ()),
        ("make loop absent", ()),
        ("make install", ("install",)),
        ("make all", ("install", "run", "train")),
        ("./prepare.sh fast", ("install", "run")),
        ("bash prepare.sh", ("install", "run")),
        ("sh ../outside.sh", ("run",)),
    ],
)
def test_a_command_does_what_its_target_or_script_does(command: str, parts: tuple[str, ...]) -> None:
    script = "#!/bin/sh\n# pip install more\nuv sync\n"
    for folder in ("", "ml/"):
        files = {"README.md": f"```\n{command}\n```\n", "Makefile": MAKEFILE, "prepare.sh": script}
        target = project({folder + name: text for name, text in files.items()} | {"ml/requirements.txt": "numpy\n"})
        assert [one.sections for one in collect(target)] == [parts]


@pytest.mark.parametrize(
    ("command", "parts"),
    [("churn fit.csv --deep", ("run",)), ("fetch x", ()), ("echo churn", ())],
)
def test_a_console_script_of_the_project_runs_it(command: str, parts: tuple[str, ...]) -> None:
    manifest = "[project]\nname = 'churn'\nversion = '1'\n[project.scripts]\nchurn = 'churn.cli:main'\n"
    (fact,) = collect(project({"README.md": f"```\n{command}\n```\n", "pyproject.toml": manifest}))
    assert fact.sections == parts


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("from churn import Model", ("install", "run")),
        (">>> import churn.model as model", ("install", "run")),
        ("import churner", ("install",)),
        ("import numpy", ("install",)),
        ("from tests import churn", ("install",)),
        ("model = churn.Model()", ("install",)),
    ],
)
@pytest.mark.parametrize("folder", ["", "src/"])
def test_code_that_imports_the_package_of_the_project_runs_it(line: str, parts: tuple[str, ...], folder: str) -> None:
    text = f"```\npip install churn\n```\n\n```python\n{line}\n```\n"
    files = {"README.md": text, f"{folder}churn/__init__.py": "", "tests/__init__.py": ""}
    assert [one.sections for one in collect(project(files))] == [parts]
