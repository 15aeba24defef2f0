"""Make a tree of realistic Python to measure with, where no real one is at hand.

    python benchmarks/generate.py FOLDER [FILES] [KB_PER_FILE]

Most files are ordinary library code; one in twenty trains, evaluates or serves, and CI reaches some of them.
"""

import random
import subprocess
import sys
from pathlib import Path

TRAINS_EVERY = 20
IMPORTS = ("os", "json", "logging", "dataclasses", "typing", "pathlib", "collections", "numpy as np", "torch")
WORDS = ("batch", "layer", "mask", "hidden", "sample", "config", "output", "state", "token", "weight", "score", "item")

WORKFLOW = """name: ci
on: [push, pull_request]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: make test
  train:
    needs: test
    runs-on: ubuntu-latest
    steps:
      - run: make train
"""
MAKEFILE = "test:\n\tpytest tests\n\ntrain:\n\tpython package_0/module_0.py --epochs 1\n"
TRAINING = '''
def train(path: str, epochs: int = 10) -> float:
    """Fit a model and log the run."""
    import mlflow
    from sklearn.ensemble import RandomForestClassifier

    frame = np.loadtxt(path, delimiter=",")
    model = RandomForestClassifier(n_estimators=epochs, random_state=7)
    with mlflow.start_run():
        mlflow.log_param("epochs", epochs)
        model.fit(frame[:, :-1], frame[:, -1])
        mlflow.log_metric("accuracy", model.score(frame[:, :-1], frame[:, -1]))
    return float(model.score(frame[:, :-1], frame[:, -1]))


if __name__ == "__main__":
    train("data.csv")
'''


def generate(folder: Path, files: int, kilobytes: int) -> Path:
    """Write the tree into a new folder and commit it; the same numbers give the same bytes."""
    draw = random.Random(files)
    folder.mkdir(parents=True)
    for number in range(files):
        module = folder / f"package_{number // 40}" / f"module_{number}.py"
        module.parent.mkdir(exist_ok=True)
        module.write_text(_module(draw, number, files, kilobytes * 1024))
    _write(folder / ".github" / "workflows" / "ci.yml", WORKFLOW)
    _write(folder / "Makefile", MAKEFILE)
    _write(folder / "requirements.txt", "mlflow==3.17.2\nnumpy==2.4.6\nscikit-learn==1.9.1\ntorch==2.13.0\n")
    _write(
        folder / "tests" / "test_train.py", "from package_0 import module_0\n\n\ndef test_it():\n    assert module_0\n"
    )
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "Generate"]):
        git = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgSign=false"]
        subprocess.run([*git, *words], cwd=folder, check=True)
    return folder


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def _module(draw: random.Random, number: int, files: int, size: int) -> str:
    """Return a module of about this size, which imports others of the tree."""
    parts = [f'"""Module {number}."""\n', *(f"import {name}" for name in sorted(draw.sample(IMPORTS, 4)))]
    if number % TRAINS_EVERY == 0:
        parts.append("import numpy as np")
    others = sorted(draw.sample(range(files), min(2, files)))
    parts += [f"from package_{other // 40} import module_{other}" for other in others if other != number]
    length = 0
    while length < size:
        parts.append(_function(draw, len(parts)))
        length += len(parts[-1])
    if number % TRAINS_EVERY == 0:
        parts.append(TRAINING)
    return "\n".join(parts) + "\n"


def _function(draw: random.Random, number: int) -> str:
    first, second, third = draw.sample(WORDS, 3)
    return f'''

def {first}_{second}_{number}({first}, {second}=None, *, {third}={draw.randrange(100)}):
    """Combine {first} and {second} by {third}."""
    if {second} is None:
        {second} = [{first} for _ in range({third})]
    result = {{"{first}": len({second}), "{third}": {third}}}
    for index, value in enumerate({second}):
        result[index] = str(value).strip().lower() if index % {draw.randrange(2, 9)} else value
    return sorted(result.items(), key=lambda pair: str(pair[0]))[:{third}]'''


if __name__ == "__main__":
    target, count, weight = [*sys.argv[1:], "950", "8"][:3] if len(sys.argv) > 1 else sys.exit(__doc__)
    generate(Path(target), int(count), int(weight))
