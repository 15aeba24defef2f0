"""`maturity attest` and `maturity verify`: what is signed can be checked, by us and by others."""

import base64
import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from securesystemslib.dsse import Envelope
from securesystemslib.signer._key import SSlibKey

from maturity import cli, signing
from maturity.render.json import document
from tests.render.example import EXAMPLE


class Files(NamedTuple):
    """A stored assessment and two pairs of keys."""

    folder: Path
    assessment: Path
    private: Path
    public: Path
    other: Path

    @property
    def signed(self) -> Path:
        return self.folder / "signed.json"


def key_pair(folder: Path, name: str, *kind: str) -> tuple[Path, Path]:
    private, public = folder / f"{name}.pem", folder / f"{name}.pub"
    subprocess.run(["openssl", "genpkey", "-algorithm", *kind, "-out", private], check=True, capture_output=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True, capture_output=True)
    return private, public


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Return an assessment with keys made by another program."""
    assessment = tmp_path / "assessment.json"
    assessment.write_text(document(EXAMPLE), encoding="utf-8")
    private, public = key_pair(tmp_path, "ours", "ed25519")
    _, other = key_pair(tmp_path, "other", "ed25519")
    made = Files(tmp_path, assessment, private, public, other)
    assert cli.main(["attest", str(assessment), "--key", str(private), "--output", str(made.signed)]) == 0
    return made


def checked(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, list[str]]:
    code = cli.main(["verify", *map(str, words)])
    captured = capsys.readouterr()
    return code, [line[0] for line in captured.out.splitlines()] or [captured.err]


def test_what_was_signed_holds(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    found = checked(capsys, files.signed, "--key", files.public, "--assessment", files.assessment)
    assert found == (0, ["✓", "✓", "✓", "✓"])


def test_another_program_accepts_the_signature(files: Files) -> None:
    envelope = Envelope.from_dict(json.loads(files.signed.read_bytes()))
    keyid = json.loads(files.signed.read_bytes())["signatures"][0]["keyid"]
    pem = files.public.read_text()
    key = SSlibKey(keyid, "ed25519", "ed25519", {"public": _raw(pem)})
    assert set(envelope.verify([key], 1)) == {keyid}
    assert json.loads(envelope.payload)["predicate"]["failedTests"] == ["evaluation-gate"]


def _raw(pem: str) -> str:
    return base64.b64decode("".join(pem.splitlines()[1:-1]))[-32:].hex()


def test_a_signature_of_another_program_is_accepted(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    statement = files.folder / "statement.json"
    assert cli.main(["attest", str(files.assessment), "--output", str(statement)]) == 0
    payload, kind = statement.read_bytes(), b"application/vnd.in-toto+json"
    message = files.folder / "message"
    message.write_bytes(b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload))
    sig = subprocess.run(
        ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", files.private, "-in", message],
        check=True,
        capture_output=True,
    ).stdout
    envelope = {
        "payloadType": kind.decode(),
        "payload": base64.b64encode(payload).decode(),
        "signatures": [{"sig": base64.b64encode(sig).decode()}],
    }
    files.signed.write_text(json.dumps(envelope))
    assert checked(capsys, files.signed, "--key", files.public)[0] == 0
    assert json.loads(files.signed.read_text()) == envelope


def test_another_key_does_not_hold(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys, files.signed, "--key", files.other) == (1, ["✓", "✗", "–", "–"])


def test_without_key_and_assessment_only_the_form_is_checked(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys, files.signed) == (0, ["✓", "–", "–", "–"])
    assert cli.main(["attest", str(files.assessment), "--output", str(files.signed)]) == 0
    assert checked(capsys, files.signed, "--key", files.public) == (1, ["✓", "✗", "–", "–"])


def test_a_changed_assessment_does_not_hold(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    stored = json.loads(files.assessment.read_text(encoding="utf-8"))
    files.assessment.write_text(json.dumps(stored), encoding="utf-8")
    words = (files.signed, "--key", files.public, "--assessment", files.assessment)
    assert checked(capsys, *words) == (1, ["✓", "✓", "✗", "✓"])
    stored["findings"][1]["rule"] = "another-gate"
    files.assessment.write_text(json.dumps(stored), encoding="utf-8")
    assert checked(capsys, *words) == (1, ["✓", "✓", "✗", "✗"])


def forged(signed: Path, change: Any) -> None:
    """Change the statement inside of an envelope, and leave its signature."""
    envelope = json.loads(signed.read_bytes())
    statement = json.loads(base64.b64decode(envelope["payload"]))
    change(statement)
    envelope["payload"] = base64.b64encode(json.dumps(statement).encode()).decode()
    signed.write_text(json.dumps(envelope))


def test_a_changed_statement_does_not_hold(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    forged(files.signed, lambda statement: statement["predicate"].update(result="PASSED", failedTests=[]))
    words = (files.signed, "--key", files.public, "--assessment", files.assessment)
    assert checked(capsys, *words) == (1, ["✓", "✗", "✓", "✗"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"payloadType": "text/plain", "payload": "", "signatures": []}',
        b'{"payloadType": "application/vnd.in-toto+json", "payload": "%%%", "signatures": [{"sig": ""}]}',
        b'{"payloadType": "application/vnd.in-toto+json", "payload": "e30=", "signatures": [{"sig": ""}]}',
        b'{"payloadType": "application/vnd.in-toto+json", "payload": "e30=", "signatures": []}',
    ],
)
def test_what_is_no_statement_does_not_hold(files: Files, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    files.signed.write_bytes(content)
    assert checked(capsys, files.signed, "--key", files.public) == (1, ["✗"])


@pytest.mark.parametrize("sig", ["", "AAAA", "not base64", "é"])
def test_a_signature_that_is_none_does_not_hold(files: Files, capsys: pytest.CaptureFixture[str], sig: str) -> None:
    envelope = json.loads(files.signed.read_bytes())
    envelope["signatures"][0]["sig"] = sig
    files.signed.write_text(json.dumps(envelope))
    assert checked(capsys, files.signed, "--key", files.public) == (1, ["✓", "✗", "–", "–"])


def test_a_key_that_cannot_be_used_is_said(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    private, _ = key_pair(files.folder, "rsa", "rsa")
    for key, words in (
        (files.public, "holds no such key; name a PEM file with an Ed25519 key"),
        (files.assessment, "holds no such key"),
        (files.folder / "none.pem", "cannot be read: No such file or directory"),
        (private, "is no private Ed25519 key; make one: openssl genpkey -algorithm ed25519"),
    ):
        assert cli.main(["attest", str(files.assessment), "--key", str(key)]) == 2
        told = capsys.readouterr()
        assert words in told.err
        assert told.out == ""


def test_without_the_library_the_remedy_is_said(
    files: Files, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "find_spec", lambda _name: None)
    assert cli.main(["verify", str(files.signed), "--key", str(files.public)]) == 2
    assert "a library that is not installed: pip install 'maturity[sign]'" in capsys.readouterr().err
    assert cli.main(["verify", str(files.signed)]) == 0


def test_the_same_assessment_and_key_give_the_same_bytes(files: Files) -> None:
    first = files.signed.read_bytes()
    assert cli.main(["attest", str(files.assessment), "--key", str(files.private), "--output", str(files.signed)]) == 0
    assert files.signed.read_bytes() == first
