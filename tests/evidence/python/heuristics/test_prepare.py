"""Preparing data, and what only looks like it."""

import pytest

from tests.evidence.python.linking import target


@pytest.mark.parametrize(
    ("path", "source", "places"),
    [
        (
            "make.py",
            (
                "import pandas as pd\n"
                "def main():\n"
                "    rows = pd.read_csv('raw.csv')\n"
                "    rows = rows.dropna()\n"
                "    rows.to_parquet('rows.parquet')\n"
            ),
            ["make.py:5"],
        ),
        (
            "steps.py",
            "import pandas as pd\ndef preprocess_rows(rows: pd.DataFrame):\n    return rows.dropna()\n",
            ["steps.py:3"],
        ),
        (
            "data/prepare.py",
            "import numpy as np\ntext = open('a.txt').read()\nids = np.array(list(text))\nids.tofile('train.bin')\n",
            ["data/prepare.py:4"],
        ),
        (
            "preprocess.py",
            "import pickle\nimport corpora\ndef main():\n    pickle.dump(corpora.words(), open('a.pkl', 'wb'))\n",
            ["preprocess.py:4"],
        ),
        (
            "cut.py",
            (
                "import shutil, glob\n"
                "def data_split():\n"
                "    for path in glob.glob('*'):\n"
                "        shutil.copy(path, 'train')\n"
            ),
            ["cut.py:4"],
        ),
    ],
)
def test_records_are_changed(path: str, source: str, places: list[str]) -> None:
    assert target({path: source}).proved("prepare-data") == places


@pytest.mark.parametrize(
    "source",
    [
        "def preprocess(path):\n    '''Clean it.'''\n",
        "def split_name(name):\n    return name.split('.')\n",
        "import pandas as pd\ndef load():\n    return pd.read_csv('a.csv')\n",
        "import numpy as np\ndef prepare_model_inputs(rows):\n    return np.array(rows)\n",
        "import numpy as np\nclass Router:\n    def split(self, ids):\n        return np.unique(ids)\n",
        "import numpy as np\ndef split_traffic(ids):\n    return np.unique(ids)\n",
        (
            "import pandas as pd\n"
            "def report():\n"
            "    rows = pd.read_csv('a').dropna()\n"
            "    rows['p'] = model.predict(rows)\n"
            "    rows.to_csv('b')\n"
        ),
    ],
)
def test_stubs_loading_and_inference_are_no_preparation(source: str) -> None:
    assert target({"a.py": source}).proved("prepare-data") == []


def test_a_training_script_does_not_prepare_by_loading_and_saving() -> None:
    source = """
        import pandas as pd
        from sklearn.svm import SVC
        def main():
            rows = pd.read_csv("a.csv").astype(float)
            SVC().fit(rows)
            rows.to_csv("seen.csv")
    """
    assert target({"a.py": source}).proved("prepare-data") == []


def test_tests_do_not_prepare_data() -> None:
    source = (
        "import pandas as pd\n"
        "def test_prepare(rows):\n"
        "    assert rows.dropna()\n"
        "def prepare(rows):\n"
        "    return rows.dropna()\n"
    )
    assert target({"tests/test_a.py": source}).proved("prepare-data") == []


DEALT = """
    import random
    def {name}(paths):
        {dealt}
        with open("train.txt", {mode!r}) as listed:
            listed.writelines(paths[:80])
"""


@pytest.mark.parametrize(
    ("name", "dealt", "mode", "places"),
    [
        ("split_dataset", "random.shuffle(paths)", "w", ["cut.py:5"]),
        ("make_train_test_split", "paths = random.sample(paths, 90)", "w", ["cut.py:5"]),
        ("split_dataset", "paths = sorted(paths)", "w", []),  # nothing is dealt out
        ("split_dataset", "random.shuffle(paths)", "r", []),
        ("split_dataset", "paths = ','.join(paths).split(',')", "w", []),
        ("shuffle_requests", "random.shuffle(paths)", "w", []),
        ("split_path", "random.shuffle(paths)", "w", []),
    ],
)
def test_a_split_whose_parts_are_written(name: str, dealt: str, mode: str, places: list[str]) -> None:
    assert target({"cut.py": DEALT.format(name=name, dealt=dealt, mode=mode)}).proved("prepare-data") == places


