"""The options that name live sources, and those of `reproduce`. Nothing in a repository stands in for one of them."""

import argparse
from pathlib import Path


def add_live(parser: argparse.ArgumentParser) -> None:
    """Add the options of live sources to a verb."""
    group = parser.add_argument_group("live sources", "beside the repository; only what is named here is contacted")
    group.add_argument("--mlflow", metavar="URI", help="a tracking server: http(s)://HOST, sqlite:///FILE or a folder")
    group.add_argument("--dvc-remote", metavar="NAME|URL", help="a DVC remote: a name in .dvc/config, or where it is")
    group.add_argument("--record-key", metavar="PEM", help="a public Ed25519 key: records of re-runs have to be signed")
    group.add_argument("--hash-sample", type=_count, metavar="N", help="objects that are hashed (default: 200; 0: all)")
    group.add_argument("--hash-seed", type=_count, metavar="N", help="which objects are drawn (default: 0)")


def add_reproduce(parser: argparse.ArgumentParser) -> None:
    """Add what `reproduce` takes."""
    parser.add_argument("model", metavar="MODEL", help="models:/NAME@ALIAS or models:/NAME/VERSION")
    parser.add_argument("target", metavar="PATH|GIT-URL", nargs="?", default=".", help="its repository (default: .)")
    parser.add_argument("--yes", action="store_true", help="agree that the project's code is run")
    parser.add_argument("--command", metavar="LINE", help="what to run (default: dvc repro --force)")
    parser.add_argument("--python", type=Path, metavar="FILE", help="an interpreter to use (default: a fresh one)")
    parser.add_argument("--network", action="store_true", help="let the command use the network (default: cut off)")
    parser.add_argument("--metric", action="append", metavar="NAME", help="compare this metric (default: all of them)")
    parser.add_argument(
        "--tolerance", type=_share, default=0.001, metavar="T", help="relative or absolute (default: 0.001)"
    )
    parser.add_argument("--timeout", type=_count, default=3600, metavar="S", help="seconds in all (default: 3600)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the record to FILE, not to standard output")
    parser.add_argument("--key", type=Path, metavar="PEM", help="a private Ed25519 key: sign the record with it")
    parser.add_argument("--log", type=Path, metavar="FILE", help="what the commands say (default: a temporary file)")
    add_live(parser)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:  # noqa: PLR2004 - no count of ours has more digits
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def _share(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number between 0 and 1")
    return number
