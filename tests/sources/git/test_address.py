"""What may be named, and what is said when it may not."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.errors import UsageError
from maturity.sources.git.address import Folder, Remote, parse, redacted


def test_a_folder_is_found_through_the_operator_s_own_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert parse(str(tmp_path / "link")) == Folder((tmp_path / "real").resolve(), "real", str(tmp_path / "link"))


def test_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse(".") == Folder(tmp_path.resolve(), tmp_path.name, ".")


@pytest.mark.parametrize("name", ["$HOME", "~", "~root", "%TEMP%", "-rf", "ext::sh -c id", "a b", "https:", "*"])
def test_a_path_is_taken_literally(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    found = parse(name)
    assert isinstance(found, Folder)
    assert found.path == (tmp_path / name).resolve()


def test_an_existing_path_wins_over_a_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "https:" / "host").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert isinstance(parse("https://host"), Folder)


@pytest.mark.parametrize(
    ("url", "name", "shown"),
    [
        ("https://host/group/project.git", "project", "https://host/group/project.git"),
        ("http://host:8080/project/", "project", "http://host:8080/project/"),
        ("https://ada:s3cret@host/p.git", "p", "https://***@host/p.git"),
        ("https://token@host/p.git", "p", "https://***@host/p.git"),
        ("https://ada:pa/ss@host/p", "p", "https://***@host/p"),
        ("https://host/p?private_token=s3cret", "p", "https://host/p?***"),
        ("https://host/p#s3cret", "p", "https://host/p?***"),
        ("ssh://git@host:2222/p.git", "p", "ssh://git@host:2222/p.git"),
        ("ssh://git:s3cret@host/p.git", "p", "ssh://***@host/p.git"),
        ("https://[::1]:8443/p", "p", "https://[::1]:8443/p"),
        ("file:///srv/p.git", "p", "file:///srv/p.git"),
        ("https://host/$HOME/p", "p", "https://host/$HOME/p"),
    ],
)
def test_urls(url: str, name: str, shown: str) -> None:
    if "pa/ss" in url:
        with pytest.raises(UsageError) as refusal:
            parse(url)
        assert "ss@" not in str(refusal.value)
        return
    found = parse(url)
    assert isinstance(found, Remote)
    assert (found.url, found.name, found.location) == (url, name, shown)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "nothing-here",
        "a\0b",
        "ext::sh -c id",
        "fd::17",
        "ext://sh",
        "git://host/p",
        "ftp://host/p",
        "git@host:group/p.git",
        "-oProxyCommand=id",
        "--upload-pack=id",
        "ssh://-oProxyCommand=id/p",
        "ssh://-oProxyCommand=id@host/p",
        "https://host/p\nhost=other",
        "https://host/ p",
        "https:///p",
        "https://host",
        "https://host/",
        "https://host:99999/p",
        "https://host:x/p",
        "https://[::1/p",
        "https://ho%73t/p",
        "https://h\u00f6st/p",
        "file://host/p",
        "~nobody/p",
        "$HOME/p",
    ],
)
def test_everything_else_is_refused_in_one_line(target: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse(target)
    (line,) = str(refusal.value).splitlines()
    assert "\x00" not in line


def test_a_file_is_not_a_project(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("")
    with pytest.raises(UsageError, match=r"a\.py: is a file; name the folder"):
        parse(str(tmp_path / "a.py"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)
    with pytest.raises(UsageError, match="may not be read"):
        parse(str(closed))


@given(st.text(max_size=300))
def test_what_is_shown_can_be_shown(target: str) -> None:
    shown = redacted(target)
    assert shown.encode("utf-8").decode() == shown
    assert len(shown) <= 200
    assert not any(ord(letter) < 32 or ord(letter) == 127 for letter in shown)


@given(st.from_regex(r"[A-Za-z0-9$!*]{8,20}", fullmatch=True), st.sampled_from(["https", "http", "ssh"]))
def test_a_password_is_never_shown(password: str, scheme: str) -> None:
    assert password not in redacted(f"{scheme}://user:{password}@host/project.git")
    assert password not in redacted(f"ext::{password}")