TRAIN = """
    import torch
    from own.text import {name}
    from sklearn.svm import SVC
    def fit(rows):
        SVC().fit(rows)
    if __name__ == "__main__":
        rows = {name}(open("a.txt").read())
        fit(rows)
"""
SHAPE = "import torch\ndef {name}(lines):\n    return torch.cat([one(line) for line in lines])\n"


@pytest.mark.parametrize(
    ("name", "source", "places"),
    [
        ("tokenize_lines", SHAPE, ["own/text.py:3"]),
        ("train_test_split_by_user", SHAPE, ["own/text.py:3"]),
        ("split_data", SHAPE, ["own/text.py:3"]),
        ("process_texts", SHAPE, ["own/text.py:3"]),
        ("process_queue", SHAPE, []),
        ("split_path", SHAPE, []),
        ("prepare_device", SHAPE, []),
        ("preprocess_request", SHAPE, []),
        ("tokenize_lines", "import torch\ndef {name}(lines):\n    pass\n", []),
        ("tokenize_lines", "import re\ndef {name}(lines):\n    return len(lines)\n", []),
    ],
)
def test_what_training_calls_and_is_named_for_it_prepares(name: str, source: str, places: list[str]) -> None:
    found = target({"own/text.py": source.format(name=name), "train.py": TRAIN.format(name=name)})
    assert found.proved("prepare-data") == places


def test_what_only_a_service_calls_does_not() -> None:
    serve = "from own.text import tokenize_lines\ndef predict(rows):\n    return tokenize_lines(rows)\n"
    assert target({"own/text.py": SHAPE.format(name="tokenize_lines"), "app.py": serve}).proved("prepare-data") == []


@pytest.mark.parametrize(
    ("path", "function", "deed"),
    [
        ("words.py", "main", "pickle.dump(words, open('a', 'wb'))"),
        ("preprocess.py", "show", "pickle.dump(words, open('a', 'wb'))"),
        ("preprocess.py", "main", "print(words)"),
    ],
)
def test_a_program_prepares_by_its_name_what_it_writes(path: str, function: str, deed: str) -> None:
    source = f"import pickle\nimport corpora\nwords = corpora.words('en')\ndef {function}():\n    {deed}\n"
    assert target({path: source}).proved("prepare-data") == []


READ = """
    import pandas as pd
    from sklearn.svm import SVC

    def read_rows(path):
        rows = pd.read_csv(path)
        {change}
        return rows

    def main():
        rows = {made}
        SVC().fit(rows[["a"]], rows["b"])

    if __name__ == "__main__":
        main()
"""


@pytest.mark.parametrize(
    ("change", "made", "places"),
    [
        ("rows['late'] = rows.end - rows.start", "read_rows('a.csv')", ["a.py:7"]),
        ("rows.late = rows.late.apply(minutes)", "read_rows('a.csv')", ["a.py:7"]),
        ("rows.late = rows.late.astype(int)", "read_rows('a.csv')", []),
        ("rows = rows.drop(columns='id')", "read_rows('a.csv')", []),
        ("rows['late'] = rows.end - rows.start", "[]", []),
        ("rows['late'] = model.predict(rows)", "read_rows('a.csv')", []),
    ],
)
def test_records_that_are_read_and_changed_for_training(change: str, made: str, places: list[str]) -> None:
    source = READ.replace("{change}", change).replace("{made}", made)
    assert target({"a.py": source}).proved("prepare-data") == places


SIGNED = """
import tensorflow as tf

def _clean(pictures):
    return tf.image.resize(pictures, (9, 9))

@tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
def preprocess(pictures):
    return tf.map_fn(_clean, pictures)

def save(model):
    tf.saved_model.save(model, "m", signatures={"default": preprocess})
"""


def test_what_a_saved_model_does_with_a_request_prepares_no_training_data() -> None:
    assert target({"export.py": SIGNED}).proved("prepare-data") == []
    plain = SIGNED.replace("(input_signature=[tf.TensorSpec([None], tf.string)])", "")
    assert target({"export.py": plain}).proved("prepare-data") != []
    shared = SIGNED + "\ndef load(rows):\n    return rows.map(_clean)\n"
    assert target({"export.py": shared}).proved("prepare-data") == ["export.py:5"]
