"""Which store reads which kind of place."""

from typing import assert_never

from maturity.sources.dvc.address import Bucket, Folder, Place, Ssh, Web
from maturity.sources.dvc.stores.store import Opened


def opened(place: Place) -> Opened:
    """Open a place for reading, with what the process's environment says. Unreadable when that cannot be done."""
    match place:
        case Folder(path):
            from maturity.sources.dvc.stores.folder import FolderStore

            return FolderStore(path)
        case Bucket():
            from maturity.sources.dvc.stores.bucket import BucketStore

            return BucketStore(place)
        case Web():
            from maturity.sources.dvc.stores.web import WebStore

            return WebStore(place)
        case Ssh():
            from maturity.sources.dvc.stores.ssh import SshStore

            return SshStore(place)
        case _:
            assert_never(place)
