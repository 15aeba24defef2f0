"""What a training program takes from outside, and what it fixes: parameter sources, seeds, splits."""

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from maturity.evidence.graph.graph import Graph, Site
from maturity.evidence.graph.reach import Reach
from maturity.evidence.importing import Importing
from maturity.evidence.layout import test_path
from maturity.evidence.parameters import is_environment_parameter, is_parameter, lines_of_places, silent_lines
from maturity.evidence.project import Project
from maturity.evidence.python.arguments import is_kedro_parameter
from maturity.evidence.python.code import shown
from maturity.evidence.python.module import NONE, Argument, Call, Function, Module
from maturity.evidence.python.namespace import TOP
from maturity.model.activity import Activity
from maturity.model.facts.code import ParameterSourceFact, SeedFact, SplitFact

_Sites = dict[tuple[Activity, int | None], Site]

MOST = 100
FEW = 20

ENVIRONMENT_CALLS = frozenset(("os.environ.get", "os.getenv", "os.environ.__getitem__"))
_GETTERS = frozenset(
    "get_env getenv get_env_var get_env_int get_env_float env_int env_float env _env _get_env read_env env_str".split()
)
"""What projects and their libraries call a function that reads one variable and turns it into a number."""
_NOT_A_HYPERPARAMETER = re.compile(
    r"(?i)(^(?:en|enable|disable|use|skip)_|uri|url|token|key|secret|passw|host|port|path|dir|user|home|project|region|bucket|account|rank|world|device|log)"
)
"""Parts of names of environment variables that are written as one word."""
_NUMBER = re.compile(r"(?:typing\.)?(?:Optional\W)?(?:builtins\.)?(?:int|float|Positive\w+|NonNegative\w+)\b")
CONFIG_FILE = re.compile(r"(?i)\.(ya?ml|toml|json|ini|cfg|conf)$")

SEED_KEYWORDS = frozenset(
    ("random_state", "seed", "random_seed", "rng_seed", "random_seed_value", "global_seed", "data_seed")
)
SPLIT_CALLS = (
    "train_test_split",
    "KFold",
    "StratifiedKFold",
    "GroupKFold",
    "ShuffleSplit",
    "random_split",
    "randomSplit",
)
FOLDS = frozenset(("KFold", "StratifiedKFold", "GroupKFold"))
"""Splits that keep the order of the records unless they are told to shuffle."""
ORDERED_SPLITS = ("TimeSeriesSplit", "GroupShuffleSplit", "temporal_train_test_split", "PredefinedSplit")
SPLITS = frozenset((*SPLIT_CALLS, *ORDERED_SPLITS))
_DRAWS = frozenset(
    (
        *("random.random", "random.uniform", "random.shuffle", "random.sample", "numpy.random.rand"),
        *("numpy.random.random", "numpy.random.uniform", "numpy.random.permutation", "numpy.random.shuffle"),
    )
)
_SHARE = re.compile(
    r"(?:^|_)(?:split|(?:test|train|val|valid|validation|eval|holdout)_(?:size|ratio|frac|fraction|share|percent))(?:_|\Z)"
)
"""What a function is given that deals records out itself."""
_CONFIGURATION = re.compile(r"(?i)(?:param|conf|setting|hyper|args)")
_OPTION_TYPES = ("typer.Option()", "typer.Argument()")
_BY_CHANCE = frozenset(
    (NONE, "@os.urandom()", "@time.time()", "@time.time_ns()", "@secrets.randbits()", "@secrets.token_bytes()")
)
"""What a seed is by chance: nothing, None, and what the system or the clock gives."""
_GIVEN = frozenset(("exec", "run_path", "node", "Node", "with_options"))
"""Last parts of calls that are sources by what they are given."""
_SEEDING = frozenset(("seed_everything", "set_seed", "set_seeds", "set_random_seed", "fix_seed", "manual_seed"))
"""Names that every project gives its own seeding function."""

WORDS = frozenset(("argv", "getenv", "environ", *_SEEDING, *SEED_KEYWORDS, *SPLIT_CALLS, *ORDERED_SPLITS)) - {"seed"}
"""Words that the byte pre-filter looks for on behalf of this topic; `seed` alone stands everywhere."""


