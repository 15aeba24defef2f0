"""What the documents promise is what the program does."""

import re
import shlex
from datetime import date
from pathlib import Path

import pytest

from maturity.commands.arguments import EXIT_CODES, parse
from maturity.render import FORMATS
from maturity.resources import folder
from maturity.rules import attestations, technologies
from maturity.rules.frameworks import load_frameworks, read_framework
from maturity.rules.load import load_catalog
from tests.e2e.program import CHECKOUT, maturity
from tests.sample.repository import build

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")])


def test_the_exit_codes_are_those_of_the_program() -> None:
    section = README.partition("## Exit codes")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", section, re.MULTILINE)
    assert {int(code): meaning for code, meaning in rows} == EXIT_CODES


def test_the_formats_are_those_of_the_program() -> None:
    section = README.partition("## Formats")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([\w-]+)` \|", section, re.MULTILINE) == list(FORMATS)


def test_the_frameworks_are_those_of_the_catalog() -> None:
    section = README.partition("## Frameworks")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([\w-]+)` \| (\d+) \|", section, re.MULTILINE)
    found = load_frameworks(folder("checks"), {rule.id for rule in load_catalog(folder("checks")).rules})
    sizes = {
        name: sum(item.verify not in ("group", "level") for item in framework.items)
        for name, framework in found.items()
    }
    assert {name: int(size) for name, size in rows} == sizes


def block(document: str, name: str) -> str:
    text = (CHECKOUT / document).read_text(encoding="utf-8")
    return text.partition(f"<!-- {name} -->\n```yaml\n")[2].partition("```\n<!--")[0]


def test_the_framework_shown_is_one(tmp_path: Path) -> None:
    (tmp_path / "our-policy.yaml").write_text(block("docs/frameworks.md", "framework"), encoding="utf-8")
    framework = read_framework(tmp_path / "our-policy.yaml", {"evaluation-gate"})
    assert [item.id for item in framework.items] == ["P-1", "P-1.1", "P-1.2"]


def test_the_technologies_of_the_documentation_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "training.yaml").write_text(block("docs/extending.md", "technologies"), encoding="utf-8")
    (entry,) = technologies.load(tmp_path)
    assert (entry.name, len(entry.proves)) == ("acme-train", 2)


def test_the_technologies_shown_are_some(tmp_path: Path) -> None:
    (tmp_path / "training.yaml").write_text(block("docs/extending.md", "technologies"), encoding="utf-8")
    (entry,) = technologies.load(tmp_path)
    assert (entry.name, len(entry.proves)) == ("acme-train", 2)


def test_the_attestation_shown_counts() -> None:
    entries = attestations.read(block("docs/frameworks.md", "attestations"))
    (subject,) = [one.subject for one in entries]
    assert subject is not None
    blobs = {subject.path: subject.blob}
    (found,) = attestations.apply(entries, (), lambda _: (), blobs, date(2026, 6, 30)).attestations
    assert (found.state, found.detail.en) == ("valid", "until 2026-08-30")


COMMANDS = sorted(
    {
        line.split("#")[0].strip().removeprefix("- run: ")
        for document in DOCUMENTS
        for line in document.read_text(encoding="utf-8").splitlines()
        if re.match(r" {4,}(- run: )?maturity [a-z]", line)
    }
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_exists(command: str) -> None:
    assert parse(shlex.split(command)[1:]).verb


def test_the_readme_shows_commands() -> None:
    assert len(COMMANDS) >= 9


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_every_link_and_path_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    missing = [link for link in links if not (document.parent / link).exists()]
    named = re.findall(r"`((?:maturity|checks|tests|benchmarks|docs)/[\w./-]+\w)/?`", text)
    assert missing + [path for path in named if not (CHECKOUT / path).exists()] == []


def test_every_target_of_make_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))
    named = {
        name
        for document in DOCUMENTS
        for name in re.findall(r"(?:^ {4}|`)make ([a-z]+)", document.read_text(), re.MULTILINE)
    }
    assert named <= targets | {"train"}
    assert {"demo", "test", "check", "bench"} <= named


def test_the_output_shown_is_what_the_demo_prints(tmp_path: Path) -> None:
    shown = README.partition("<!-- demo -->\n```text\n")[2].partition("\n```\n<!-- /demo -->")[0]
    sample = build(tmp_path / "demo")
    assert maturity("scan", sample).out.rstrip() == shown


def test_the_chain_shown_is_one_of_the_demo(tmp_path: Path) -> None:
    shown = re.search(r"^    (\.github/\S+:\d+ .+\n      -> .+)$", README, re.MULTILINE)
    assert shown is not None
    links = [re.split(r"(?<=:\d\d) |(?<=:\d) ", link.strip())[0] for link in shown[1].split("->")]
    out = maturity("scan", build(tmp_path / "demo"), "--verbose").out
    told = re.split(r"\n  [✓✗?-] ", out.partition("ci-trains ·")[2])[0]
    assert all(link in told for link in links), links
