"""What a store does to its reader: each fault is one reason or one flawed object, in time, and no wrong answer."""

import hashlib
import time
from typing import Any

import pytest

from maturity.errors import Unreadable
from maturity.sources.dvc.address import Bucket, Place, Web
from maturity.sources.dvc.inspect import Seen, Wanted, inspect
from maturity.sources.dvc.naming import Id
from tests.sources.dvc.buckets import KEYS
from tests.sources.mlflow.fault_server import Mode, dripping, raw, saying, serving, silent

pytestmark = pytest.mark.slow

PATIENT, HURRIED = 30.0, 2.0
BODY = b"what was pushed"
OBJECT: Id = ("md5", hashlib.md5(BODY, usedforsecurity=False).hexdigest())
OTHER: Id = ("md5", hashlib.md5(b"another", usedforsecurity=False).hexdigest())
CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<?xml"
DRIP = b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n<?xml"


def look(place: Place, environment: dict[str, str], *names: Id, seconds: float = PATIENT) -> Seen:
    wanted = frozenset(names or (OBJECT,))
    began = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("maturity.sources.dvc.inspect.SECONDS", seconds)
        try:
            return inspect(place, Wanted(tracked=wanted, referred=wanted, optional=frozenset(), sizes={}), environment)
        finally:
            assert time.monotonic() - began < PATIENT


def seconds(expected: str) -> float:
    """Return how long is waited: not long where that is the outcome."""
    return HURRIED if "took longer" in expected else PATIENT


def listing(content: str) -> str:
    return f"<ListBucketResult>{content}</ListBucketResult>"


def pages(*, fresh: bool) -> Mode:
    """Give pages without end, with one token for ever or one for each."""

    def mode(handler: Any, _: str, question: dict[str, Any]) -> bool:
        number = int(question.get("continuation-token", "0")) + 1 if fresh else 7
        more = f"<IsTruncated>true</IsTruncated><NextContinuationToken>{number}</NextContinuationToken>"
        handler.answer(listing(more))
        return True

    return mode


def telling(handler: Any, *_: Any) -> bool:
    """Refuse, and repeat what it was sent."""
    told = f"<Error><Code>AccessDenied</Code><Message>{handler.headers['Authorization']}</Message></Error>"
    handler.answer(told, 403)
    return True


BUCKETS: dict[str, tuple[Mode, str]] = {
    "never answers": (silent, "took longer than 2 s"),
    "drips": (dripping(DRIP), "took longer than 2 s"),
    "a page of HTML": (saying("<html><body>welcome</body></html>"), "S3-compatible store does: no listing"),
    "an empty page": (saying(""), "S3-compatible store does: no listing"),
    "a page of JSON": (saying("{}"), "is too busy, or fails, or is no S3-compatible store"),
    "always 503": (saying("later", 503, Retry_After="86400"), "is too busy, or fails"),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "cannot be reached"),
    "hangs up": (raw(b""), "cannot be reached"),
    "an answer cut short": (raw(CUT), "is too busy, or fails"),
    "a size that is none": (
        saying(listing(f"<Contents><Key>files/md5/aa/{'b' * 30}</Key><Size>many</Size></Contents>")),
        "cannot be read",
    ),
    "a refusal that repeats what it was sent": (telling, "was refused: the credentials may not list or read it$"),
    "the same page for ever": (pages(fresh=False), "its pages have no end"),
    "fresh pages for ever": (pages(fresh=True), "took longer than 2 s"),
}


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_that_cannot_be_listed_is_one_reason(name: str) -> None:
    mode, expected = BUCKETS[name]
    with serving(mode) as server, pytest.raises(Unreadable, match=expected) as caught:
        look(Bucket("bucket", ""), KEYS | {"AWS_ENDPOINT_URL": server.url}, seconds=seconds(expected))
    assert not any(secret in str(caught.value) for secret in ("AWS4", "secret-of-the-operator", "\n"))


def test_a_bucket_that_is_said_to_be_elsewhere_is_not_looked_for_there() -> None:
    with serving() as other:
        away, region = {"Location": other.url + "/bucket"}, {"x_amz_bucket_region": "eu-central-1"}
        for mode, said in (
            (saying("", 301, **away, **region), r"was refused by the store \(301\)"),
            (saying("", 307, **away), "redirects without end"),
        ):
            with serving(mode) as server, pytest.raises(Unreadable, match=said):
                look(Bucket("bucket", ""), KEYS | {"AWS_ENDPOINT_URL": server.url})
        assert other.asked == []


def objects(mode: Mode, *, get_only: bool = False) -> Mode:
    """Have two objects and nothing else; how the first is given is up to a mode."""

    def given(handler: Any, path: str, question: dict[str, Any]) -> bool:
        if path.endswith(OBJECT[1][2:]) and (not get_only or handler.command == "GET"):
            return mode(handler, path, question)
        there = {OBJECT[1][2:]: BODY, OTHER[1][2:]: b"another"}.get(path.rpartition("/")[2])
        handler.answer(there or b"", 200 if there else 404)
        return True

    return given


WEBS: dict[str, tuple[Mode, str]] = {
    "never answers": (silent, "did not answer within 1 s"),
    "drips its headers": (dripping(b"HTTP/1.1 200 OK\r\nX-A: "), "took longer than 2 s"),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "cannot be reached"),
    "hangs up": (raw(b""), "cannot be reached"),
    "always 500": (saying("boom", 500), "answers HTTP 500"),
    "drips an object": (objects(dripping(DRIP), get_only=True), "took longer than 2 s"),
    "hangs half way": (objects(silent), "did not answer within 1 s"),
}


@pytest.mark.parametrize("name", WEBS)
def test_a_server_of_objects_that_cannot_be_read_is_one_reason(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maturity.sources.dvc.stores.web.SECONDS", 1)
    mode, expected = WEBS[name]
    with serving(mode) as server, pytest.raises(Unreadable, match=expected):
        look(Web(server.url), {}, OBJECT, OTHER, seconds=seconds(expected))


ELSEWHERE = "http://127.0.0.1:9/elsewhere?token=1"
ONES: dict[str, tuple[Mode, tuple[str, str]]] = {
    "a redirect": (objects(saying("", 302, Location=ELSEWHERE)), ("unreadable", "cannot be had (HTTP 302)")),
    "a refusal": (objects(saying("no", 401)), ("unreadable", "cannot be had (HTTP 401)")),
    "cut short": (objects(raw(CUT), get_only=True), ("unreadable", "broke off in the middle")),
    "a page of HTML": (objects(saying("<html>")), ("corrupt", "hashes to 166248a6129a1e4370d20adc2d4c23f3")),
    "gone": (objects(saying("", 410)), ("missing", "")),
}


@pytest.mark.parametrize("name", ONES)
def test_one_object_that_cannot_be_had_hides_no_other(name: str) -> None:
    mode, expected = ONES[name]
    with serving(mode) as server:
        seen = look(Web(server.url), {}, OBJECT, OTHER)
    assert [(one, (state, detail)) for one, state, detail, _ in seen.flaws] == [(OBJECT, expected)]
