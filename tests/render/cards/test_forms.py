"""What each form makes of one card: what a reader of it sees, and what a program of it reads."""

import json
import re
from typing import Any

from maturity.model.card import Card
from maturity.model.tracking import RawDataset
from maturity.model.version import RawColumn, RawMlmodel
from maturity.render.cards import CardFormat, render
from maturity.render.style import Language, Style
from tests.cards.making import answered, detail, made

DIGEST = "0123456789abcdef" * 4
TAGS = {"license": "apache-2.0", "sha256": DIGEST}


def told(card: Card, form: CardFormat, language: Language = "en") -> str:
    return str(render(card, form, Style(language=language)))


def full() -> Card:
    held = detail(metrics={"auc": 0.82}, tags=TAGS)
    run = held.run
    assert run is not None
    data = RawDataset(name="train", digest="a1", source="data/train.csv", context="training")
    flavors = {"python_function": {"python_version": "3.11.7"}, "sklearn": {"sklearn_version": "1.9.1"}}
    update = {
        "run": run.model_copy(update={"started": 1.0, "ended": 4.5, "datasets": (data,)}),
        "version": held.version.model_copy(update={"flavors": ("python_function", "sklearn")}),
        "mlmodel": RawMlmodel(
            inputs=(RawColumn(name="age", type="double"),),
            outputs=(RawColumn(name="", type="long", required=False),),
            flavors=flavors,
            example="``` example.json",
        ),
    }
    return made(held.model_copy(update=update))


def test_numbers_and_versions_of_markdown_are_seen_as_they_are() -> None:
    text = told(full(), "markdown")
    assert "| auc | 0.82 |" in text
    assert "| Python | 3.11.7 |" in text
    assert "\n\n\n" not in text
    assert re.search(r"\\\d", text) is None


def test_how_to_use_it_is_a_program_that_can_be_copied() -> None:
    text = told(full(), "markdown")
    program = re.search(r"\n(`{4})python\n(.*?)\n\1\n", text, re.DOTALL)
    assert program is not None
    assert program[2].splitlines()[1] == "model = mlflow.pyfunc.load_model('models:/churn/2')"
    assert "<pre><code>import mlflow</code>\n" in told(full(), "html")


def test_a_list_that_a_person_wrote_is_a_list() -> None:
    card = answered(full(), limitations="Known:\n\n- New <b>products</b>.\n- Minors.\nAll else is fine.")
    page = "".join(told(card, "html").split("\n"))
    shown = "<ul><li>New &lt;b&gt;products&lt;/b&gt;.</li><li>Minors.</li></ul>"
    assert f"<p>Known:</p>{shown}<p>All else is fine.</p>" in page
    assert "- New &lt;b&gt;products&lt;/b&gt;.\n- Minors.\n" in told(card, "markdown")


def test_chinese_has_no_words_of_ours_left_in_english() -> None:
    text = told(full(), "markdown", "zh")
    assert text.count("# 模型卡：churn 2") == 1
    for line in (
        "| 输入 | age | double | 是 |",
        "| 输出 | \\- | long | 否 |",
        "| 秒 | 3.5 |",
        "| 版本 | models:/churn/2 |",
    ):
        assert line in text
    assert "<sub>来源 注册表 models:/churn/2</sub>" in text
    assert "- 未查看任何代码库" in text
    assert "*缺失：尚无人写入 model-card.yaml（自 1 级起应填写）*" in text
    assert "Missing" not in text
    for form in ("html", "text"):
        shown = told(full(), form, "zh")
        assert "未查看任何代码库" in shown
        assert "缺失：读取到的来源均未说明（自 2 级起应填写）" in shown
        assert "no repository" not in shown


def test_an_id_that_says_another_again_is_left_out() -> None:
    assert full().rows("identifiers") == (("version", "models:/churn/2"), ("run", "r2"))
    same = detail()
    version = same.version.model_copy(update={"source": "models:/m-1"})
    mlmodel = RawMlmodel(uuid="m-1")
    card = made(same.model_copy(update={"logged_id": "m-1", "version": version, "mlmodel": mlmodel}))
    assert card.rows("identifiers")[1:] == (("run", "r2"), ("logged model", "m-1"))


def test_an_inventory_has_what_its_format_has_a_place_for() -> None:
    card = answered(full(), limitations="- New products.\n- Minors.", **{"out-of-scope": "Prices and credit."})
    document: dict[str, Any] = json.loads(told(card, "cyclonedx"))
    assert document["metadata"]["tools"]["components"][0]["name"] == "maturity"
    model = document["components"][0]
    assert model["hashes"] == [{"alg": "SHA-256", "content": DIGEST}]
    assert model["licenses"] == [{"license": {"name": "apache-2.0"}}]
    card_of = model["modelCard"]
    assert card_of["considerations"]["technicalLimitations"] == [
        "New products.",
        "Minors.",
        "Out of scope: Prices and credit.",
    ]
    assert card_of["modelParameters"]["modelArchitecture"] == "sklearn.sklearn_version 1.9.1"
    assert card_of["modelParameters"]["outputs"] == [{"format": "long"}]
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(told(card, "cyclonedx")) is None
