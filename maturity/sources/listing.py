"""Entries of a tree: every one once, under names that a checkout would accept."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from maturity.model.raw import FileKind, Gap
from maturity.sources import names
from maturity.sources.limits import Limits


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, still under the bytes of its name."""

    blob: str
    kind: FileKind
    size: int | None
    """None when the object is missing."""


@dataclass(slots=True)
class Listing:
    """Entries by path, and what was refused."""

    limits: Limits
    entries: dict[bytes, Entry] = field(default_factory=dict)
    refused: dict[str, list[bytes]] = field(default_factory=dict)
    cut: bool = False
    """There are more entries than are taken."""

    def add(self, path: bytes, entry: Entry) -> bool:
        """Take an entry, or note why not; False when there is no room for more."""
        fault = names.fault(path, self.limits) or ("is there twice" if path in self.entries else None)
        if fault:
            self.refuse(path, fault)
        elif len(self.entries) >= self.limits.entries:
            self.cut = True
            self.refuse(path, f"lies beyond the first {self.limits.entries} entries")
            return False
        else:
            self.entries[path] = entry
        return True

    def refuse(self, path: bytes, fault: str) -> None:
        """Note an entry that is not taken."""
        self.refused.setdefault(fault, []).append(path)

    def gaps(self) -> Iterable[Gap]:
        """Say what was refused, each fault once."""
        for fault, paths in self.refused.items():
            first = names.decode(paths[0])[:80]
            others = f" (and {len(paths) - 1} more)" if len(paths) > 1 else ""
            yield Gap(path=None, reason=f"not taken from the tree: {first!r}{others}: its path {fault}")
