"""Labels that people give and that come back into the data of a pipeline, and tables that are only delivered."""

import pytest

from tests.evidence.practice.seen import seen

PIPELINE = """
stages:
  prepare:
    cmd: python prepare.py
    deps: [inbox, prepare.py]
    outs: [data/train.csv]
"""
PREPARE = """
    from pathlib import Path
    import pandas as pd

    INBOX = Path("{folder}")
    REVIEWED = INBOX / "reviewed"

    if __name__ == "__main__":
        pd.read_csv(REVIEWED / "a.csv").to_csv("data/train.csv")
"""
QUEUE = """
    import pandas as pd
    from prepare import REVIEWED
    from store import write

    def tasks(model, rows):
        return rows[model.predict_proba(rows).max(axis=1) < 0.6]

    def submit(labels, root):
        write(labels, root / REVIEWED)

    if __name__ == "__main__":
        submit(tasks(model, rows), root)
"""
STORE = "import pandas as pd\ndef write(table: pd.DataFrame, file) -> None:\n    table.to_csv(file)\n"


def proved(queue: str = QUEUE, folder: str = "inbox", pipeline: str = PIPELINE) -> list[str]:
    files = {"prepare.py": PREPARE.format(folder=folder), "store.py": STORE, "queue.py": queue}
    found = [one for one in seen("activity", {**files, "dvc.yaml": pipeline}) if one.activity == "collect-feedback"]
    return sorted({str(one.at) for one in found})


def test_labels_of_predictions_written_into_what_a_stage_reads_come_back() -> None:
    assert proved() == ["queue.py:9"]
    assert proved(QUEUE.replace("root / REVIEWED", "'inbox/reviewed/a.csv'")) == ["queue.py:10"]


@pytest.mark.parametrize(
    ("queue", "folder", "pipeline"),
    [
        (QUEUE, "exports", PIPELINE),  # no stage reads there
        (QUEUE, "data", PIPELINE.replace("[inbox,", "[data/train.csv,")),  # a stage makes what stands there
        (QUEUE.replace("model.predict_proba(rows).max(axis=1)", "rows['age']"), "inbox", PIPELINE),  # delivered labels
        (QUEUE.replace("labels", "table"), "inbox", PIPELINE),
        (QUEUE.replace("write(labels,", "print(labels,"), "inbox", PIPELINE),
        (QUEUE, "inbox", PIPELINE.replace("prepare.py\n    deps", "queue.py\n    deps")),  # the stage itself
        (QUEUE, "inbox", "stages: {}\n"),
    ],
)
def test_tables_of_others_outputs_and_other_places_do_not(queue: str, folder: str, pipeline: str) -> None:
    assert proved(queue, folder, pipeline) == []
