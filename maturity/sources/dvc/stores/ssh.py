"""A remote behind SSH, read over SFTP: of hosts that the operator knows, with keys that the operator's agent holds.

No configuration of ssh is read, so that none of it can start a program; no key file is opened, and no password is sent.
"""

import asyncio
import os
import re
import stat
from collections.abc import Coroutine, Iterable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from maturity.errors import Unreadable
from maturity.model.storage import HashName
from maturity.sources.dvc.address import Ssh
from maturity.sources.dvc.naming import BLOCK, Id, key_of
from maturity.sources.dvc.stores.store import Listing, gathered

T = TypeVar("T")

SECONDS = 20
"""For a connection, and for a login."""
AT_ONCE = 16
"""Folders that are listed side by side."""
KNOWN_HOSTS = "~/.ssh/known_hosts"
_SHELF = re.compile(r"[0-9a-f]{2}")
_REST = re.compile(r"[0-9a-f]{30}(?:\.dir)?")
_ROOTS: tuple[tuple[HashName, str], ...] = (("md5", "files/md5/"), ("md5-dos2unix", ""))


class SshStore:
    """A folder of another machine."""

    def __init__(self, place: Ssh) -> None:
        try:
            import asyncssh
        except ImportError:
            raise Unreadable("needs asyncssh to be read; install maturity[ssh]") from None
        self._library = asyncssh
        self._place = place
        self._known = Path(KNOWN_HOSTS).expanduser()
        if not self._known.is_file():
            raise Unreadable(f"cannot be recognised without {KNOWN_HOSTS}; connect once with ssh, and check its key")
        self._loop = asyncio.new_event_loop()
        self._open = AsyncExitStack()

    def __enter__(self) -> Self:
        try:
            self._files = self._do(self._connect())
        except BaseException:
            self._loop.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self._do(self._open.aclose())
        finally:
            self._loop.close()

    def listing(self) -> Listing:
        """List every object in one pass over its folders."""
        found = Listing()
        for way, root in _ROOTS:
            self._do(self._list(way, f"{self._place.path}/{root}", found))
        return found

    def look(self, listing: Listing, names: Iterable[Id]) -> None:
        """Add nothing: a listing holds all there is."""

    def read(self, name: Id, limit: int) -> bytes:
        """Return what an object holds."""
        return gathered(self.parts(name), limit)

    def parts(self, name: Id) -> Iterator[bytes]:
        """Yield what an object holds, part by part."""
        file = self._do(self._files.open(f"{self._place.path}/{key_of(name)}", "rb"))
        try:
            while part := self._do(file.read(BLOCK)):
                yield part
        finally:
            self._do(file.close())

    async def _connect(self) -> Any:
        keys = await self._keys()
        user = {"username": self._place.user} if self._place.user else {}
        connection = await self._open.enter_async_context(
            self._library.connect(
                self._place.host,
                self._place.port,
                **user,
                config=None,
                known_hosts=str(self._known),
                client_keys=keys,
                agent_path=None,
                preferred_auth="publickey",
                password=None,
                gss_host=None,
                connect_timeout=SECONDS,
                login_timeout=SECONDS,
            )
        )
        files = await self._open.enter_async_context(connection.start_sftp_client())
        if not await files.isdir(self._place.path):
            raise Unreadable("is missing: there is no such folder")
        return files

    async def _keys(self) -> Any:
        place = os.environ.get("SSH_AUTH_SOCK", "")
        if place:
            try:
                agent = await self._open.enter_async_context(self._library.connect_agent(place))
                if keys := await agent.get_keys():
                    return keys
            except (OSError, ValueError):
                pass
        raise Unreadable("needs a key that your ssh agent holds; start one and add your key with ssh-add")

    async def _list(self, way: HashName, root: str, found: Listing) -> None:
        try:
            shelves = sorted(name for name in await self._files.listdir(root) if _SHELF.fullmatch(name))
        except self._library.SFTPNoSuchFile:
            return
        for start in range(0, len(shelves), AT_ONCE):
            await asyncio.gather(*(self._shelf(way, root, shelf, found) for shelf in shelves[start : start + AT_ONCE]))

    async def _shelf(self, way: HashName, root: str, shelf: str, found: Listing) -> None:
        async for entry in self._files.scandir(root + shelf):
            if not _REST.fullmatch(entry.filename):
                continue
            mode, size = entry.attrs.permissions, entry.attrs.size
            if mode is not None and size is not None and stat.S_ISREG(mode):
                found.sizes[way][shelf + entry.filename] = size
            else:
                found.odd[way, shelf + entry.filename] = "is not a regular file"
            found.bound()

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something with the library; what it raises becomes words of ours, since its own may quote a server."""
        library = self._library
        try:
            return self._loop.run_until_complete(work)
        except library.HostKeyNotVerifiable:
            raise Unreadable(f"shows a key that {KNOWN_HOSTS} does not hold for it") from None
        except library.PermissionDenied:
            raise Unreadable("refuses every key of your ssh agent") from None
        except library.SFTPNoSuchFile:
            raise Unreadable("is missing") from None
        except library.SFTPPermissionDenied:
            raise Unreadable("may not be read by this user") from None
        except (library.Error, EOFError):
            raise Unreadable("broke the connection, or speaks no SSH as it should") from None
        except TimeoutError:
            raise Unreadable(f"did not answer within {SECONDS} s") from None
        except OSError:
            raise Unreadable("cannot be reached") from None