def collect(project: Project, graph: Graph, reach: Reach) -> Iterator[SeedFact | SplitFact | ParameterSourceFact]:
    """Yield seeds, splits and parameter sources; `training` says whether a program that trains gets to them.

    Of each kind the first ones are kept: more would change no verdict, only the size of what is judged and remembered.
    """
    kept: Counter[tuple[str, bool]] = Counter()
    for fact in _all(project, graph, reach):
        telling = not isinstance(fact, SplitFact) and fact.training
        kept[fact.kind, telling] += 1
        if kept[fact.kind, telling] <= (MOST if telling else FEW):
            yield fact


def _all(project: Project, graph: Graph, reach: Reach) -> Iterator[SeedFact | SplitFact | ParameterSourceFact]:
    yield from _of_recipes(graph)
    importing = Importing(project, reach)
    trains = any(site.activity == "train" for sites in graph.sites.values() for site in sites)
    for path, module in sorted(project.modules.items()):
        if path.endswith(".ipynb"):
            continue
        asked: list[frozenset[int]] = []  # looked for once, and only where something is read
        places = lines_of_places(project, path, module)
        for function in module.functions:
            node = f"py:{path}" if function.name in ("<module>", "<main>") else f"py:{path}::{function.name}"
            training = reach.shares_process(node, "train") or importing.stands_beside(path, function, "train")
            sites = {(site.activity, site.at.line): site for site in graph.sites.get(node, ())}
            seeding = {
                (site.at.line, site.at.text) for site in graph.sites.get(node, ()) if site.activity == "fix-seed"
            }
            dealing = bool(reach.beside(node)) and trains and not test_path(path)
            yield from _seeds(project, path, function, seeding, training=training, dealing=dealing)
            yield from _splits(project, path, function, seeded=reach.shares_process(node, "fix-seed"))
            if any(activity == "read-parameters" for activity, _ in sites):
                asked = asked or [silent_lines(module)]
                yield from _named_sources(function, sites, asked[0] | places, training=training)
            if training:
                yield from _sources(project, path, function, places)
        yield from _settings(path, module, graph, reach, importing)


def _of_recipes(graph: Graph) -> Iterator[SeedFact | ParameterSourceFact]:
    """Yield what commands and declared resources take from a configuration file: no Python of the project reads it."""
    for node, sites in graph.sites.items():
        training = any(site.activity == "train" for site in sites)
        for site in sites if not node.startswith("py:") else ():
            if site.activity == "fix-seed":
                yield SeedFact(at=site.at, call=site.technology, training=training)
            elif site.activity == "read-parameters":
                yield ParameterSourceFact(at=site.at, mechanism=site.technology, training=training)


def _settings(
    path: str, module: Module, graph: Graph, reach: Reach, importing: Importing
) -> Iterator[ParameterSourceFact]:
    """Yield classes whose fields come from outside, when a number of the model is among them: `BaseSettings`.

    They are made by the training program, or where a file that it imports is loaded.
    """
    top = module.function("<module>")
    for one in module.classes:
        node = f"py:{path}::{one.name}"
        sites = [site for site in graph.sites.get(node, ()) if site.activity == "read-parameters"]
        if not sites or not any(_NUMBER.match(field.annotation) and is_parameter(field.name) for field in one.fields):
            continue
        made = any(edge.target == node for edge in graph.edges.get(f"py:{path}", ()))
        loaded = made and top is not None and importing.stands_beside(path, top, "train")
        training = loaded or reach.shares_process(node, "train")
        yield ParameterSourceFact(at=sites[0].at, mechanism=sites[0].technology, training=training)


def _seeds(
    project: Project,
    path: str,
    function: Function,
    seeding: AbstractSet[tuple[int | None, str]],
    *,
    training: bool,
    dealing: bool,
) -> Iterator[SeedFact]:
    """Yield seeds; one by which a program deals out the records is of training, though training is another program."""
    for call in function.calls:
        named = (call.line, f"{shown(call.name)}()") in seeding or call.name.rpartition(".")[2] in _SEEDING
        fixed = "" if SEED_KEYWORDS.isdisjoint(call.keywords) else _fixed(call)
        if fixed or (named and not {*call.arguments, *call.keywords.values()} <= _BY_CHANCE):
            written = call.name if named else f"{call.name}({fixed}=...)"
            deals = dealing and bool(fixed) and call.name.rpartition(".")[2] in SPLIT_CALLS
            yield SeedFact(at=project.place(path, call.line, written), call=written, training=training or deals)


def _fixed(call: Call) -> str:
    """Return the keyword that gives a call its seed."""
    return next((key for key, value in call.keywords.items() if key in SEED_KEYWORDS and value != NONE), "")


