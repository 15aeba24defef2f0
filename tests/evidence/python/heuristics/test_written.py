"""Batch scoring by what becomes of an answer, and what only looks like it."""

from textwrap import dedent

import pytest

from tests.evidence.python.linking import target

SUBTITLES = """
    import argparse
    from speech.model import load_model
    from speech.decode import transcribe
    from speech.text import get_writer, save_lines

    def cli(args):
        model = load_model(args.model)
        writer = get_writer(args.format)
        for name in args.audio:
            found = {asked}
            {then}
"""
SPEECH = {
    "speech/model.py": "import torch\ndef load_model(path):\n    return torch.load(path)\n",
    "speech/decode.py": (
        "import torch\ndef transcribe(model, name):\n    with torch.no_grad():\n        return model.decode(name)\n"
        "def transcribe_nothing(model, name):\n    return name\n"
    ),
    "speech/text.py": (
        "def get_writer(kind):\n    return WRITERS[kind]\n"
        "def save_lines(lines, path):\n    with open(path, 'w') as file:\n        file.write(lines)\n"
        "def save_nothing(lines, path):\n    print(lines)\n"
    ),
}


def speech(asked: str = "transcribe(model, name)", then: str = "writer(found, name)", name: str = "cli") -> list[str]:
    program = dedent(SUBTITLES).format(asked=asked, then=then).replace("def cli", f"def {name}")
    program = program.replace("import get_writer, save_lines", "import get_writer, save_lines, save_nothing")
    program = program.replace("import transcribe", "import transcribe, transcribe_nothing")
    return target({**SPEECH, "subtitles.py": program}).proved("score")


@pytest.mark.parametrize("then", ["writer(found, name)", "save_lines(found, name)"])
def test_a_command_line_that_writes_what_a_network_says_of_each_file(then: str) -> None:
    assert speech(then=then) == ["subtitles.py:11"]


@pytest.mark.parametrize(
    "words",
    [
        {"then": "print(found)"},
        {"then": "save_nothing(found, name)"},
        {"then": "writer(len(found), name)"},
        {"asked": "transcribe_nothing(model, name)"},
        {"name": "benchmark"},
        {"name": "evaluate"},
    ],
)
def test_what_shows_or_measures_or_asks_no_model_is_no_scoring(words: dict[str, str]) -> None:
    assert speech(**words) == []


NIGHTLY = """
    from concurrent.futures import ThreadPoolExecutor
    import joblib
    from own import container, tables
    model = joblib.load("model.pkl")

    def grade(row):
        return {graded}

    def main():
        rows = tables.waiting()
        with ThreadPoolExecutor(4) as pool:
            grades = pool.map(grade, rows)
        found = [one.value for one in grades]
        {then}
"""
STORE = """
    def register_predictions(session, rows):
        for row in rows:
            row.item.prediction = row.value
        session.commit()
    def register_rows(session, rows):
        session.commit()
"""


def nightly(graded: str = "model.predict([row])", then: str = "tables.register_predictions(session, found)") -> bool:
    source = NIGHTLY.format(graded=graded, then=then)
    return bool(target({"own/tables.py": STORE, "own/__init__.py": "", "nightly.py": source}).proved("score"))


def test_a_function_that_is_handed_to_a_pool_predicts_each_row_and_rows_of_a_session_are_filled() -> None:
    assert nightly()


@pytest.mark.parametrize(
    "words",
    [
        {"graded": "row.strip()"},
        {"then": "tables.register_rows(session, found)"},
        {"then": "tables.register_predictions(session, rows)"},
    ],
)
def test_what_is_handed_to_a_pool_may_do_anything(words: dict[str, str]) -> None:
    assert not nightly(**words)


REMOTE = """
    import requests

    class Work:
        def {name}(self, rows):
            return requests.{call}("http://model/predict", json=rows).json()

        def save_to_database(self, rows):
            rows.to_sql("answers", self.engine)

        def run(self):
            rows = self.waiting()
            found = self.{name}(rows)
            self.save_to_database(found)
"""


