"""Options that are no hyper-parameters: who takes only places of data from outside has the numbers in the code."""

import posixpath
import re
from collections.abc import Iterator

from maturity.documents.tree import Series, Table, Tree, walk
from maturity.evidence.project import Project
from maturity.evidence.python.module import Argument, Call, Module

_DECLARING = frozenset(
    (
        "add_argument option argument ParameterString ParameterInteger ParameterFloat ParameterBoolean "
        "DEFINE_string DEFINE_integer DEFINE_float DEFINE_bool"
    ).split()
)
_LOADING = frozenset("json.load json.loads yaml.safe_load yaml.load yaml.full_load".split())
_CONFIGURED = re.compile(r"=(?:\./)?([\w./-]+\.(?:json|ya?ml))\Z")
"""The written-out name of a configuration file that is opened."""
_OF_A_FLOW = "metaflow.Parameter"
"""Other libraries have a `Parameter`, too."""
_READING = frozenset(("parse_args", "parse_known_args", "ArgumentParser"))
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+\d*|\d+")
_PLACES = frozenset(
    (
        "path paths dir dirs directory root folder file files filename uri url arn role bucket region project tag tags "
        "location description token key secret password host port user username log logging verbose debug quiet "
        "module kwargs prefix endpoint instance approval account workspace subscription tenant resource cluster "
        "compute namespace "
        "package email image device cuda gpu gpus ip server cli store stack "
        "go ci build commit sha branch upsert dry force "
        "aws azure gcp sagemaker vertex databricks mlflow wandb prefect airflow kubeflow docker git github"
    ).split()
)
"""Words of options about where and how a program runs; one of them is enough."""
_DATA = frozenset(
    (
        "data dataset datasets train training test testing val valid validation eval raw processed input inputs output "
        "outputs out name id version source env environment run experiment pipeline group job status message date "
        "manifest model type kind column columns label labels metadata metrics report reports results artifact "
        "artifacts predictions year years month months day days start end"
    ).split()
)
"""Words of options about data and names; an option of nothing else is none about the model."""
_CONFIGURATION = frozenset("config configs configuration conf cfg params parameters hparams hyperparameters".split())


_OF_MODELS = frozenset(
    (
        "algorithm alpha batch beta boost c classifier clusters colsample config cv decay depth dim dimension "
        "dropout embedding epoch epochs estimator estimators features fold folds fraction gamma heads hidden "
        "horizon hparams hyper hyperparameter hyperparameters iter iterations k kernel l1 l2 lag lags lambda "
        "layer layers leaf learning leaves length lora loss lr max min model momentum n neighbors neighbours num "
        "optimizer optuna parameters params patience quantization random rank rate regressor regularisation "
        "regularization sample scheduler seed size split steps subsample target temperature threshold tokens "
        "trees trials tune tuning units warmup window"
    ).split()
)
"""Words of hyper-parameters: a variable of the environment is one only where its name says so."""
_QUALITY = frozenset("accuracy auc roc f1 r2 rmse mse recall".split())
_BOUNDS = frozenset("min max minimum maximum threshold required baseline gate".split())
"""Words of what a model has to reach before it is deployed: with one of quality, that of a gate."""
_DEEDS = frozenset(
    "deploy deployment predict prediction train training evaluate evaluation eval serve serving inference infer score "
    "test run batch monitor retrain register all both and or only".split()
)
"""Words of what a program shall do, among which an option chooses."""
_WATCHING = frozenset("alert alerts drift monitor monitoring psi sim simulate simulation simulator".split())
"""Words of what happens around a model in operation, whose windows and thresholds are no hyper-parameters."""


def is_environment_parameter(name: str, path: str = "") -> bool:
    """Tell whether a variable of the environment can be a hyper-parameter, by its name and by the file that reads it.

    What reads it for drift or monitoring, and trains nothing, is told by the last two parts of its path.
    """
    near = path.lower().rsplit("/", 2)[-2:]
    if "train" not in near[-1] and any(_WATCHING.intersection(_WORD.findall(part)) for part in near):
        return False
    words = _words(name)
    return is_parameter(name) and bool(words & _OF_MODELS) and not words & _WATCHING


def silent_lines(module: Module) -> frozenset[int]:
    """Return the lines of a file that declare or read options without a hyper-parameter among them."""
    declared = [(call.line, names) for call in _calls(module) if (names := _options(call))]
    choosing = {call.line for call in _calls(module) if _chooses_deed(call)}
    silent = {line for line, names in declared if line in choosing or not any(map(is_parameter, names))}
    none = silent == {line for line, _ in declared} if declared else _declares_nothing(module)
    if none:
        silent |= {call.line for call in _calls(module) if _last(call) in _READING}
    return frozenset(silent)


def lines_of_places(project: Project, path: str, module: Module) -> frozenset[int]:
    """Return the lines on which a file loads configuration, where every file that it opens holds but places."""
    loading = frozenset(call.line for call in _calls(module) if call.name in _LOADING)
    opened = [
        found[1]
        for call in (_calls(module) if loading else ())
        if _last(call) == "open" and call.arguments and (found := _CONFIGURED.match(str(call.arguments[0])))
    ]
    folder = posixpath.dirname(path)
    held = [_held(project, name) or _held(project, posixpath.join(folder, name)) for name in opened]
    return loading if held and all(keys and not any(map(is_parameter, keys)) for keys in held) else frozenset()


def _held(project: Project, path: str) -> list[str]:
    """Return the keys of the values of a configuration file; none where it is not in the repository."""
    trees: list[Tree] = project.yaml(path)[:1] if path in project.texts else []
    return [
        keys[-1] for tree in trees for keys, _, value in walk(tree) if keys and not isinstance(value, Table | Series)
    ]


def _declares_nothing(module: Module) -> bool:
    """Tell whether a file makes a parser of its own, gives it no option, and gives it to nobody who could."""
    calls = list(_calls(module))
    if any(_last(call) in _DECLARING for call in calls):
        return False  # under a name that a variable holds
    given = (str(one) for call in calls for one in (*call.arguments, *call.keywords.values()))
    return any(_last(call) == "ArgumentParser" for call in calls) and not any("ArgumentParser" in one for one in given)


def is_parameter(option: str) -> bool:
    """Tell whether an option can be a hyper-parameter, or a file of them, by its name."""
    words = _words(option)
    if words & _CONFIGURATION:
        return True
    return not (words & _PLACES or words <= _DATA or (words & _QUALITY and words & _BOUNDS))


def _calls(module: Module) -> Iterator[Call]:
    for function in module.functions:
        yield from function.calls
        yield from function.decorators


def _options(call: Call) -> list[str]:
    """Return the names that a declaration gives its option: of `-o` and `--output` the long one."""
    if _last(call) not in _DECLARING and call.name != _OF_A_FLOW:
        return []
    names = [_text(one) for one in (*call.arguments, call.keywords.get("name"))]
    return [max(names, key=len)] if any(names) else []


def _chooses_deed(call: Call) -> bool:
    """Tell whether an option has a closed choice whose default is something to do: `deploy_and_predict`."""
    closed = "choices" in call.keywords or str(call.keywords.get("type")).endswith("Choice()")
    words = _words(_text(call.keywords.get("default")))
    return closed and bool(words) and words <= _DEEDS


def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(name[:200]))


def _last(call: Call) -> str:
    return call.name.rpartition(".")[2]


def _text(value: Argument) -> str:
    return value[1:] if isinstance(value, str) and value.startswith("=") else ""
