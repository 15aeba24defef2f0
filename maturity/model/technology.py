"""Technologies as data: how a tool is recognised, and which activity each sign of it proves."""

from maturity.model.activity import Activity
from maturity.model.value import Value


class Resource(Value):
    """A declared resource of a platform: a YAML or JSON document of some kind that holds a key."""

    kind: str | None = None
    """Value of the document's `kind` key (Kubernetes and its custom resources)."""
    has: str | None = None
    """Dotted path that exists in the document; `*` stands for any key or list item."""
    file: str | None = None
    """Glob for the path of the file (`**/prometheus.yml`)."""
    matches: str | None = None
    """RE2 pattern that the value found at `has` matches; without `has`, that a line of the text matches (templates,
    Terraform, protocol text)."""
    count: int = 1
    """How many values or lines there have to be at least (a traffic split needs two destinations)."""


class Proof(Value):
    """One sign of a technology that proves one activity. An import or a dependency alone proves nothing.

    One way of recognition is given, or `calls` with the `methods` that stand for them on an unknown receiver;
    `keywords`, `arguments`, `arity`, `unless` and `without` narrow them.
    """

    activity: Activity
    calls: tuple[str, ...] = ()
    """Qualified names as resolved through imports and simple assignments: `mlflow.log_metric`, `sklearn.**.fit`
    (`*` one part or a piece of one, `**` any number of parts, none included); the ends are literal."""
    unless: tuple[str, ...] = ()
    """Qualified names that `calls` cover but that do not count: `sklearn.preprocessing.**`."""
    methods: tuple[str, ...] = ()
    """Method names on a receiver that could not be resolved, in a module that imports this technology."""
    together: tuple[str, ...] = ()
    """Method or function names that all occur in one function (a hand-written loop)."""
    bases: tuple[str, ...] = ()
    """Base classes whose subclass, once instantiated or run, does the activity."""
    decorators: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """One of these keyword arguments is present and not switched off (`name` or `name=value`)."""
    arguments: tuple[str, ...] = ()
    """Or one of these texts is a positional argument, or one of these references: `@azure.ai.ml.entities.Model`."""
    arity: int = 0
    """The call has at least so many arguments: `fit(x, y)` fits a model, `fit(x)` may fit a scaler."""
    without: tuple[str, ...] = ()
    """Keyword arguments (`name` or `name=value`), values of positional ones (`=False`), or words of a command, whose
    presence disproves it (`--dry-run`)."""
    commands: tuple[str, ...] = ()
    """Beginnings of a command line: `az ml job create`; `*` stands for one word, options may stand between, and an
    option in the pattern may stand anywhere: `docker buildx build --push`."""
    files: tuple[str, ...] = ()
    """Names of files (`dvc.yaml`, `*.smk`), one of which the repository holds: the command runs what stands there, and
    nothing without it."""
    actions: tuple[str, ...] = ()
    """CI actions or tasks without their version: `docker/build-push-action`."""
    inputs: tuple[str, ...] = ()
    """Inputs of the CI action, one of which is present and not switched off (`push`, `command=upgrade`)."""
    resources: tuple[Resource, ...] = ()


class Technology(Value):
    """One tool."""

    name: str
    title: str
    role: str
    """The file it stands in: training, tracking, serving, ..."""
    roles: tuple[str, ...]
    packages: tuple[str, ...] = ()
    """Distribution names, normalised."""
    imports: tuple[str, ...] = ()
    """Top-level modules."""
    proves: tuple[Proof, ...] = ()
