"""What a model answers is followed to the call that writes it."""

from textwrap import indent

import pytest

from tests.evidence.python.source_code import function


def outcomes(body: str) -> list[tuple[str, bool, str]]:
    found = function("def main(rows, model, path):\n" + indent(body, "    "), "main").outcomes
    return [(one.asked, one.several, one.by) for one in found]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("rows['y'] = model.predict(rows)\nrows.to_csv(path)", [("predict", False, "to_csv")]),
        ("save(path, pd.DataFrame({'y': model.predict(rows)}))", [("predict", False, "save")]),
        ("out = []\nfor row in rows:\n    out.append(model(row))\njson.dump(out, path)", [("model", True, "dump")]),
        (
            "with open(path) as f:\n    for row in rows:\n        f.write(transcribe(row))",
            [("transcribe", True, "write")],
        ),
        ("y = [label(one) for one in map(classify, rows)]\nstore(y)", [("map", True, "store")]),
        ("y = model.predict(rows) if rows else None\nstore(y)", [("predict", False, "store")]),
        ("if rows:\n    y = model.predict(rows)\nelse:\n    y = None\nstore(y)", [("predict", False, "store")]),
        ("try:\n    y = model.predict(rows)\nexcept OSError:\n    y = 0\nstore(y)", [("predict", False, "store")]),
        ("match path:\n    case 'a':\n        y = predict(rows)\nstore(y)", [("predict", False, "store")]),
        ("y: list = predict(rows)\nz = 0\nz += y\nfirst, *rest = z\nstore(rest)", [("predict", False, "store")]),
        ("if (y := predict(rows)):\n    print(y, file=path)", [("predict", False, "print")]),
        ("y = predict(rows)\nregister_predictions(db, y[0].value)", [("predict", False, "register_predictions")]),
        ("while rows:\n    self.y = predict(rows.pop())\n    upload(self.y)", [("predict", True, "upload")]),
        ("store({k: predict(k) for k in rows})", [("predict", True, "store")]),
        ("for i in range(len(rows)):\n    save(predict(rows[i]))", [("predict", True, "save")]),
        ("for i in tqdm(range(9)):\n    save(predict(rows))", [("predict", False, "save")]),
    ],
)
def test_an_answer_is_followed_to_where_it_is_written(body: str, found: list[tuple[str, bool, str]]) -> None:
    assert outcomes(body) == found


@pytest.mark.parametrize(
    "body",
    [
        "y = model.predict(rows)\nprint(y)\nrows.to_csv(path)",
        "y = model.predict(rows)\njson.dump({'f1': f1_score(rows, y)}, path)",
        "y = model.predict(rows)\njson.dump({'right': (y == rows).mean(), 'n': len(y)}, path)",
        "y = model.predict(rows)\ny = rows\nstore(y)",
        "y = model.predict(rows)\nsave(y.shape)",
        "model = load_model(path)\nsave(model)",
        "y = load_predictions(path)\nsave(y)",
        "save(Predictor(path), model.score(rows, rows))",
        "def inner():\n    return model.predict(rows)\nsave(inner)",
        "action = model.predict(rows)\nstate = env.step(action)\nsave(state)",
        "save(" + "(" * 90 + "predict(rows)" + ",)" * 90 + ")",
    ],
)
def test_what_is_measured_shown_or_replaced_is_no_answer(body: str) -> None:
    assert outcomes(body) == []


def test_a_main_guard_belongs_to_the_top_level() -> None:
    source = "if __name__ == '__main__':\n    rows['y'] = model.predict(rows)\n    rows.to_csv('out.csv')\n"
    assert [(one.line, one.written) for one in function(source).outcomes] == [(2, 3)]
