"""The door for listings of folders."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.documents.dvc.listing import read_listing
from maturity.errors import Unreadable

MD5 = "14d187e749ee5614e105741c719fa185"
STEP = st.text(st.characters(exclude_characters="/\0\n", exclude_categories=["Cs"]), min_size=1).filter(
    lambda step: step not in (".", "..")
)
PATHS = st.lists(STEP, min_size=1, max_size=4).map("/".join)
DIGESTS = st.from_regex(r"[0-9a-f]{32}", fullmatch=True)


def written(files: dict[str, object]) -> bytes:
    return json.dumps([{"md5": digest, "relpath": path} for path, digest in files.items()]).encode()


@given(st.dictionaries(PATHS, DIGESTS))
def test_what_dvc_writes_is_read(files: dict[str, object]) -> None:
    for entries in (files, dict(sorted(files.items()))):
        read = read_listing(written(entries))
        assert list(zip(read.paths, read.digests, strict=True)) == list(entries.items())
        assert read.by_path() == entries


@given(st.dictionaries(PATHS, DIGESTS), st.sampled_from(["..", ".", "", "a\0", "a\nb"]), PATHS)
def test_one_path_that_leads_elsewhere_spoils_all(files: dict[str, object], step: str, path: str) -> None:
    for stray in (f"{step}/{path}", f"{path}/{step}/{path}", f"{path}/{step}", step):
        with pytest.raises(Unreadable, match="does not lie in its folder"):
            read_listing(written(files | {stray: MD5}))


@given(st.dictionaries(PATHS, DIGESTS), st.text() | st.integers() | st.none() | st.from_regex(r"[0-9a-g]{31,33}"))
def test_one_digest_that_is_none_spoils_all(files: dict[str, object], digest: object) -> None:
    if isinstance(digest, str) and len(digest) == 32 and not digest.strip("0123456789abcdef"):
        return
    with pytest.raises(Unreadable):
        read_listing(written(files | {"x": digest}))


@given(
    st.binary()
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(lambda one: json.dumps(one).encode())
)
def test_anything_else_is_refused_or_empty(content: bytes) -> None:
    with suppress(Unreadable):
        assert read_listing(content) == ([], [])


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b'[{"md5": "14d187e749ee5614e105741c719fa185"}]',
        b'[["md5", "relpath"]]',
        b'[{"md5": "14d187e749ee5614e105741c719fa185", "relpath": ["a"]}]',
        b"[" * 100_000,
        b'[{"md5": "14d187e749ee5614e105741c719fa185", "relpath": "/etc/passwd"}]',
        b'[{"md5": "", "relpath": "a"}]',
        b'[{"md5": "14d187e749ee5614e105741c719fa185\\n14d187e749ee5614e105741c719fa185", "relpath": "a"}]',
        b'[{"md5": "14d187e749ee5614e105741c719fa18 5", "relpath": "a"}]',
        b'[{"md5": "14D187E749EE5614E105741C719FA185", "relpath": "a"}]',
        b'[{"md5": "../../../../../../../../etc/shad", "relpath": "a"}]',
        written({"a": MD5}).replace(b"]", b", ") + written({"a": MD5})[1:],
    ],
)
def test_what_is_no_listing(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_listing(content)


def test_a_listing_without_end() -> None:
    content = b"[" + b",".join([b'{"md5":"14d187e749ee5614e105741c719fa185","relpath":"a"}'] * 300_001) + b"]"
    with pytest.raises(Unreadable, match="more than 300000"):
        read_listing(content)
