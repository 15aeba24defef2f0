"""The flags of `maturity gate`."""

import argparse
from pathlib import Path
from typing import Any

from maturity.plugins.formats import OrForeign
from maturity.render import FORMATS

FORMS = ("text", "json", "markdown", "github")
HIGHEST = 3


def add_gate(gate: argparse.ArgumentParser) -> None:
    """Add what the gate demands, what it compares with, and where its policy comes from."""
    gate.add_argument("target", metavar="PATH|GIT-URL", nargs="?", default=".", help="what to judge (default: .)")
    gate.add_argument("--assessment", type=Path, metavar="FILE", help="judge a stored assessment, without its sources")
    demands = gate.add_argument_group("what is demanded (else what maturity.toml says)")
    demands.add_argument("--level", type=level, metavar="N", help="the project is at level N")
    demands.add_argument(
        "--principle", type=_principle, action=_Collect, dest="principles", metavar="P=N", help="principle P is at N"
    )
    demands.add_argument("--score", type=_share, metavar="X", help="share of assessed rules that pass, 0-1")
    demands.add_argument(
        "--require-source", type=_sources, metavar="S,S", help="sources that are given and readable: mlflow,dvc"
    )
    demands.add_argument(
        "--framework",
        action="append",
        dest="framework_items",
        metavar="NAME[:ITEM]",
        help="the rules of an item are met, or those of all items that rules reach; not assessable never passes",
    )
    demands.add_argument("--baseline", metavar="FILE|git:REF", help="nothing that held there is lost")
    demands.add_argument("--environment", default="", metavar="E", help="the goal of an environment, see gate.goals")
    demands.add_argument("--criticality", default="", metavar="C", help="the goal of a criticality, see gate.goals")
    demands.add_argument("--no-waivers", action="store_true", help="a waived failure blocks too")
    gate.add_argument(
        "--policy-from",
        metavar="REF",
        help="branch that configuration and waivers are read from; `here` for those beside what is judged "
        "(default: the target branch of the change, where CI names one; else here)",
    )
    gate.add_argument("--frameworks", type=Path, metavar="DIR", help="a folder of frameworks of yours, beside ours")
    gate.add_argument("--format", choices=FORMS, default="text", metavar="F", help=" | ".join(FORMS))
    gate.add_argument("--output", type=Path, metavar="FILE", help="write the verdict to FILE, not to standard output")
    gate.add_argument(
        "--report",
        type=_report,
        action="append",
        default=[],
        metavar="F=FILE",
        help="also write a report of the assessment: " + " | ".join(FORMATS),
    )


class _Collect(argparse.Action):
    """Gather PRINCIPLE=N into a mapping."""

    def __call__(self, _parser: Any, namespace: argparse.Namespace, values: Any, _option: Any = None) -> None:
        """Add one pair."""
        name, level = values
        setattr(namespace, self.dest, {**(getattr(namespace, self.dest) or {}), name: level})


def level(word: str) -> int:
    """Read a level; the type of an option."""
    if word.isascii() and word.isdigit() and int(word) <= HIGHEST:
        return int(word)
    raise argparse.ArgumentTypeError(f"{word!r} is no level; it is 0, 1, 2 or 3")


def _principle(word: str) -> tuple[str, int]:
    name, equals, wanted = word.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{word!r} is not of the form monitorability=2")
    return name, level(wanted)


def _share(word: str) -> float:
    try:
        share = float(word)
    except ValueError:
        share = -1.0
    if 0 <= share <= 1:
        return share
    raise argparse.ArgumentTypeError(f"{word!r} is no share; it is between 0 and 1, for example 0.8")


def _sources(word: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in word.split(","))


def _report(word: str) -> tuple[str, Path]:
    form, equals, path = word.partition("=")
    if not equals or not path:
        raise argparse.ArgumentTypeError(f"{word!r} is not of the form json=assessment.json")
    if form not in OrForeign(FORMATS):
        raise argparse.ArgumentTypeError(f"there is no format {form!r}; it is one of {', '.join(FORMATS)}")
    return form, Path(path)
