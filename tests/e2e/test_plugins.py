"""Packages of others, as an operator installs and names them: a real wheel, and small ones that go wrong."""

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests.e2e.program import CHECKOUT, Ran, maturity, status
from tests.repository import MakeRepository, git

pytestmark = pytest.mark.slow

EXAMPLE = CHECKOUT / "docs/extending/example"
RULE = "acme-passport-owned"
RULES = EXAMPLE / "acme_maturity/rules"
OWNED = {"passport.json": '{"owner": "Ada"}', "README.md": "# churn\n"}


def pip(*words: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", *map(str, words), "--no-deps", "--quiet", "--disable-pip-version-check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the worked example as a wheel and install it into a clean folder."""
    folder = tmp_path_factory.mktemp("plugin")
    pip("wheel", EXAMPLE, "--no-build-isolation", "--wheel-dir", folder / "wheels")
    (wheel,) = (folder / "wheels").glob("acme_maturity-1.0.0-*.whl")
    pip("install", "--no-index", "--target", folder / "site", wheel)
    return folder / "site"


def package(folder: Path, code: str, *entries: str, name: str = "odd-maturity") -> Path:
    """Install a package by hand: one module, and its entry points as `group: name = function`."""
    module = name.replace("-", "_")
    information = folder / f"{module}-2.1.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 2.1\n")
    lines = [line for entry in entries for line in (f"[{entry.split(': ')[0]}]", entry.split(": ")[1])]
    (information / "entry_points.txt").write_text("\n".join(lines) + "\n")
    (folder / f"{module}.py").write_text(dedent(code))
    return folder


def with_site(site: Path, *words: str | Path, folder: Path | None = None) -> Ran:
    return maturity(*words, folder=folder, PYTHONPATH=f"{CHECKOUT}:{site}")


def document(ran: Ran) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(ran.out)
    return read


class TestTheWorkedExample:
    def test_its_extractor_decides_its_rule(self, site: Path, make_repository: MakeRepository) -> None:
        words = ("scan", make_repository(OWNED), "--format", "json", "--rules", RULES)
        ran = with_site(site, *words, "--plugin", "acme-maturity")
        assert ran.code == 0, ran.err
        found = document(ran)
        assert status(found, RULE) == "pass"
        assert found["tool"]["plugins"] == [{"name": "acme-maturity", "version": "1.0.0"}]
        assert [(one["uri"], one["state"], one["detail"]) for one in found["sources"] if one["kind"] == "plugin"] == [
            ("acme-maturity 1.0.0: passports", "read", "acme-maturity 1.0.0: passports: 1 observations")
        ]
        (finding,) = (one for one in found["findings"] if one["rule"] == RULE)
        assert [(one["path"], one["line"], one["text"]) for one in finding["evidence"]] == [
            ("passport.json", 1, "owner: Ada")
        ]

    @pytest.mark.parametrize("passport", ['{"owner": " "}', "[]", "{"])
    def test_a_passport_of_nobody_fails(self, site: Path, make_repository: MakeRepository, passport: str) -> None:
        words = ("scan", make_repository({"passport.json": passport}), "--format", "json", "--rules", RULES)
        assert status(document(with_site(site, *words, "--plugin", "acme-maturity")), RULE) == "fail"

    def test_what_nobody_was_asked_is_unknown(self, site: Path, make_repository: MakeRepository) -> None:
        ran = with_site(site, "scan", make_repository(OWNED), "--format", "json", "--rules", RULES)
        found = document(ran)
        assert (ran.code, status(found, RULE), found["tool"]["plugins"]) == (0, "unknown", [])
        (finding,) = (one for one in found["findings"] if one["rule"] == RULE)
        assert "name one with --plugin PACKAGE" in finding["summary"]["en"]

    def test_a_file_that_is_too_large_is_unknown(self, site: Path, make_repository: MakeRepository) -> None:
        project = make_repository({"passport.json": '{"owner": "' + "a" * (1 << 20) + '"}'})
        ran = with_site(site, "scan", project, "--format", "json", "--rules", RULES, "--plugin", "acme-maturity")
        assert status(document(ran), RULE) == "unknown"

    def test_a_gate_an_explanation_and_a_file_of_the_operator(
        self, site: Path, make_repository: MakeRepository, tmp_path: Path
    ) -> None:
        project = make_repository(OWNED)
        (tmp_path / "operator.toml").write_text('[plugins]\npackages = ["acme-maturity"]\n')
        report = tmp_path / "full.json"
        words = ("--rules", RULES, "--config", tmp_path / "operator.toml")
        assert with_site(site, "gate", project, *words, "--level", "0", "--report", f"json={report}").code == 0
        assert status(json.loads(report.read_text()), RULE) == "pass"
        explained = with_site(site, "explain", RULE, project, *words).out
        assert "passport.json:1" in explained
        assert "✓ pass" in explained

    def test_its_examples_hold_with_it(self, site: Path) -> None:
        ran = with_site(site, "rules", "test", RULES, "--plugin", "acme-maturity")
        assert (ran.code, ran.out) == (0, "3 examples, all as claimed\n")
        assert with_site(site, "rules", "test", RULES).code == 1

    def test_its_format_renders_a_scan_and_a_stored_assessment(
        self, site: Path, make_repository: MakeRepository, tmp_path: Path
    ) -> None:
        project, stored = make_repository(OWNED), tmp_path / "stored.json"
        name, level, share = with_site(site, "scan", project, "--format", "acme-maturity:scorecard").out.split("\t")
        assert (name, level) == ("project", "0")
        assert 0 < float(share) < 1
        with_site(site, "scan", project, "--format", "json", "--output", stored)
        again = with_site(site, "report", stored, "--format", "acme-maturity:scorecard").out
        assert again == f"{name}\t{level}\t{share}"
        table = tmp_path / "card.tsv"
        words = ("--level", "0", "--report", f"acme-maturity:scorecard={table}")
        assert with_site(site, "gate", project, *words).code == 0
        assert table.read_text() == again

    def test_several_projects_are_asked_one_by_one(self, site: Path, make_repository: MakeRepository) -> None:
        train = "from sklearn.svm import SVC\n\nSVC().fit([[1]], [1])\n"
        files = {
            "a/train.py": train,
            "a/requirements.txt": "scikit-learn==1.5.0\n",
            "a/passport.json": '{"owner": "A"}',
        }
        files |= {"b/train.py": train, "b/requirements.txt": "scikit-learn==1.5.0\n"}
        words = ("--each-project", "--format", "json", "--rules", RULES, "--plugin", "acme-maturity")
        ran = with_site(site, "scan", make_repository(files), *words)
        assert [status(one, RULE) for one in json.loads(ran.out)] == ["pass", "fail"]


class TestWhatTheOperatorDoesNotName:
    def test_help_and_a_plain_scan_import_nothing(self, make_repository: MakeRepository, tmp_path: Path) -> None:
        code = "open({!r}, 'w').close()\ndef extract(files): return ()\n".format(str(tmp_path / "imported"))
        site = package(tmp_path / "site", code, "maturity.extractors: one = odd_maturity:extract")
        project = make_repository(OWNED)
        for words in (("--help",), ("scan", "--help"), ("scan", project), ("gate", project, "--level", "0")):
            assert with_site(site, *words).code == 0
            assert not (tmp_path / "imported").exists()
        assert with_site(site, "scan", project, "--plugin", "odd-maturity").code == 0
        assert (tmp_path / "imported").exists()

    def test_the_repository_neither_names_nor_brings_one(self, make_repository: MakeRepository, tmp_path: Path) -> None:
        project = make_repository({**OWNED, "maturity.toml": '[plugins]\npackages = ["odd-maturity"]\n'})
        code = "open({!r}, 'w').close()\ndef extract(files): return ()\n".format(str(tmp_path / "imported"))
        package(project, code, "maturity.extractors: one = odd_maturity:extract")
        git(project, "add", ".")
        told = maturity("scan", ".", "--format", "json", folder=project)
        (gap,) = document(told)["sources"][0]["gaps"]
        assert gap["reason"].startswith("line 2: plugins.packages does not hold: only the operator sets it")
        named = maturity("scan", ".", "--plugin", "odd-maturity", folder=project)
        assert (named.code, named.out) == (2, "")
        assert "--plugin odd-maturity: no package of this name is installed" in named.err
        assert not (tmp_path / "imported").exists()


IMPORT = "from maturity.extending import Observation\n"
ENDLESS = f"""{IMPORT}
from itertools import repeat


def extract(files):
    return repeat(Observation("odd-one", path=files.paths[0]))
"""
FAILURES = {
    "raises": ("def extract(files):\n    yield 1 / 0\n", "ZeroDivisionError in odd_maturity, line 2"),
    "leaves": ("import sys\ndef extract(files):\n    sys.exit(0)\n", "SystemExit in odd_maturity, line 3"),
    "cannot be imported": ("import nowhere_at_all\n", "ModuleNotFoundError in odd_maturity, line 1"),
    "lacks what it promised": ("x = 1\n", "AttributeError"),
    "returns something else": ("def extract(files):\n    return ['a']\n", "returned str, and no Observation"),
    "names no file": (
        f"{IMPORT}def extract(files):\n    return [Observation('odd-one', path='/etc/passwd')]\n",
        "odd-one names no file of the target, and no address",
    ),
    "has a name of its own kind": (
        f"{IMPORT}def extract(files):\n    return [Observation('Odd', path=files.paths[0])]\n",
        "'Odd' is no name of an observation",
    ),
    "never ends": (
        ENDLESS,
        "returned more than 10000 observations",
    ),
}


class TestWhatGoesWrong:
    @pytest.mark.parametrize("name", FAILURES)
    def test_an_extractor_that_fails_is_one_line_and_a_gap(
        self, name: str, make_repository: MakeRepository, tmp_path: Path
    ) -> None:
        code, said = FAILURES[name]
        site = package(tmp_path / "site", code, "maturity.extractors: one = odd_maturity:extract")
        project = make_repository(OWNED)
        words = ("--rules", RULES, "--plugin", "odd-maturity")
        ran = with_site(site, "scan", project, "--format", "json", *words)
        assert ran.code == 3
        assert ran.err.count("\n") == 1
        assert f"odd-maturity 2.1: one: {said}" in ran.err
        assert status(document(ran), RULE) == "unknown"
        gated = with_site(site, "gate", project, "--level", "0", *words)
        assert gated.code == 3
        assert "plugin could not be read" in gated.out

    def test_what_it_prints_stays_out_of_the_report(self, make_repository: MakeRepository, tmp_path: Path) -> None:
        code = "def extract(files):\n    print('hello')\n    return ()\n"
        site = package(tmp_path / "site", code, "maturity.extractors: one = odd_maturity:extract")
        ran = with_site(site, "scan", make_repository(OWNED), "--format", "json", "--plugin", "odd-maturity")
        assert (ran.code, ran.err) == (0, "hello\n")
        assert document(ran)["tool"]["plugins"] == [{"name": "odd-maturity", "version": "2.1"}]

    def test_a_live_source_is_read_in_part_or_not_at_all(self, make_repository: MakeRepository, tmp_path: Path) -> None:
        code = """
        from maturity.extending import Observation, Reading
        def read(environment):
            uri = environment["ACME_REGISTRY"]
            seen = [Observation("acme-passport", holds=environment.get("OWNER", "") != "", uri=f"{uri}/models/1")]
            return Reading(uri, seen, environment.get("DOUBT", "").split())
        """
        site = package(tmp_path / "site", code, "maturity.sources: registry = odd_maturity:read")
        words = ("scan", make_repository(OWNED), "--format", "json", "--rules", RULES, "--plugin", "odd-maturity")
        path = f"{CHECKOUT}:{site}"

        def scanned(**environment: str) -> tuple[int, str, str]:
            ran = maturity(*words, folder=None, PYTHONPATH=path, **environment)
            (report,) = (one for one in document(ran)["sources"] if one["kind"] == "plugin")
            return ran.code, report["state"], status(document(ran), RULE)

        assert scanned() == (3, "unreadable", "unknown")
        assert scanned(ACME_REGISTRY="https://acme.example", OWNER="Ada") == (0, "read", "pass")
        assert scanned(ACME_REGISTRY="https://acme.example") == (0, "read", "fail")
        assert scanned(ACME_REGISTRY="https://acme.example", DOUBT="slow") == (0, "partly-read", "unknown")
        each = maturity(*words, "--each-project", PYTHONPATH=path, ACME_REGISTRY="https://acme.example", OWNER="Ada")
        assert [status(one, RULE) for one in json.loads(each.out)] == ["unknown"]

    def test_a_package_or_a_format_that_is_none(self, site: Path, make_repository: MakeRepository) -> None:
        project = make_repository(OWNED)
        for words, said in (
            (
                ("--plugin", "acme"),
                "--plugin acme: no package of this name is installed beside maturity; installed: acme-maturity",
            ),
            (("--plugin", "../acme"), "--plugin ../acme: no package of this name is installed"),
            (("--plugin", "pytest"), "--plugin pytest: the package has no entry point in maturity.extractors"),
            (("--format", "acme-maturity:card"), "acme-maturity 1.0.0 has no format 'card'; it has: scorecard"),
            (("--format", "nobody:card"), "--format nobody: no package of this name is installed"),
            (("--format", "jsn"), "--format: there is no 'jsn'; did you mean 'json'?"),
        ):
            ran = with_site(site, "scan", project, *words)
            assert (ran.code, ran.out) == (2, "")
            assert said in ran.err

    def test_a_format_that_fails_or_is_no_text(self, make_repository: MakeRepository, tmp_path: Path) -> None:
        code = "def wrong(assessment, style): return 1\ndef raw(assessment, style): return b'\\0raw'\n"
        entries = ("maturity.formats: wrong = odd_maturity:wrong\nraw = odd_maturity:raw",)
        site, project = package(tmp_path / "site", code, *entries), make_repository(OWNED)
        wrong = with_site(site, "scan", project, "--format", "odd-maturity:wrong")
        assert (wrong.code, wrong.out) == (2, "")
        assert "odd-maturity 2.1: wrong: returned int, and neither text nor bytes; tell its authors" in wrong.err
        raw = with_site(site, "scan", project, "--format", "odd-maturity:raw")
        assert (raw.code, raw.out) == (2, "")
        assert "is no text for a screen; name a file with --output FILE" in raw.err
        kept = tmp_path / "kept.bin"
        assert with_site(site, "scan", project, "--format", "odd-maturity:raw", "--output", kept).code == 0
        assert kept.read_bytes() == b"\0raw"
