"""A remote in an S3-compatible store, reached with the operator's credentials, endpoint and trust only.

boto3 takes them from the environment (`AWS_*`, `AWS_ENDPOINT_URL`) and the operator's own `~/.aws`. What a repository
says of credentials, endpoints, profiles or certificates never arrives here: the place is a bucket and a prefix.
"""

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Self

from maturity.errors import Unreadable
from maturity.sources.dvc.address import Bucket
from maturity.sources.dvc.naming import BLOCK, Id, id_of, key_of
from maturity.sources.dvc.stores.store import Listing, gathered

PAGE = 1_000
CONNECT_SECONDS = 10
READ_SECONDS = 30
ATTEMPTS = 3
_FAILING = {"500", "502", "503", "InternalError", "ServiceUnavailable", "SlowDown"}
_DENIED = {"403", "AccessDenied", "Forbidden", "InvalidAccessKeyId", "SignatureDoesNotMatch"}


class BucketStore:
    """A bucket, from a prefix on."""

    def __init__(self, place: Bucket) -> None:
        try:
            import boto3
            from botocore.config import Config
        except ImportError:
            raise Unreadable("needs boto3 to be read; install maturity[s3]") from None
        self._place = place
        settings = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            user_agent_extra="maturity",
        )
        with _reasons():
            self._client: Any = boto3.session.Session().client("s3", config=settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def listing(self) -> Listing:
        """List every object below the prefix, page by page."""
        found, prefix = Listing(), self._place.prefix
        before, token = len(prefix), ""
        while True:
            more = {"ContinuationToken": token} if token else {}
            with _reasons():
                page = self._client.list_objects_v2(Bucket=self._place.name, Prefix=prefix, MaxKeys=PAGE, **more)
            if "IsTruncated" not in page:
                # Whatever is no listing is read as one of nothing, and then everything would be missing.
                raise Unreadable("does not answer as an S3-compatible store does: no listing")
            for entry in page.get("Contents", ()):
                name = id_of(entry["Key"][before:])
                if name:
                    found.sizes[name[0]][name[1]] = int(entry["Size"])
                    found.tags[name] = str(entry.get("ETag", "")).strip('"')
            found.bound()
            following = page.get("NextContinuationToken", "") if page["IsTruncated"] else ""
            if not following:
                return found
            if following == token:
                raise Unreadable("its pages have no end")
            token = following

    def look(self, listing: Listing, names: Iterable[Id]) -> None:
        """Add nothing: a listing holds all there is."""

    def read(self, name: Id, limit: int) -> bytes:
        """Return what an object holds."""
        return gathered(self.parts(name), limit)

    def parts(self, name: Id) -> Iterator[bytes]:
        """Yield what an object holds, part by part."""
        with _reasons():
            body = self._client.get_object(Bucket=self._place.name, Key=self._place.prefix + key_of(name))["Body"]
            try:
                yield from body.iter_chunks(BLOCK)
            finally:
                body.close()


class _reasons:  # noqa: N801 -- used as a verb: with _reasons(): ...
    """Turn what the library raises into words of ours: its own may quote what a server sent."""

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None or not isinstance(error, Exception) or isinstance(error, Unreadable):
            return
        raise Unreadable(_words(error)) from None


def _words(error: Exception) -> str:
    from botocore import exceptions

    match error:
        case exceptions.ClientError():
            return _refusal(str(error.response.get("Error", {}).get("Code", "")))
        case exceptions.NoCredentialsError() | exceptions.PartialCredentialsError():
            return "needs credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        case exceptions.SSLError():
            return "could not be trusted: its certificate is not valid; name your authority with AWS_CA_BUNDLE"
        case exceptions.ConnectTimeoutError() | exceptions.ReadTimeoutError():
            return "did not answer in time"
        case exceptions.EndpointConnectionError() | exceptions.HTTPClientError():
            return "cannot be reached"
        case RecursionError():  # what the library makes of a store that sends it back and forth
            return "redirects without end; name the endpoint that is meant in AWS_ENDPOINT_URL"
        case _:
            return f"cannot be read ({type(error).__name__})"


def _refusal(code: str) -> str:
    if code in _DENIED:
        return "was refused: the credentials may not list or read it"
    if code in ("NoSuchBucket", "404"):
        return "is missing: there is no such bucket"
    if code in _FAILING:
        return "is too busy, or fails, or is no S3-compatible store"
    if code == "NoSuchKey":
        return "is missing"
    return f"was refused by the store ({code[:40] if code.isalnum() else 'an error'})"
