"""A remote behind HTTP. It cannot be listed: each object that is recorded is asked for by its name.

Nothing is followed elsewhere, and what the operator logs in with goes only to the address that the operator wrote.
"""

import os
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

import requests
import urllib3

from maturity.errors import Unreadable
from maturity.sources.dvc.address import Web
from maturity.sources.dvc.naming import BLOCK, Id, key_of
from maturity.sources.dvc.stores.store import UNTOLD, Listing, gathered

USER, PASSWORD, TOKEN = "MATURITY_DVC_USER", "MATURITY_DVC_PASSWORD", "MATURITY_DVC_TOKEN"
MOST_ASKED = 20_000
CONNECTIONS = 8
SECONDS = 20
ATTEMPTS = 3
_NOBODY: Id = ("md5", "f" * 32)
"""A name that no content has: a server that has it has everything."""
_FOUND, _GONE, _DENIED, _NO_HEAD, _BUSY = 200, (404, 410), (401, 403), (405, 501), (429, 500, 502, 503, 504)


class WebStore:
    """Objects below an address."""

    def __init__(self, place: Web) -> None:
        self._url = place.url
        self._sessions = threading.local()
        user, password, token = (os.environ.get(name, "") for name in (USER, PASSWORD, TOKEN))
        self._login = (user, password) if user and password else None
        self._token = token

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        return

    def listing(self) -> Listing:
        """Return an empty listing, once it is known that the server tells what is there from what is not."""
        status, _ = self._head(_NOBODY)
        if status == _FOUND:
            raise Unreadable("answers to every name, whether there is such an object or not")
        if 300 <= status < 400:  # noqa: PLR2004
            raise Unreadable(f"redirects elsewhere (HTTP {status}); name that address if it is meant")
        if status not in (*_GONE, *_DENIED):
            raise Unreadable(f"answers HTTP {status}")
        return Listing(whole=False)

    def look(self, listing: Listing, names: Iterable[Id]) -> None:
        """Ask for objects that have not been asked for yet."""
        asked = sorted({name for name in names if listing.size(name) is None and name not in listing.odd})
        if len(listing) + len(asked) > MOST_ASKED:
            raise Unreadable(f"would have to be asked for more than {MOST_ASKED:,} objects one by one")
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            answers = dict(zip(asked, pool.map(self._head, asked), strict=True))
        for name, (status, size) in answers.items():
            if status == _FOUND:
                listing.sizes[name[0]][name[1]] = size
            elif status not in _GONE:
                listing.odd[name] = f"cannot be had (HTTP {status})"
        # Some answer so for a single object that is not there, where names may not be listed.
        if not len(listing) and any(status in _DENIED for status, _ in answers.values()):
            raise Unreadable(f"refuses us; set {USER} and {PASSWORD}, or {TOKEN}")

    def read(self, name: Id, limit: int) -> bytes:
        """Return what an object holds."""
        return gathered(self.parts(name), limit)

    def parts(self, name: Id) -> Iterator[bytes]:
        """Yield what an object holds, part by part."""
        with self._ask("GET", name) as response:
            if response.status_code != _FOUND:
                raise Unreadable(f"cannot be had (HTTP {response.status_code})")
            try:
                while part := response.raw.read(BLOCK, decode_content=False):
                    yield part
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError):
                raise Unreadable("broke off in the middle") from None

    def _head(self, name: Id) -> tuple[int, int]:
        """Return the status of an object and its bytes."""
        for method in ("HEAD", "GET"):
            with self._ask(method, name) as response:
                if method == "GET" or response.status_code not in _NO_HEAD:
                    told = response.headers.get("Content-Length", "")
                    return response.status_code, int(told) if told.isascii() and told.isdecimal() else UNTOLD
        raise AssertionError  # the second method is always an answer

    def _ask(self, method: str, name: Id) -> requests.Response:
        for attempt in range(ATTEMPTS):
            try:
                response = self._session().request(
                    method,
                    f"{self._url}/{key_of(name)}",
                    timeout=SECONDS,
                    allow_redirects=False,
                    stream=True,
                )
            except requests.exceptions.SSLError:
                raise Unreadable("has a certificate that is not trusted") from None
            except requests.exceptions.Timeout:
                raise Unreadable(f"did not answer within {SECONDS} s") from None
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError):
                raise Unreadable("cannot be reached") from None
            if response.status_code not in _BUSY or attempt == ATTEMPTS - 1:
                return response
            response.close()
            time.sleep(0.25 * (attempt + 1))
        raise AssertionError  # the last attempt is always an answer

    def _session(self) -> requests.Session:
        """Return the session of this thread; neither proxies nor .netrc come from the surroundings."""
        if not hasattr(self._sessions, "own"):
            session = requests.Session()
            session.trust_env = False
            session.auth = self._login
            # As it lies there: what is compressed on the way would not be the object.
            session.headers.update({"Accept-Encoding": "identity", "User-Agent": "maturity"})
            if self._token and not self._login:
                session.headers["Authorization"] = f"Bearer {self._token}"
            self._sessions.own = session
        return self._sessions.own  # type: ignore[no-any-return]
