"""What is written without a call of its own and does what one would: settings, columns, tables, the environment."""

import ast
import re

from maturity.evidence.python.arguments import argument
from maturity.evidence.python.draft import Frame
from maturity.evidence.python.module import Argument
from maturity.evidence.python.names import value_of
from maturity.evidence.python.words import parts

SEED_KEYS = frozenset(("seed", "random_state", "random_seed"))
"""Keys by which a table of parameters fixes chance."""
_FRAME = re.compile(r"(?:pandas|polars|modin\.pandas|dask\.dataframe|geopandas)\.read_\w+\(\)")
"""What a reader of records returned, changed by methods or not."""
SWITCHED = frozenset(("torch", "tensorflow", "keras", "jax", "mlflow", "openai"))
"""Libraries that are configured by setting attributes of their modules."""
_OPTIONS = frozenset(("config", "cfg", "override", "overrides", "options", "params", "parameters", "merge"))
"""Words of functions that take a configuration from the words of a command line."""
BEAT = "celery.beat_schedule"
"""Name of what `{"task": "jobs.retrain", "schedule": ...}` is like a call of."""
_ENTRY = frozenset(("task", "schedule"))
_TRAFFIC = frozenset(("traffic", "mirror_traffic"))


def switch(target: ast.Attribute, value: ast.Constant, frame: Frame) -> None:
    """Note that a switch of a library is set: `torch.backends.cudnn.deterministic = True` is like a call."""
    name = value_of(target, frame.scope)
    if isinstance(name, str) and name[:1].isalpha() and name.partition(".")[0] in SWITCHED and "()" not in name:
        frame.draft.calls.append((name.rstrip("!"), target.lineno, (argument(value, frame.scope),), {}, frame.guarded))


def column(target: ast.Subscript, frame: Frame) -> None:
    """Note that a column is derived: `rows["ratio"] = ...` on what `read_csv` returned is like a call."""
    name = value_of(target.value, frame.scope) if isinstance(target.value, ast.Name) else None
    if isinstance(name, str) and _FRAME.match(name):
        frame.draft.calls.append((f"{name}.__setitem__", target.lineno, (), {}, frame.guarded))


def shares(target: ast.Attribute, value: ast.Dict, frame: Frame) -> None:
    """Note which share of the requests each release gets: `endpoint.traffic = {"blue": 90}` is like a call."""
    if target.attr in _TRAFFIC:
        given: dict[str, Argument] = {
            str(key.value): share.value
            for key, share in zip(value.keys, value.values, strict=True)
            if isinstance(key, ast.Constant)
            and isinstance(share, ast.Constant)
            and isinstance(share.value, int | float)
        }
        frame.draft.calls.append((f"?.{target.attr}.__set__", target.lineno, (), given, frame.guarded))


def environment(node: ast.Subscript, frame: Frame) -> None:
    """Note that a variable of the environment is read: `os.environ["TOKEN"]` is like a call with its name."""
    if not (isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)):
        return
    named = isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Attribute | ast.Name)
    if named and value_of(node.value, frame.scope) == "os.environ":
        name = argument(node.slice, frame.scope)
        frame.draft.calls.append(("os.environ.__getitem__", node.lineno, (name,), {}, frame.guarded))


def from_command_line(function: ast.Name | ast.Attribute, given: ast.expr, frame: Frame) -> None:
    """Note that a number is taken from the command line, `float(sys.argv[1])`, or that options of one's own are,
    `config.merge_from_args(sys.argv[1:])`; one text of it may be any place.
    """
    if not isinstance(given, ast.Subscript) or not isinstance(given.value, ast.Attribute | ast.Name):
        return
    name = function.id if isinstance(function, ast.Name) else function.attr
    read = parts(name) & _OPTIONS if isinstance(given.slice, ast.Slice) else name in ("float", "int")
    if read and value_of(given.value, frame.scope) == "sys.argv":
        frame.draft.references["sys.argv"] = None


def table(node: ast.Dict, frame: Frame) -> None:
    """Note that a table of parameters holds a seed, `{"max_depth": 4, "seed": 42}` is like `dict(seed=42)`, and what
    celery starts: `{"task": "jobs.retrain", "schedule": 3600}`.
    """
    entry: dict[object, ast.expr] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and key.value in SEED_KEYS:
            given = {str(key.value): argument(value, frame.scope)}
            frame.draft.calls.append(("dict", key.lineno, (), given, frame.guarded))
        elif isinstance(key, ast.Constant) and key.value in _ENTRY:
            entry[key.value] = value
    if entry.keys() == _ENTRY:
        task = entry["task"]
        frame.draft.calls.append((BEAT, task.lineno, (argument(task, frame.scope),), {}, frame.guarded))
