"""Batch scoring by networks that are called, and what only looks like it."""

import pytest

from tests.evidence.python.linking import target

DETECT = """
    import cv2
    import glob
    from shapes import Net
    def run(weights, source):
        model = {made}
        for path in glob.glob(source):
            found = model(cv2.imread(path))
            {then}
"""
WRITTEN = "cv2.imwrite(path, found)"
STORED = "Net(weights, half=True)"
NET = {"shapes.py": "class Net:\n    def __init__(self, weights, half):\n        pass\n"}


def proved(made: str = STORED, then: str = WRITTEN, path: str = "detect.py") -> list[str]:
    return target({path: DETECT.format(made=made, then=then), **NET}).proved("score")


@pytest.mark.parametrize(
    "made",
    [STORED, "Net.from_pretrained('x')", "Net(checkpoint=weights)", "Net(1, 2); model.load_state_dict(weights)"],
)
def test_a_restored_network_over_a_folder(made: str) -> None:
    assert proved(made) == ["detect.py:8"]


def test_a_new_network_has_learnt_nothing() -> None:
    assert proved("Net(1, 2)") == []


@pytest.mark.parametrize(
    "then",
    [
        "print(found)",
        "loss(found).backward(); " + WRITTEN,
        WRITTEN + "; f1_score(found, path)",
        "torch.save(model, 'x')",
    ],
)
def test_showing_learning_and_measuring_are_no_scoring(then: str) -> None:
    assert proved(then=then) == []


@pytest.mark.parametrize("path", ["val.py", "export.py", "benchmarks.py", "train_net.py", "demo_cli.py"])
def test_programs_for_another_end(path: str) -> None:
    assert proved(path=path) == []


def test_one_input_is_no_set() -> None:
    source = DETECT.format(made=STORED, then=WRITTEN).replace("glob.glob(source)", "[source]")
    assert target({"detect.py": source.replace("cv2.imread(path)", "path"), **NET}).proved("score") == []


def test_a_loader_of_records_is_a_set() -> None:
    source = """
        import numpy as np
        from torch.utils.data import DataLoader
        from shapes import Net
        def synthesise(path, records, out):
            model = Net(1, 2)
            model.load(path)
            for one in DataLoader(records):
                np.save(out, model(one))
    """
    assert target({"synthesis.py": source, **NET}).proved("score") == ["synthesis.py:9"]


EMBED = """
    import pandas as pd
    from transformers import AutoModel, AutoTokenizer
    def score_rows(source):
        rows = pd.read_csv(source)
        {model}
        rows["vector"] = apply(rows, model)
        rows.to_parquet("vectors.parquet")
"""


def test_a_loaded_model_in_a_function_that_is_named_for_scoring() -> None:
    source = EMBED.format(model="model = AutoModel.from_pretrained('m')")
    assert target({"embed.py": source}).proved("score") == ["embed.py:6"]
    assert target({"embed.py": source.replace("score_rows", "clean_rows")}).proved("score") == []
    tokens = EMBED.format(model="model = AutoTokenizer.from_pretrained('m')")
    assert target({"embed.py": tokens}).proved("score") == []


PICTURES = """
    from PIL import Image
    from shapes import Net
    def predict_one(net, picture):
        return net(picture)
    def show(net):
        print(net)
    def to_picture(found):
        return Image.fromarray(found)
    if __name__ == "__main__":
        net = Net(1, 2)
        net.load_state_dict(weights)
        for name in names:
            found = {call}(net=net, picture=Image.open(name))
            {then}
"""


@pytest.mark.parametrize(
    ("call", "then", "expected"),
    [
        ("predict_one", "to_picture(found).save(name)", ["pictures.py:14"]),
        ("predict_one", "found.show()", []),
        ("show", "to_picture(found).save(name)", []),
    ],
)
def test_pictures_are_handed_with_the_network_to_what_is_named_for_scoring(
    call: str, then: str, expected: list[str]
) -> None:
    assert target({"pictures.py": PICTURES.format(call=call, then=then), **NET}).proved("score") == expected


GENERATE = """
    import json
    from transformers import AutoModel, pipeline
    def main():
        rows = json.load(open("in.json"))
        model = {made}
        json.dump([{asked} for row in rows], open("out.json", "w"))
"""


@pytest.mark.parametrize(
    ("made", "asked", "path", "expected"),
    [
        ("pipeline('summarization')", "model(row)", "infer.py", ["infer.py:7"]),
        ("AutoModel.from_pretrained('x')", "model.generate(row)", "inference.py", ["inference.py:7"]),
        ("AutoModel.from_pretrained('x')", "model.generate(row)", "notes.py", ["notes.py:7"]),
        ("AutoModel.from_pretrained('x')", "model.describe(row)", "convert.py", []),
        ("Net(1)", "model(row)", "infer.py", []),
    ],
)
def test_a_program_named_for_it_may_write_what_a_stored_model_says(
    made: str, asked: str, path: str, expected: list[str]
) -> None:
    assert target({path: GENERATE.format(made=made, asked=asked)}).proved("score") == expected


def test_weights_may_be_named_by_a_text() -> None:
    assert proved("Net('best.pt', 1)") == ["detect.py:8"]
    assert proved("Net('best', 1)") == []
