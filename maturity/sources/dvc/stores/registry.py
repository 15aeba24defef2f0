"""Which store reads which kind of place."""

import os
from collections.abc import Mapping
from typing import assert_never

from maturity import children
from maturity.sources.dvc.address import Bucket, Folder, Place, Ssh, Web
from maturity.sources.dvc.stores.store import Opened


def opened(place: Place, environment: Mapping[str, str]) -> Opened:
    """Open a place for reading, with credentials of an environment. Unreadable when that cannot be done."""
    if children.inside():
        # The libraries of stores read the environment of the process: here it becomes the given one.
        given = dict(environment)
        os.environ.clear()
        os.environ.update(given)
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
