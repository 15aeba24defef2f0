"""Where something was seen: the thing a reader can open."""

from maturity.model.value import Value


class Place(Value):
    """One place: a line of a file, or the address of a live object, with a few words.

    Text is foreign text: it is redacted and cut when the place is made, and escaped by whoever shows it.
    """

    path: str | None = None
    """Path relative to the scanned target, with forward slashes."""
    line: int | None = None
    """Line, counted from 1; absent for a whole file."""
    uri: str | None = None
    """Run id, `model/version`, object key or URL where there is no file; credentials are redacted."""
    text: str = ""
    """What stands there, in a few words."""

    def __str__(self) -> str:
        place = self.path or self.uri or ""
        return f"{place}:{self.line}" if self.line else place


Chain = tuple[Place, ...]
"""What runs what, from the trigger or the entry to the call that does the work."""
