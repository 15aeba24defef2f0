"""One connection to one tracking server: no redirects, no proxies, bounded answers, and reasons in our own words.

What the server says in its errors is not repeated: it may hold what we sent.
"""

import time
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

import requests
import urllib3

from maturity.documents import json
from maturity.errors import Unreadable
from maturity.sources.limits import spoken
from maturity.sources.mlflow.address import redacted
from maturity.sources.mlflow.credentials import CERTIFICATE, HEADER, PASSWORD, TOKEN, USERNAME, Credentials
from maturity.sources.mlflow.limits import Limits
from maturity.sources.mlflow.store import Absent

Method = Literal["GET", "POST", "PATCH", "DELETE", "PUT"]
_BUSY = (429, 500, 502, 503, 504)
_REFUSED = (401, 403)
_ABSENT = 404
_NOT_THERE = b'"RESOURCE_DOES_NOT_EXIST"'
_FOUND = 200
_PAUSE = 0.25
_DIGITS = 9
_PART = 1 << 16


class Refused(Unreadable):
    """The server wants other credentials."""


class Moved(Unreadable):
    """The server sends us elsewhere."""


class Connection:
    """Requests to one server. Whatever goes wrong is Unreadable."""

    def __init__(self, url: str, credentials: Credentials, limits: Limits, deadline: float) -> None:
        self._url = url
        self._limits = limits
        self._deadline = deadline
        self._session = requests.Session()
        # Neither proxies nor .netrc nor certificates come from anywhere but the operator's own variables.
        self._session.trust_env = False
        self._session.headers.update({"Accept-Encoding": "gzip, deflate", "User-Agent": "maturity"})
        self._session.headers.update(credentials.headers)
        if credentials.workspace:
            self._session.headers[HEADER] = credentials.workspace
        self._session.verify = credentials.authority or True
        self.requests = 0

    def json(
        self, path: str, question: Mapping[str, Any] | None = None, *, post: bool = False, method: Method | None = None
    ) -> dict[str, Any]:
        """Return the object that a path answers; only what writes on purpose names a method.

        Raises:
            Unreadable: there is no such answer; Absent and Refused where that is the reason.
        """
        content = self.content(path, question, post=post, method=method)
        try:
            held = json.load(content.decode("utf-8"))
        except (UnicodeDecodeError, Unreadable):
            raise Unreadable("does not answer as an MLflow server does: no JSON") from None
        if not isinstance(held, dict):
            raise Unreadable("does not answer as an MLflow server does: no JSON object")
        return held

    def content(
        self,
        path: str,
        question: Mapping[str, Any] | None = None,
        *,
        post: bool = False,
        method: Method | None = None,
        limit: int | None = None,
    ) -> bytes:
        """Return what a path answers, at most `limit` bytes of it. Raises as `json`."""
        pause = 0.0
        for attempt in range(self._limits.attempts):
            time.sleep(pause)
            with self._ask(path, question, method=method or ("POST" if post else "GET")) as response:
                if response.status_code not in _BUSY:
                    self._check(response)
                    return self._body(response, limit or self._limits.body_bytes)
                pause = self._pause(response, attempt)
        raise Unreadable("is too busy, or fails, whenever it is asked")

    def put(self, path: str, content: bytes) -> None:
        """Write a file; only what writes on purpose does. Raises as `json`, at the first refusal."""
        with self._ask(path, None, method="PUT", content=content) as response:
            self._check(response)

    def close(self) -> None:
        """End the connection."""
        self._session.close()

    def _ask(
        self, path: str, question: Mapping[str, Any] | None, *, method: Method, content: bytes | None = None
    ) -> requests.Response:
        self.requests += 1
        seconds = self._left()
        written = method not in ("GET", "PUT")
        try:
            return self._session.request(
                method,
                self._url + path,
                params=None if written else question,
                json=question if written else None,
                data=content,
                timeout=seconds,
                allow_redirects=False,
                stream=True,
            )
        except requests.exceptions.SSLError:
            raise Unreadable(f"has a certificate that is not trusted; name its authority in {CERTIFICATE}") from None
        except requests.exceptions.ConnectTimeout:
            raise Unreadable(f"cannot be reached within {seconds:.3g} s") from None
        except requests.exceptions.Timeout:
            raise Unreadable(f"did not answer within {seconds:.3g} s") from None
        except requests.exceptions.ConnectionError as error:
            raise Unreadable(_broken(error)) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError):
            raise Unreadable("does not speak HTTP as it should") from None

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise Unreadable("took longer than is allowed; the rest was not asked for")
        return min(self._limits.request_seconds, left)

    def _pause(self, response: requests.Response, attempt: int) -> float:
        """Return how long to wait before the next attempt: as long as a busy server asks, if that is not too long."""
        asked = response.headers.get("Retry-After", "")
        if not asked.isdecimal() or not asked.isascii():
            return min(_PAUSE * (attempt + 1), self._left())
        if len(asked) > _DIGITS or int(asked) > self._left():
            raise Unreadable(f"is busy (HTTP {response.status_code}) and asks to wait for {asked[:_DIGITS]} s")
        return float(asked)

    def _check(self, response: requests.Response) -> None:
        """Say what an answer without content means. Only MLflow's own 404 says that a thing is not there."""
        status = response.status_code
        if status in _REFUSED:
            raise Refused(f"refuses the request (HTTP {status}); set {USERNAME} and {PASSWORD}, or {TOKEN}")
        if status == _ABSENT and _NOT_THERE in self._body(response, self._limits.file_bytes):
            raise Absent("knows no such thing")
        if 300 <= status < 400:  # noqa: PLR2004
            place = _origin(response.headers.get("Location", ""))
            raise Moved(f"redirects to {place}; name that address if it is meant")
        if status != _FOUND:
            raise Unreadable(f"answers HTTP {status}")

    def _body(self, response: requests.Response, limit: int) -> bytes:
        """Read an answer part by part, so that one that drips or swells is noticed."""
        content = bytearray()
        ends = time.monotonic() + self._left()
        try:
            while part := response.raw.read1(_PART, decode_content=True):
                content += part
                if len(content) > limit:
                    raise Unreadable(f"answers more than {spoken(limit)}")
                if time.monotonic() > ends:
                    raise Unreadable(f"answers too slowly: no whole answer in {self._limits.request_seconds:.3g} s")
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            slow = isinstance(error, urllib3.exceptions.TimeoutError)
            raise Unreadable("stopped in the middle of an answer" if slow else "broke off an answer") from None
        return bytes(content)


def _origin(location: str) -> str:
    """Return where a redirect leads: scheme, host and port, nothing of the path."""
    try:
        url = urlsplit(location)
        shown = f"{url.scheme}://{url.netloc}" if url.netloc else "another path of itself"
    except ValueError:
        return "what is no URL"
    return redacted(shown)[:100]


def _broken(error: BaseException) -> str:
    """Say why there is no connection, by the error below the errors."""
    said = str(error)
    for sign, words in (
        ("NameResolution", "has a host name that nobody knows"),
        ("refused", "cannot be reached: the connection is refused"),
        ("unreachable", "cannot be reached: no route to the host"),
    ):
        if sign in said:
            return words
    return "broke the connection"
