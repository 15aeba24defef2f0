"""A URL is cloned, bare and shallow, and nothing of it stays."""

from pathlib import Path

import pytest

from maturity.errors import SourceError
from maturity.sources.git import open_target
from tests.repository import MakeRepository, git, write
from tests.sources.git.looking import contents, raw


def test_a_file_url(make_repository: MakeRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    folder = make_repository({"a.py": "0"}, commits=[{"a.py": str(n)} for n in range(1, 60)])
    write(folder, {"a.py": "uncommitted"})
    found = raw(f"file://{folder}")
    assert (found.name, found.location) == ("project", f"file://{folder}")
    assert found.history
    assert (found.history.commits, found.history.shallow, found.history.dirty) == (50, True, False)
    assert contents(f"file://{folder}") == {"a.py": b"59"}
    assert list(scratch.iterdir()) == []


def test_a_clone_of_nothing_commits_nothing(make_repository: MakeRepository) -> None:
    assert contents(f"file://{make_repository({})}") == {}


@pytest.mark.parametrize(
    "url", ["file:///nowhere/at/all", "http://ada:s3cret@127.0.0.1:9/p.git", "ssh://git@127.0.0.1:9/p.git"]
)
def test_what_cannot_be_cloned_is_one_line_without_credentials(url: str) -> None:
    with pytest.raises(SourceError) as refusal, open_target(url):
        pytest.fail("opened")
    (line,) = str(refusal.value).splitlines()
    assert "cannot be cloned" in line
    assert "s3cret" not in line


def test_hooks_and_helpers_of_the_origin_do_not_run(make_repository: MakeRepository, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    folder = make_repository({"a.py": "1"})
    for key in ("core.fsmonitor", "uploadpack.packObjectsHook", "core.sshCommand", "core.gitProxy", "gpg.program"):
        git(folder, "config", key, f"touch {canary}")
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        write(folder, {f".git/hooks/{hook}": f"#!/bin/sh\ntouch {canary}\n"})
        (folder / ".git" / "hooks" / hook).chmod(0o755)
    assert contents(f"file://{folder}") == {"a.py": b"1"}
    assert not canary.exists()
