"""A model card: one value per field, where it comes from, or why it is missing and who can fill it."""

from typing import Annotated, Literal

from pydantic import Field

from maturity.model.history import History
from maturity.model.rule import Text
from maturity.model.value import Value
from maturity.model.version import MediaType

SCHEMA_VERSION = "1"
BLOCK_BEGIN, BLOCK_END = "<!-- maturity-card", "-->"
"""Around what a Markdown card carries to be checked by later."""
Subject = Literal["model", "data"]
ANSWERS: dict[Subject, str] = {"model": "model-card.yaml", "data": "data-card.yaml"}
"""The files that people write, in their repository."""
FieldKind = Literal["automatic", "mixed", "human"]
SourceKind = Literal["registry", "run", "logged-model", "artifact", "git", "dvc", "repository", "assessment", "person"]


class CardField(Value):
    """One field of the catalog of fields: what it is, who fills it, and from which level it is due."""

    id: str
    section: str
    kind: FieldKind
    level: Literal[1, 2, 3]
    en: str
    zh: str
    ask: Text | None = None
    """What a person is asked; None where a machine fills it."""


class Section(Value):
    """A part of the card."""

    id: str
    en: str
    zh: str


class CardCatalog(Value):
    """All fields, in the order in which a card shows them."""

    sections: tuple[Section, ...]
    fields: tuple[CardField, ...]


class Words(Value):
    """A text of the machine's: `lines` one below the other."""

    kind: Literal["text"] = "text"
    lines: tuple[str, ...]


Cell = str | float
"""A text as it is, or a number that was measured, exactly."""


class Grid(Value):
    """A table; every row has as many cells as there are columns."""

    kind: Literal["table"] = "table"
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int = 0
    """Rows that are not shown, because there are so many."""


class Picture(Value):
    """An image that the run logged."""

    name: str
    media_type: MediaType
    sha256: str
    content: str
    """Base64."""


class Pictures(Value):
    """Images of the run."""

    kind: Literal["pictures"] = "pictures"
    pictures: tuple[Picture, ...]


CardValue = Annotated[Words | Grid | Pictures, Field(discriminator="kind")]


class CardSource(Value):
    """Where a value comes from."""

    kind: SourceKind
    locator: str
    """`models:/churn/3`, a run id, `path:line`, a commit."""


class Answer(Value):
    """What a person wrote."""

    text: str
    locator: str
    """`path:line`."""
    author: str = ""
    """Who changed it last, as git tells; empty where it does not."""
    commit: str = ""


class Entry(Value):
    """One field of one card."""

    field: str
    title: Text
    section: str
    level: Literal[1, 2, 3]
    """From which it is due."""
    asked: bool
    """A person is asked for it; else a machine fills it."""
    value: CardValue | None = None
    """What machines know."""
    answer: Answer | None = None
    """What a person says."""
    sources: tuple[CardSource, ...] = ()
    histories: tuple[History, ...] = ()
    """Of metrics: how those with more than one point came to their values."""
    missing: Text | None = None
    """Why it is empty; None when it is not."""

    @property
    def filled(self) -> bool:
        """It says something."""
        return self.value is not None or self.answer is not None


class Completeness(Value):
    """How many of the fields that are due at a level are filled."""

    level: Literal[1, 2, 3]
    due: int
    filled: int
    missing: tuple[str, ...]


class Stated(Value):
    """One value that can be compared with what a server says later: numbers, digests and commit."""

    name: str
    value: Cell


class Card(Value):
    """The card of one model version, or of one output of DVC."""

    schema_version: str = SCHEMA_VERSION
    subject: Subject = "model"
    model: str
    """Its name; of data, the path of the output."""
    version: str
    """Of data, the beginning of its digest."""
    aliases: tuple[str, ...] = ()
    uri: str
    """The tracking server, credentials redacted; of data, the repository."""
    read_at: float
    """UNIX seconds."""
    tool: str
    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]
    """Every field of the catalog, in its order."""
    stated: tuple[Stated, ...]
    digest: str
    """SHA-256 over what is stated, known and answered; times of change and tags of ours are left out."""
    completeness: tuple[Completeness, ...]
    remarks: tuple[Text, ...] = ()
    """What was not looked at, and why."""

    def entry(self, field: str) -> Entry:
        """Return the entry of a field."""
        return next(one for one in self.entries if one.field == field)

    def lines(self, field: str) -> tuple[str, ...]:
        """Return the lines of a machine's text; none where there is no text."""
        value = self.entry(field).value
        return value.lines if isinstance(value, Words) else ()

    def rows(self, field: str) -> tuple[tuple[Cell, ...], ...]:
        """Return the rows of a machine's table; none where there is no table."""
        value = self.entry(field).value
        return value.rows if isinstance(value, Grid) else ()

    def said(self, field: str) -> str:
        """Return what a person answered; empty where nobody did."""
        answer = self.entry(field).answer
        return answer.text if answer else ""
