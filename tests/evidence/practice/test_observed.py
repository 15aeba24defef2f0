"""What a project does by its own means: live quality, feedback, privacy, stated tolerance, logs."""

from typing import Any

import pytest

from tests.evidence.practice.seen import seen


def roots(activity: str, files: dict[str, str]) -> list[tuple[str, str]]:
    found: list[Any] = [one for one in seen("activity", files) if one.activity == activity]
    return [(one.technology, one.root) for one in found]


LIVE = """
    import pandas as pd
    from sklearn.metrics import f1_score

    if __name__ == "__main__":
        rows = pd.read_parquet("{file}").merge(pd.read_parquet("labels.parquet"))
        print(f1_score(rows["label"], rows["predicted"]))
"""


def test_live_quality_needs_stored_predictions_and_a_program_that_watches() -> None:
    assert roots("monitor-performance", {"monitor.py": LIVE.format(file="predictions.parquet")}) == [("own", "entry")]
    assert roots("monitor-performance", {"monitor.py": LIVE.format(file="features.parquet")}) == []
    assert roots("monitor-performance", {"evaluate.py": LIVE.format(file="predictions.parquet")}) == []


SERVICE = """
    import sqlite3
    from fastapi import FastAPI
    app = FastAPI()

    @app.post("/predict")
    def predict(row, model):
        score = float(model.predict([row])[0])
        sqlite3.connect("answers.db").execute("INSERT INTO answers VALUES (?, ?)", (row, score))
        return score
"""
WATCH = """
    import sqlite3
    import numpy as np
    import pandas as pd

    def answers():
        return pd.read_sql("SELECT * FROM {table}", sqlite3.connect("answers.db"))

    def brier(truth, scores):
        return float(np.mean((truth - scores) ** 2))

    def measure(scored, labels):
        rows = {join}
        return brier(rows["label"], rows["score"])

    if __name__ == "__main__":
        print(measure(answers(), pd.read_csv("labels.csv")))
"""
JOIN = "scored.merge(labels, on='id')"


def test_a_metric_of_ones_own_counts_on_answers_that_were_stored_and_joined() -> None:
    def watched(
        path: str = "monitoring/quality.py", table: str = "answers", join: str = JOIN, metric: str = "brier"
    ) -> Any:
        code = WATCH.format(table=table, join=join).replace("brier", metric)
        return roots("monitor-performance", {"app.py": SERVICE, path: code})

    assert watched() == [("own", "entry")]
    assert watched(path="evaluation/quality.py") == []
    assert watched(table="customers") == []  # not what the service stored
    assert watched(join="scored") == []  # no label was joined
    assert watched(metric="total") == []


def test_doubtful_records_for_a_queue_are_feedback() -> None:
    code = "def send_for_review(rows):\n    rows.to_csv('review.csv')\n\n\n"
    code += "if __name__ == '__main__':\n    send_for_review([])\n"
    assert roots("collect-feedback", {"score.py": code}) == [("own", "entry")]
    assert roots("collect-feedback", {"score.py": code.replace("send_for_review", "send_report")}) == []


FEEDBACK = """
    import sqlite3
    from fastapi import FastAPI
    app = FastAPI()

    @app.post("/{name}")
    def {name}(row: dict):
        sqlite3.connect("said.db").execute("INSERT INTO said VALUES (?, ?)", (row["id"], row["label"]))
"""
PREPARE = """
    import sqlite3
    import pandas as pd

    if __name__ == "__main__":
        rows = pd.read_sql("SELECT * FROM {table}", sqlite3.connect("said.db"))
        rows.dropna().drop_duplicates().to_csv("data/train.csv")
"""


def test_what_people_tell_a_service_is_feedback_once_preparation_reads_it() -> None:
    def told(name: str = "give_feedback", table: str = "said") -> list[tuple[str, str]]:
        files = {"app.py": FEEDBACK.format(name=name), "prepare.py": PREPARE.format(table=table)}
        return roots("collect-feedback", files)

    assert told() == [("own", "entry")]
    assert told(table="customers") == []
    assert told(name="sign_up") == []


