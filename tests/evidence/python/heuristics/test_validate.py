"""Checks of data by one's own means, and what only looks like one."""

import pytest

from tests.evidence.python.linking import target

BODY = "    if list(rows.columns) != ['a', 'b']:\n        raise ValueError('columns')\n"
METHOD = """import pandas as pd
class DataValidation:
    def run_checks(self, rows):
        if list(rows.columns) != ['a', 'b']:
            raise ValueError('columns')
"""
READS = """import pandas as pd
def check_missing_values(path):
    rows = pd.read_csv(path)
    return rows.isna().sum().sum() == 0
"""


@pytest.mark.parametrize(
    ("source", "places"),
    [
        (f"import pandas as pd\ndef validate_columns(rows):\n{BODY}", ["a.py:4"]),
        ("import numpy as np\ndef verify_labels(rows):\n    assert (rows >= 0).all()\n", ["a.py:3"]),
        (READS, ["a.py:3"]),
        (METHOD, ["a.py:5"]),
    ],
)
def test_a_function_named_for_it_that_objects(source: str, places: list[str]) -> None:
    assert target({"a.py": source}).proved("validate-data") == places


@pytest.mark.parametrize(
    "source",
    [
        f"import pandas as pd\ndef check_config(rows):\n{BODY}",
        f"import pandas as pd\ndef load_validation_data(rows):\n{BODY}",
        f"import json\ndef validate_columns(rows):\n{BODY}",
        "import pandas as pd\ndef validate_columns(rows):\n    '''Check them.'''\n",
        "import pandas as pd\ndef validate_columns(rows):\n    print(rows.columns)\n",
        "import pandas as pd\ndef validate_dataset(m, path):\n    return m.predict(pd.read_csv(path))\n",
    ],
)
def test_other_checks_and_stubs_are_none(source: str) -> None:
    assert target({"a.py": source}).proved("validate-data") == []


TENSORS = """import torch
def main(paths):
    for path in paths:
        tensor = torch.load(path)
        if {asked}:
            print(path)
if __name__ == "__main__":
    main(["a.pt"])
"""


@pytest.mark.parametrize("path", ["validate.py", "tools/check_images.py", "data_validation.py"])
def test_a_program_named_for_it_asks_about_values_of_what_it_reads(path: str) -> None:
    found = target({path: TENSORS.format(asked="torch.isnan(tensor).any()")})
    assert found.proved("validate-data") == [f"{path}:5"]


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("validate.py", "tensor.shape"),
        ("validate_model.py", "torch.isnan(tensor).any()"),
        ("train.py", "torch.isnan(tensor).any()"),
        ("validate.py", "torch.isnan(net.eval()(tensor)).any()"),
        ("validate.py", "torch.isnan(net.predict(tensor)).any()"),
    ],
)
def test_a_program_about_a_model_or_about_no_values_is_none(path: str, asked: str) -> None:
    assert target({path: TENSORS.format(asked=asked)}).proved("validate-data") == []


GATE = """from own.shares import {share}
def {name}(rows):
    if {share}(rows) > 0.1:
        raise RuntimeError("stop")
"""
SHARES = """import pandas as pd
def missing(rows):
    return rows.isna().mean().max()
def wrong(rows):
    return (rows.model.predict(rows.isna()) > 0).mean()
def large(rows):
    return len(rows)
"""


@pytest.mark.parametrize(
    ("name", "share", "places"),
    [
        ("quality_gate_task", "missing", ["gate.py:4"]),
        ("quality_gate_task", "large", []),
        ("quality_gate_task", "wrong", []),
        ("model_quality_gate", "missing", []),
        ("gate", "missing", []),
    ],
)
def test_a_quality_gate_asks_about_values_in_another_file(name: str, share: str, places: list[str]) -> None:
    files = {"gate.py": GATE.format(name=name, share=share), "own/shares.py": SHARES}
    assert target(files).proved("validate-data") == places


@pytest.mark.parametrize(
    ("path", "annotation", "places"),
    [
        ("shop/data/validate.py", "pd.DataFrame", ["shop/data/validate.py:4"]),
        ("shop/data/validate.py", "dict", []),
        ("shop/forms/validate.py", "pd.DataFrame", []),
    ],
)
def test_what_is_validated_may_be_told_by_the_folder(path: str, annotation: str, places: list[str]) -> None:
    source = f"import pandas as pd\ndef validate(rows: {annotation}):\n{BODY}"
    assert target({path: source}).proved("validate-data") == places


ROWS = """import csv
import jsonschema
import pandas as pd
from pydantic import BaseModel
class Ride(BaseModel):
    distance: float
class Rides(BaseModel):
    rides: list[Ride]
class Frame:
    pass
def {name}(path):
    frame = {read}
    {body}
"""
READ = "pd.read_csv(path)"


@pytest.mark.parametrize(
    "body",
    [
        "Rides(rides=frame.fillna(0).to_dict(orient='records'))",
        "for row in frame.to_dict('records'):\n        Ride(**row)",
        "for _, row in frame.iterrows():\n        Ride.model_validate(row.to_dict())",
        "for row in csv.DictReader(open(path)):\n        jsonschema.validate(row, {})",
    ],
)
def test_rows_are_held_against_a_schema(body: str) -> None:
    assert target({"a.py": ROWS.format(name="validate_inputs", read=READ, body=body)}).proved("validate-data") != []


@pytest.mark.parametrize(
    ("name", "read", "body"),
    [
        ("answer", READ, "return Rides(rides=frame.to_dict(orient='records'))"),
        ("validate_inputs", READ, "return Rides(rides=frame.to_dict(orient='list'))"),
        ("validate_inputs", READ, "return Frame(rides=frame.to_dict(orient='records'))"),
        ("validate_inputs", READ, "return Rides()"),
        ("validate_model", READ, "return Rides(rides=frame.to_dict(orient='records'))"),
        ("validate_inputs", "pd.DataFrame(path)", "return Rides(rides=frame.to_dict(orient='records'))"),
    ],
)
def test_rows_that_are_only_packed_are_held_against_nothing(name: str, read: str, body: str) -> None:
    assert target({"a.py": ROWS.format(name=name, read=read, body=body)}).proved("validate-data") == []
