"""Cards in PDF, as they are read again: what a program that saves them does, and what one that edits them does."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from maturity.cards import drift
from maturity.cards.written import Altered, Written, read
from maturity.errors import UsageError
from maturity.model.card import Card
from maturity.model.history import History
from maturity.model.version import RawPicture
from maturity.render.cards import render
from maturity.render.style import Style
from tests.cards.making import detail, made

pytestmark = pytest.mark.slow

FILE = Path("card.pdf")
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
HISTORY = History(metric="loss", points=((0, 0.9), (1, 0.5)), recorded=2)


@pytest.fixture(scope="module")
def card() -> Card:
    told = detail(metrics={"auc": 2 / 3, "loss": 0.5}, histories=(HISTORY,))
    picture = RawPicture(path="plots/roc.png", media_type="image/png", content=DOT)
    return made(told.model_copy(update={"pictures": (picture,)}))


@pytest.fixture(scope="module")
def content(card: Card) -> bytes:
    made_of = render(card, "pdf", Style())
    assert isinstance(made_of, bytes)
    return made_of


def saved(content: bytes, change: Callable[[pikepdf.Pdf], object] = lambda _: None, **how: object) -> Written:
    """Read what a PDF says after a program has opened, changed and saved it."""
    with pikepdf.open(BytesIO(content)) as opened:
        change(opened)
        kept = BytesIO()
        opened.save(kept, **how)  # type: ignore[arg-type]
    return read(kept.getvalue(), FILE)


def found(card: Card, old: Written) -> tuple[tuple[Altered, ...], tuple[drift.Difference, ...]]:
    return drift.altered(card, old), drift.differences(card, old)


def test_it_is_true_when_it_is_written_and_when_it_was_only_saved(card: Card, content: bytes) -> None:
    assert found(card, read(content, FILE)) == ((), ())
    assert found(card, saved(content)) == ((), ())
    packed = {"object_stream_mode": pikepdf.ObjectStreamMode.generate, "recompress_flate": True, "linearize": True}
    assert found(card, saved(content, **packed)) == ((), ())


def test_the_same_card_gives_the_same_bytes(card: Card, content: bytes) -> None:
    assert render(card, "pdf", Style()) == content


def test_an_oddity_that_does_no_harm_is_not_told(card: Card, content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    odd = content.replace(b"startxref\n", b"startxref\n1")
    assert found(card, read(odd, FILE)) == ((), ())
    assert capfd.readouterr() == ("", "")


def test_it_is_held_to_the_digits_that_it_prints(card: Card, content: bytes) -> None:
    near, far = (made(detail(metrics={"auc": value, "loss": 0.5}, histories=(HISTORY,))) for value in (0.6666667, 0.67))
    old = read(content, FILE)
    assert drift.differences(near, old) == ()
    assert drift.differences(far, old) == (drift.Difference("metric auc", "0.666667", "0.67"),)


def redrawn(pdf: pikepdf.Pdf) -> None:
    """Take one line of text away."""
    page = pdf.pages[1]
    drawn = page.Contents.read_bytes()
    start = drawn.index(b"BT", len(drawn) // 2)
    end = drawn.index(b"ET", start) + 2
    page.Contents = pdf.make_stream(drawn[:start] + drawn[end:])


def painted(pdf: pikepdf.Pdf) -> None:
    """Paint over a number."""
    pdf.pages[1].contents_add(b"1 1 1 rg 100 100 200 200 re f")


def noted(pdf: pikepdf.Pdf) -> None:
    """Put a text on a page, as reviewers do."""
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Contents="0.99", Rect=[10, 10, 90, 30]
    )
    pdf.pages[1].Annots = pikepdf.Array([pdf.make_indirect(note)])


def test_a_page_that_was_edited_is_named(card: Card, content: bytes) -> None:
    for change in (redrawn, painted, noted):
        assert found(card, saved(content, change)) == ((Altered("", 2, "page"),), ()), change
    assert read(content, FILE).altered == ()


def test_a_picture_that_was_exchanged_is_on_its_page(card: Card, content: bytes) -> None:
    def exchange(pdf: pikepdf.Pdf) -> None:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
                one.write(b"\x00" * len(one.read_bytes()))

    (change,) = saved(content, exchange).altered
    assert change.place == "page"


def test_pages_that_were_taken_out_or_added_are_counted(card: Card, content: bytes) -> None:
    def last(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[-1]

    def more(pdf: pikepdf.Pdf) -> None:
        pdf.pages.append(pdf.pages[0])

    pages = len(pikepdf.open(BytesIO(content)).pages)
    assert saved(content, last).altered == (Altered("", 0, "page"),)
    assert saved(content, more).altered == (Altered("", pages + 1, "page"),)


def test_the_json_that_it_carries_is_checked_too(card: Card, content: bytes) -> None:
    def lie(pdf: pikepdf.Pdf) -> None:
        held = json.loads(pdf.attachments["card.json"].get_file().read_bytes())
        (metrics,) = (one for one in held["entries"] if one["field"] == "metrics")
        metrics["value"]["rows"][0][1] = 0.99
        pdf.attachments["card.json"] = json.dumps(held).encode()

    altered, differences = found(card, saved(content, lie))
    assert (altered, differences) == ((Altered("metrics", 1, "attachment"),), ())


def test_without_what_it_carried_it_cannot_be_checked(card: Card, content: bytes) -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        for name in list(pdf.attachments):
            del pdf.attachments[name]

    with pytest.raises(UsageError, match=r"card.pdf: it carries no card.json; write it with --format pdf"):
        saved(content, strip)
    bare = render(card, "pdf", Style(variant="ua-1"))
    assert isinstance(bare, bytes)
    with pikepdf.open(BytesIO(bare)) as opened:
        figures = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert "loss: from 0.9 to 0.5 in 2 points, steps 0 to 1; lowest 0.5 (step 1), highest 0.9 (step 0)" in [
            str(one.Alt) for one in figures
        ]
    with pytest.raises(UsageError, match=r"carries no card\.json"):
        read(bare, FILE)


@pytest.mark.parametrize(
    "rest", [b"", b"1.7\n%%EOF", b"1.7\n" + b"<<" * 5000, b"1.7 trailer << /Root 1 0 R >> startxref 0"]
)
def test_what_is_no_pdf_is_one_line(rest: bytes) -> None:
    with pytest.raises(UsageError, match=r"^card.pdf: it "):
        read(b"%PDF-" + rest, FILE)


def test_a_pdf_that_is_cut_is_no_card(content: bytes) -> None:
    for length in (len(content) // 4, len(content) // 2, len(content) - 2_000):
        with pytest.raises(UsageError, match=r"^card.pdf: it "):
            read(content[:length], FILE)