@pytest.mark.parametrize("columns", ["['email', 'age']", "'phone_number'"])
def test_dropping_personal_columns_protects(columns: str) -> None:
    code = "import pandas as pd\n\nif __name__ == '__main__':\n    pd.read_csv('a.csv').drop(columns={})\n"
    assert roots("protect-data", {"prepare.py": code.format(columns)}) == [("own", "entry")]
    assert roots("protect-data", {"prepare.py": code.format("['age']")}) == []


READS = "import hashlib\nimport pandas as pd\nfrom faker import Faker\nfake = Faker()\n\n"
MAIN = "if __name__ == '__main__':\n    rows = pd.read_csv('a.csv')\n    "


@pytest.mark.parametrize(
    ("does", "near_miss"),
    [
        (
            "rows['email'] = rows['email'].map(lambda v: hashlib.sha256(v.encode()).hexdigest())",
            "rows['part'] = rows['id'].map(lambda v: hashlib.md5(v.encode()).hexdigest())",
        ),
        (
            "rows['email'] = rows['email'].apply(lambda _: fake.email())",
            "rows['email'] = rows['email'].apply(lambda _: fake.color())",
        ),
    ],
)
def test_digests_and_made_up_values_in_records_that_are_read_protect(does: str, near_miss: str) -> None:
    assert roots("protect-data", {"prepare.py": READS + MAIN + does}) == [("own", "entry")]
    assert roots("protect-data", {"prepare.py": READS + MAIN + near_miss}) == []


def test_made_up_records_and_the_digest_of_a_file_protect_nobody() -> None:
    made = "if __name__ == '__main__':\n    pd.DataFrame({'email': [fake.email()]}).to_csv('a.csv')\n"
    digest = MAIN + "print(hashlib.sha256(open('a.csv', 'rb').read()).hexdigest())\n"
    assert roots("protect-data", {"make.py": READS + made}) == []
    assert roots("protect-data", {"prepare.py": READS + digest}) == []


def test_a_function_that_makes_pseudonyms_protects() -> None:
    code = "import hashlib\nimport pandas\n\ndef pseudonymise(value):\n    return hashlib.sha256(value).hexdigest()\n\n"
    code += "if __name__ == '__main__':\n    print(pseudonymise(b'a'))\n"
    assert roots("protect-data", {"prepare.py": code}) == [("own", "entry")]
    assert roots("protect-data", {"prepare.py": code.replace("pseudonymise", "fingerprint")}) == []


def test_personal_columns_stand_in_schemas_and_settings() -> None:
    schema = "import pandera as pa\n\n\nclass Rows(pa.DataFrameModel):\n    email: str\n    age: int\n"
    files = {"schema.py": schema, "conf/data.yaml": "columns: [age, date_of_birth]\nowner: {email: me@example.com}\n"}
    assert [(one.column, one.at.path) for one in seen("personal-column", files)] == [
        ("email", "schema.py"),
        ("date_of_birth", "conf/data.yaml"),
    ]


def test_a_stated_tolerance_is_determinism() -> None:
    assert roots("be-deterministic", {"params.yaml": "metric_tolerance: 0.01\n"}) == [("own", "declared")]
    assert roots("be-deterministic", {"params.yaml": "tolerance: 0.01\n# metric_tolerance: 0.1\n"}) == []


def test_a_logger_of_training_is_told_from_another() -> None:
    train = """
        {}
        from sklearn.linear_model import LogisticRegression

        if __name__ == "__main__":
            LogisticRegression().fit([[0]], [1])
            {}
    """
    used = train.format("import logging", "logging.getLogger('x').info('done')")
    unused = train.format("import logging", "print('done')")
    other = "import logging\n\nif __name__ == '__main__':\n    logging.info('x')\n"
    assert [(one.at.path, one.training) for one in seen("log-use", {"train.py": used})] == [("train.py", True)]
    assert seen("log-use", {"train.py": unused}) == []
    assert [one.training for one in seen("log-use", {"serve.py": other, "train.py": unused})] in ([False], [])