def _splits(project: Project, path: str, function: Function, *, seeded: bool) -> Iterator[SplitFact]:
    """Yield splits outside of tests, deterministic by a seed of their own or of their program, or by their order."""
    if test_path(path):
        return
    for call in function.calls:
        last = call.name.rpartition(".")[2]
        if last in SPLITS:
            own = any(call.keywords.get(key, NONE) != NONE for key in (*SEED_KEYWORDS, "generator"))
            own = own or (last == "randomSplit" and len(call.arguments) > 1)
            shuffled = last not in FOLDS or call.keywords.get("shuffle") is True
            ordered = last in ORDERED_SPLITS or call.keywords.get("shuffle") is False or not shuffled
            yield SplitFact(
                at=project.place(path, call.line, call.name), call=call.name, deterministic=own or ordered or seeded
            )
    for call in _draws(function):
        yield SplitFact(at=project.place(path, call.line, call.name), call=call.name, deterministic=seeded)


def _draws(function: Function) -> Iterator[Call]:
    """Yield the first draw of a function that deals records out by chance: it is given the share of each part."""
    if any(_SHARE.search(one.name) for one in function.parameters):
        yield from [call for call in function.calls if call.name in _DRAWS][:1]


def _named_sources(
    function: Function, sites: _Sites, silent: frozenset[int], *, training: bool
) -> Iterator[ParameterSourceFact]:
    """Yield the sources that a technology names, but for options that only say where the data is."""
    for (activity, line), site in sites.items():
        if activity == "read-parameters" and line not in silent and not _takes_nothing(function, site.at.text):
            yield ParameterSourceFact(at=site.at, mechanism=site.technology, training=training)


def _takes_nothing(function: Function, text: str) -> bool:
    """Tell a command without parameters, and an option that is only a type with a name, from what takes a value."""
    return text in _OPTION_TYPES if function.name in TOP else text.startswith("@") and not function.parameters


def _sources(project: Project, path: str, function: Function, silent: frozenset[int]) -> Iterator[ParameterSourceFact]:
    """Yield the sources that only their use tells: a name of an environment variable, the name of a file."""
    for call in function.calls:
        mechanism = _other(call, path) or (
            "json" if call.name == "json.load" and _reads_configuration(function) else None
        )
        if mechanism and call.line not in silent:
            at = project.place(path, call.line, call.name)
            yield ParameterSourceFact(at=at, mechanism=mechanism, training=True)
    if "sys.argv" in function.references:
        at = project.place(path, function.line, "sys.argv")
        yield ParameterSourceFact(at=at, mechanism="sys.argv", training=True)


def _other(call: Call, path: str) -> str | None:
    """Recognise sources by what the call is given: an environment variable, a `params:` input, a configuration file."""
    if call.name in ENVIRONMENT_CALLS or call.name.rpartition(".")[2] in _GETTERS:
        name = _text(call.arguments[0]) if call.arguments else ""
        return (
            "environment" if is_environment_parameter(name, path) and not _NOT_A_HYPERPARAMETER.search(name) else None
        )
    if call.name.rpartition(".")[2] not in _GIVEN:
        return None
    values = [_text(value) for value in (*call.arguments, *call.keywords.values())]
    if call.name in ("exec", "runpy.run_path") and any(value.endswith(".py") for value in values):
        return "configuration in Python"
    if any(is_kedro_parameter(part) for value in values for part in value.split()):
        return "kedro" if call.name.endswith(("node", "Node")) else None
    if call.name.endswith(".with_options") and any(CONFIG_FILE.search(value) for value in values):
        return "zenml"
    return None


def _reads_configuration(function: Function) -> bool:
    """Tell a parameter file from data: JSON is both, so the opened file's name has to say so."""
    for call in function.calls:
        for value in (*call.arguments, *call.keywords.values()):
            # Of `settings.METRICS_FILE` the last part names the file; what it is taken from says nothing of it.
            if _CONFIGURATION.search(_text(value) or _reference(value).rpartition(".")[2]):
                return True
    return bool(re.search(r"(?i)(param|config|setting|hyper)", function.name))


def _text(value: Argument) -> str:
    return value[1:] if isinstance(value, str) and value.startswith("=") else ""


def _reference(value: Argument) -> str:
    return value[1:] if isinstance(value, str) and value.startswith("@") else ""
