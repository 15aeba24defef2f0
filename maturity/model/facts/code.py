"""Facts about code, its tests and its documents."""

from typing import Literal

from maturity.model.activity import Activity
from maturity.model.facts.located import Located
from maturity.model.place import Chain


class ImportUseFact(Located):
    """A technology's module is imported and used."""

    kind: Literal["import-use"] = "import-use"
    module: str
    technology: str


class CallUseFact(Located):
    """A call of a known technology."""

    kind: Literal["call-use"] = "call-use"
    call: str
    technology: str


class SeedFact(Located):
    """A random seed is fixed."""

    kind: Literal["seed"] = "seed"
    call: str
    training: bool
    """A program that trains reaches it."""


class SplitFact(Located):
    """Records are split into training and test."""

    kind: Literal["split"] = "split"
    call: str
    deterministic: bool


class ParameterSourceFact(Located):
    """A program takes parameters from outside its code."""

    kind: Literal["parameter-source"] = "parameter-source"
    mechanism: str
    training: bool
    """A program that trains reads it."""
    chain: Chain = ()


class TestFact(Located):
    """One automated test function."""

    __test__ = False  # pytest would try to collect it

    kind: Literal["test"] = "test"
    name: str
    asserts: int
    """Assertions in its body and in the functions of the test suite it calls."""
    skipped: bool
    exercises: tuple[str, ...]
    """Paths of the project's own modules that it reaches."""
    about: tuple[Literal["code", "data", "model", "service", "features", "pipeline", "fairness", "load"], ...]


class NotebookFact(Located):
    """A notebook."""

    kind: Literal["notebook"] = "notebook"
    in_order: bool
    """Cells ran top to bottom, or carry no outputs."""
    activities: tuple[Activity, ...] = ()


class SecretFact(Located):
    """Something that looks like a credential; the place's text holds four characters of it at most."""

    kind: Literal["secret"] = "secret"
    secret: str
    """What it is: aws-access-key, private-key, github-token, password-in-url, ..."""
    live: bool
    """False for a placeholder, an example, a localhost default."""


class DocumentFact(Located):
    """A document with a purpose."""

    kind: Literal["document"] = "document"
    document: Literal[
        "readme", "licence", "owners", "pull-request-template", "contributing", "model-card", "data-card", "changelog"
    ]
    sections: tuple[str, ...] = ()
    """What it covers with content: install, train, run, intended-use, training-data, metrics, limitations, ethics."""
    generated: bool = False
    """Code writes it."""


class ToolConfigFact(Located):
    """A development tool is configured."""

    kind: Literal["tool-config"] = "tool-config"
    tool: str
    purpose: Literal["lint", "format", "type-check", "hooks", "coverage", "audit"]
    entries: int = 1
    """Hooks of pre-commit; 1 elsewhere."""
