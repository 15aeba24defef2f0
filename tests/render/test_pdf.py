"""The PDF report, opened: text, attachment, outline, fonts, archive marks, pages, bytes."""

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from maturity import cli
from maturity.errors import SourceError, UsageError
from maturity.model.assessment import Assessment
from maturity.model.rule import Text
from maturity.render import pdf
from maturity.render.fonts import faces
from maturity.render.json import document
from maturity.render.style import Style, Variant
from maturity.rules.compare import compare
from tests.render.example import EXAMPLE
from tests.render.sizes import LONG_PATH, finding, many

pytestmark = pytest.mark.slow

FORTY = many(40)


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def words(content: bytes) -> str:
    """Return the text of all pages, blanks and line ends alike."""
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def outline(entries: Any) -> list[Any]:
    """Return the titles of an outline, nested as it is."""
    return [outline(entry) if isinstance(entry, list) else entry.title for entry in entries]


@pytest.fixture(scope="module")
def audit() -> bytes:
    return pdf.render(FORTY, Style())


@pytest.fixture(scope="module")
def chinese() -> bytes:
    return pdf.render(FORTY, Style(language="zh", edition="management", changes=compare(EXAMPLE, FORTY)))


def test_the_same_assessment_gives_the_same_bytes_in_another_process(audit: bytes, tmp_path: Path) -> None:
    stored, made = tmp_path / "assessment.json", tmp_path / "report.pdf"
    stored.write_text(document(FORTY), encoding="utf-8")
    command = [sys.executable, "-m", "maturity", "report", str(stored), "--format", "pdf", "--output", str(made)]
    subprocess.run(command, check=True, env=os.environ | {"TZ": "Asia/Shanghai"})
    assert made.read_bytes() == audit


def test_the_attached_assessment_is_the_assessment(audit: bytes) -> None:
    attached = read(audit).attachments
    assert list(attached) == ["assessment.json"]
    (content,) = attached["assessment.json"]
    assert content.decode() == document(FORTY)
    assert Assessment.model_validate_json(content) == FORTY


def test_it_says_that_it_is_for_the_archive(audit: bytes) -> None:
    with pikepdf.open(BytesIO(audit)) as opened:
        told = opened.open_metadata()
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("3", "A")
        assert opened.Root.Lang == "en"
        assert bool(opened.Root.MarkInfo.Marked)
        assert opened.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert opened.Root.AF[0].AFRelationship == "/Data"
        assert opened.check_pdf_syntax() == []


