"""Commands inside commands."""

import pytest

from maturity.model.place import Place
from tests.evidence.graph.building import builder_of, edges, sites

FILES = {
    "train.py": "",
    "ml/train.py": "",
    "ml/__init__.py": "",
    "script.sh": "pytest\n",
    "tests/test_a.py": "",
    "app.py": "",
}
TESTS = "1 task:tests#all"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("env -u X A=b python train.py", "1 py:train.py"),
        ("sudo -u ci -E python train.py", "1 py:train.py"),
        ("time nice -n 10 nohup python train.py", "1 py:train.py"),
        ("timeout -k 5 600 python train.py", "1 py:train.py"),
        ("npx -y dotenv-cli", None),
        ("npx dotenv -- python train.py", "1 py:train.py"),
        ("xargs -n 1 python train.py", "1 py:train.py"),
        ("poetry run python train.py", "1 py:train.py"),
        ("uv run --with torch --extra gpu python train.py", "1 py:train.py"),
        ("uv run train.py", "1 py:train.py"),
        ("uv run -m ml.train", "1 py:ml/train.py"),
        ("uv run --directory ml python train.py", "1 py:ml/train.py"),
        ("uv tool run pytest", TESTS),
        ("uvx pytest@8", TESTS),
        ("pipenv run pytest", TESTS),
        ("conda run -n env --no-capture-output python train.py", "1 py:train.py"),
        ("hatch run python train.py", "1 py:train.py"),
        ("doppler run -- python train.py", "1 py:train.py"),
        ("bash script.sh", "1 file:script.sh"),
        ("bash -ec 'cd ml && python train.py'", "1 py:ml/train.py"),
        ("sh -c 'pytest'", TESTS),
        ("./script.sh", "1 file:script.sh"),
        ("source script.sh", "1 file:script.sh"),
        ("eval 'python train.py'", "1 py:train.py"),
        ("exec python3.11 -u train.py", "1 py:train.py"),
        ("/usr/bin/python3 train.py", "1 py:train.py"),
        ("$(PYTHON) -m ml.train", "1 py:ml/train.py"),
        ("$interpreter -m ml.train", "1 py:ml/train.py"),
        ("python ml", None),
        ("python -m ml.train --lr 1", "1 py:ml/train.py"),
        ("python -W ignore -m pytest -x", TESTS),
        ("python -m unittest discover -s tests", "1 task:tests#tests"),
        ("coverage run --source ml -m pytest", TESTS),
        ("torchrun --standalone --nproc_per_node 8 train.py --lr 1", "1 py:train.py"),
        ("torchrun --nnodes=2 -m ml.train", "1 py:ml/train.py"),
        ("python -m torch.distributed.launch --use_env train.py", "1 py:train.py"),
        ("accelerate launch --config_file a.yaml train.py", "1 py:train.py"),
        ("deepspeed --num_gpus 2 train.py", "1 py:train.py"),
        ("mpirun -np 4 -x PATH python train.py", "1 py:train.py"),
        ("ray job submit --working-dir . -- python train.py", "1 py:train.py"),
        ("uvicorn app:app --host 0.0.0.0", "1 py:app.py"),
        ("gunicorn -w 4 -k uvicorn.workers.UvicornWorker app:app", "1 py:app.py"),
        ("streamlit run app.py", "1 py:app.py"),
        ("fastapi run app.py", "1 py:app.py"),
        ("bentoml serve app:svc --production", "1 py:app.py"),
        ("flask --app app run", "1 py:app.py"),
        ("celery -A app worker", "1 py:app.py"),
    ],
)
def test_what_a_command_runs(command: str, expected: str | None) -> None:
    builder = builder_of({**FILES, "run.txt": command})
    builder.script("n", command, "run.txt", 1)
    assert edges(builder, "n") == ([expected] if expected else [])


def test_wrappers_around_wrappers_are_bounded() -> None:
    builder = builder_of(FILES)
    builder.command("n", ("sudo",) * 500 + ("pytest",), Place(path="x", line=1))
    assert sites(builder, "n") == []


def test_the_inner_command_proves_too() -> None:
    builder = builder_of({**FILES, "dvc.yaml": ""})
    builder.command("n", ("poetry", "run", "dvc", "repro"), Place(path="x", line=1))
    assert sites(builder, "n") == ["1 run-pipeline dvc"]