def test_a_batch_that_a_service_predicts_is_saved() -> None:
    assert target({"work.py": REMOTE.format(name="predict_batch", call="post")}).proved("score") == ["work.py:13"]
    assert target({"work.py": REMOTE.format(name="predict_row", call="post")}).proved("score") == []
    assert target({"work.py": REMOTE.format(name="predict_batch", call="head")}).proved("score") == []


PICTURE = """
    import cv2
    import torch
    model = torch.load("net.pth")
    {loop}
        picture = cv2.imread(name)
        cv2.imwrite("out.png", model.upscale(picture))
"""


@pytest.mark.parametrize(("loop", "count"), [("for name in names:", 1), ("for step in range(9):", 0), ("if name:", 0)])
def test_one_picture_is_no_set(loop: str, count: int) -> None:
    assert len(target({"enlarge.py": PICTURE.format(loop=loop)}).proved("score")) == count


SCRIPT = """
    import joblib
    import pandas as pd
    model = joblib.load("model.pkl")
    for path in paths:
        rows = pd.read_feather(path)
        answer = model.recommend(rows)
        {then}
"""


@pytest.mark.parametrize(
    ("path", "then", "found"),
    [
        ("weekly.py", "store.save_rows(answer)", ["weekly.py:7"]),
        ("weekly.py", "answer.to_pickle('out.pkl')", ["weekly.py:7"]),
        ("weekly.py", "answer.to_json()", []),
        ("weekly.py", "store.save_report(answer)", []),
        ("weekly.py", "store.save(answer)", []),
        ("weekly.py", "model.fit(rows); store.save_rows(answer)", []),
        ("weekly.py", "f1_score(rows, answer); store.save_rows(answer)", []),
        ("weekly.py", "f1_score(rows, answer); store.save_predictions(answer)", ["weekly.py:7"]),
        ("train.py", "store.save_rows(answer)", []),
    ],
)
def test_where_an_answer_goes_and_what_else_is_done_tells(path: str, then: str, found: list[str]) -> None:
    assert target({path: SCRIPT.format(then=then)}).proved("score") == found


REMOTES = """
    import json
    import modal
    import whisper
    app = modal.App()

    @app.function()
    def segment(start, end):
        {does}

    @app.function()
    def episode(parts, path):
        found = []
        for one in segment.starmap(parts):
            found.append(one["text"])
        with open(path, "w") as file:
            json.dump(found, file)
"""


@pytest.mark.parametrize(
    ("does", "count"), [("return whisper.load_model('base').transcribe(start)", 1), ("return {'text': start}", 0)]
)
def test_a_function_that_a_platform_runs_on_many_machines_answers_for_each_part(does: str, count: int) -> None:
    assert len(target({"cast.py": REMOTES.format(does=does)}).proved("score")) == count


REPLIES = """
    import pandas as pd
    from transformers import AutoModelForCausalLM, pipeline

    def {name}(path, prompts):
        {loads}
        return [pipe(one)[0]["generated_text"] for one in prompts]

    def main(path, prompts):
        replies = {name}(path, {given})
        pd.DataFrame({{"prompt": prompts, "reply": replies}}).to_csv("replies.csv", index=False)
"""
LOADS = 'pipe = pipeline("text-generation", model=AutoModelForCausalLM.from_pretrained(path))'


@pytest.mark.parametrize(
    ("name", "loads", "given", "count"),
    [
        ("generate_answers", LOADS, "prompts", 1),
        ("generate_answers", "pipe = str", "prompts", 0),
        ("generate_answers", LOADS, "name", 0),
        ("generate_names", LOADS, "prompts", 0),
    ],
)
def test_a_language_model_that_a_function_loads_answers_a_list_of_prompts(
    name: str, loads: str, given: str, count: int
) -> None:
    assert len(target({"ask.py": REPLIES.format(name=name, loads=loads, given=given)}).proved("score")) == count