def test_every_font_is_one_of_ours_and_inside(audit: bytes) -> None:
    with pikepdf.open(BytesIO(audit)) as opened:
        fonts = [
            one
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert {str(font.FontName).rpartition("+")[2] for font in fonts} == {
            "Maturity-Sans",
            "Maturity-Sans-Bold",
            "Maturity-Mono",
        }
        assert all("/FontFile3" in font or "/FontFile2" in font for font in fonts)


def test_the_outline_leads_to_every_chapter_and_finding(audit: bytes) -> None:
    told = outline(read(audit).outline)
    chapters = "At a glance/Scope and method/Population and sampling/What was not looked at, and why/Findings/Plan"
    appendices = "Lineage of serving models/Waivers and attestations/What was found/Sign-off/Evidence register/Glossary"
    assert [title for title in told if isinstance(title, str)] == f"{chapters}/{appendices}".split("/")
    principles = told[told.index("Findings") + 1]
    assert principles[0].startswith("Automation level 3 · ")
    first = next(entry for entry in principles if isinstance(entry, list))
    assert first[0] == "6 · The step 1 runs by itself"


def test_the_contents_name_the_page_of_each_chapter(audit: bytes) -> None:
    reader = read(audit)
    contents = reader.pages[0].extract_text()
    for title in ("Findings", "Evidence register", "Glossary"):
        (line,) = [line for line in contents.splitlines() if line.startswith(title)]
        number = int(line.split(".")[-1])
        assert title in reader.pages[number - 1].extract_text()


def test_each_page_tells_its_number_and_where_it_belongs(audit: bytes) -> None:
    reader = read(audit)
    for number, page in enumerate(reader.pages, start=1):
        assert f"Page {number} of {len(reader.pages)}" in page.extract_text()
    assert "churn · MLOps maturity assessment" in reader.pages[1].extract_text()


def test_a_finding_has_all_its_parts(audit: bytes) -> None:
    text = words(audit)
    for part in (
        "The step 9 runs by itself",
        "No program that runs step 9 on a change was found; make step-9 is run by hand.",
        "Add the step to the pipeline. Run dvc stage add -n step-19 python src/step.py once.",
        "Management response Owner Due",
        "Criterion", "Condition", "Evidence", "Recommendation",
        "planned-fix", "2026-12-31",
        "recorded data broken The lock was looked up.",
        "14 versions 40 runs, in 61 requests",
    ):  # fmt: skip
        assert part in text
    assert LONG_PATH in text.replace(" ", "")


def test_the_accessible_variant_is_tagged_and_carries_nothing() -> None:
    made = pdf.render(FORTY, Style(variant="ua-1", edition="management"))
    with pikepdf.open(BytesIO(made)) as opened:
        assert opened.open_metadata()["pdfuaid:part"] == "1"
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        figures = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert figures
        assert all(str(figure.Alt) for figure in figures)
        assert len(opened.attachments) == 0


def test_chinese_can_be_read(chinese: bytes) -> None:
    text = words(chinese).replace(" ", "")
    for part in (
        "MLOps成熟度评估",
        "主要风险",
        "需要的决策",
        "与上次相比",
        "改进计划",
        "不构成法律意见",
        "第2页，共4页",
    ):
        assert part in text
    assert "步骤" in text


@pytest.mark.parametrize(
    "assessment",
    [many(0), many(60, "W" * 500), many(60, "长" * 500), many(2000)],
    ids=["nothing", "wide", "wide-zh", "two-thousand"],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_management_edition_has_four_pages_at_most(assessment: Assessment, language: Any) -> None:
    style = Style(edition="management", language=language, changes=compare(many(90), assessment))
    assert len(read(pdf.render(assessment, style)).pages) <= 4


def test_no_finding_is_a_report_too() -> None:
    text = words(pdf.render(many(0), Style()))
    assert "No rule was judged." in text
    assert "0 rules" in text


def test_many_findings_are_cut_and_counted() -> None:
    content = pdf.render(many(250), Style())
    text = words(content)
    assert "250 rules" in text
    assert "The first 100 findings that ask for action stand in full; the others are in the tables." in text
    assert len(read(content).pages) < 150
    assert len(Assessment.model_validate_json(read(content).attachments["assessment.json"][0]).findings) == 250


def test_a_character_without_a_glyph_is_an_escape() -> None:
    odd = finding(1, "fail", "\U0001f600 한국 \u202e")
    text = words(pdf.render(FORTY.model_copy(update={"findings": (odd,)}), Style()))
    assert "\\U0001f600 \\ud55c\\uad6d \\u202e" in text


class Canary(http.server.BaseHTTPRequestHandler):
    seen: list[str] = []  # noqa: RUF012 - one list for the server of one test

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.send_error(404)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def canary() -> Iterator[str]:
    """Run a server that nobody may contact, and return its address."""
    Canary.seen.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def hostile(canary: str, secret: Path) -> str:
    """Return markup that fetches from a server and from the disk in every way that is known."""
    return (
        f"</td></style><link rel=attachment href='{secret.as_uri()}'><link rel=stylesheet href={canary}/a.css>"
        f"<img src={canary}/b.png><object data={canary}/c></object><embed src={secret.as_uri()}>"
        f"<style>@import '{canary}/d.css';@font-face{{font-family:x;src:url({canary}/e)}}"
        f"body{{background:url({canary}/f)}}</style><svg><image href='{canary}/g'/></svg>"
    )


def test_markup_in_a_text_fetches_nothing_and_takes_no_file_along(canary: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the-secret-of-the-disk")
    evil = hostile(canary, secret)
    assessment = many(6, evil).model_copy(
        update={
            "target": EXAMPLE.target.model_copy(update={"name": evil, "path": evil}),
            "level_name": Text(en=evil, zh=evil),
        }
    )
    content = pdf.render(assessment, Style())
    assert Canary.seen == []
    assert list(read(content).attachments) == ["assessment.json"]
    assert b"the-secret-of-the-disk" not in b"".join(
        one.read_bytes() for one in pikepdf.open(BytesIO(content)).objects if isinstance(one, pikepdf.Stream)
    )
    assert "<link rel=attachment" in words(content)


def test_the_fetcher_refuses_all_but_our_fonts_even_if_markup_came_through(canary: str, tmp_path: Path) -> None:
    import weasyprint

    secret = tmp_path / "secret.txt"
    secret.write_text("the-secret-of-the-disk")
    fetcher = pdf._fetcher(weasyprint, faces())
    made = weasyprint.HTML(string=f"<title>x</title>{hostile(canary, secret)}", url_fetcher=fetcher).write_pdf()
    assert Canary.seen == []
    assert read(made).attachments == {}
    for address in (secret.as_uri(), f"{canary}/x", "data:text/plain,x", "maturity:../print.css", "sans-regular.woff"):
        with pytest.raises(ValueError, match="refused"):
            fetcher.fetch(address)


def test_too_long_is_one_line_and_exit_code_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 1)
    stored, made = tmp_path / "assessment.json", tmp_path / "report.pdf"
    stored.write_text(document(many(1000)), encoding="utf-8")
    assert cli.main(["report", str(stored), "--format", "pdf", "--output", str(made)]) == 3
    assert capsys.readouterr().err == (
        "maturity: the PDF could not be made: took longer than 1 s; --format html has no such limits\n"
    )
    assert not made.exists()


def test_too_much_memory_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MEMORY", 1 << 20)
    with pytest.raises(SourceError, match=r"^the PDF could not be made: "):
        pdf.render(many(1000), Style())


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("raise ImportError('no module')", "needs WeasyPrint; install it with: pip install 'maturity[pdf]'"),
        (
            "raise OSError('cannot load library')",
            f"a library of the system is missing; on Debian and Ubuntu: apt-get install {pdf.PACKAGES}",
        ),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, message: str) -> None:
    (tmp_path / "weasyprint.py").write_text(fault)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    with pytest.raises(UsageError) as refused:
        pdf.render(EXAMPLE, Style())
    assert str(refused.value) == f"--format pdf: {message}"


@pytest.mark.parametrize("variant", ["a-3a", "ua-1"])
def test_a_screen_takes_no_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str], variant: Variant) -> None:
    stored = tmp_path / "assessment.json"
    stored.write_text(document(EXAMPLE), encoding="utf-8")
    assert cli.main(["report", str(stored), "--format", "pdf", "--pdf", variant]) == 2
    assert capsys.readouterr() == (
        "",
        "maturity: --format pdf: is no text for a screen; name a file with --output FILE\n",
    )
