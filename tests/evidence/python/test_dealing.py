"""Which functions pick one of several models by a share, and what only compares or draws."""

from textwrap import indent

import pytest

from tests.evidence.python.source_code import function


def deals(body: str, name: str = "answer") -> int:
    source = f"import hashlib, random\ndef {name}(user, row, canary=0.1):\n" + indent(body, "    ")
    return function(source, name).deals


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("return new_model.predict(row) if random.random() < 0.1 else old_model.predict(row)", 3),
        ("if random.randint(1, 100) <= 5:\n    return model_b.predict(row)\nreturn model_a.predict(row)", 3),
        ("place = int(hashlib.md5(user).hexdigest(), 16) % 100\nif place < percent:\n    return challenger(row)", 4),
        ("where = bucket(user)\nreturn where >= 1 - self.challenger", 4),
        ("return models[hash(user) % 2], 'champion'", 3),
        ("if int(hashlib.md5(user).hexdigest(), 16) % 2:\n    return model_a(row)\nreturn model_b(row)", 3),
        ("name, = random.choices(['champion', 'challenger'], weights=shares)", 3),
        ("return rng.choice(['model_a', 'model_b'], p=[0.9, 0.1])", 3),
        ("return MODELS[random.choices(list(MODELS), weights=[90, 10])[0]]", 3),
        ("variant = 'b' if random.random() < rollout else 'a'\nreturn models[variant].predict(row)", 3),
    ],
)
def test_a_draw_or_a_hash_against_a_share_picks_a_model(body: str, line: int) -> None:
    assert deals(body) == line


@pytest.mark.parametrize(
    "body",
    [
        "part = 'train' if int(hashlib.md5(user).hexdigest(), 16) % 100 < 80 else 'test'",  # records are dealt out
        "if hash(user) % 2:\n    return train(row)\nreturn test(row)",
        "return random.choices(rows, weights=[90, 10])",
        "variant = 'blue' if bucket(user) < 50 else 'green'",  # of a page, not of a model
        "return row if random.random() < 0.5 else flip(row)",
        "if score < canary.weight:\n    raise ValueError(challenger)",  # nothing is drawn
        "if new_model.score(row) > 0.8 * old_model.score(row):\n    promote(challenger)",
        "cache = random.random()\nreturn champion.predict(row), cache",  # a draw, and no share
        "if bucket(user) < len(challenger.rows):\n    return champion",
        "def inner():\n    return random.random() < canary\nreturn champion",  # belongs to the inner one
    ],
)
def test_splits_of_records_of_pages_and_comparisons_of_scores_are_none(body: str) -> None:
    assert deals(body) == 0


def test_what_a_method_is_called_says_what_it_deals_out() -> None:
    assert deals("return random.random() < share", "is_canary") == 3
    assert deals("return random.random() < share", "is_sampled") == 0


@pytest.mark.parametrize(("name", "found"), [("ABRouter", 4), ("Router", 0)])
def test_a_class_named_for_two_variants_picks_a_model(name: str, found: int) -> None:
    body = "        return 'b' if hash(user) % 100 < 10 else 'a'\n"
    source = f"import hashlib\nclass {name}:\n    def route(self, user):\n{body}"
    assert function(source + "# of models\n", f"{name}.route").deals == found
