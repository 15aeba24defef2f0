"""Which commits are in a repository, and which references lead to them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from maturity.errors import Unreadable
from maturity.sources.git.private import Private
from maturity.sources.names import decode

BATCH = 256
"""Questions on the way at once: they and their answers fit into a pipe."""
MOST_ABBREVIATED = 200
"""Each abbreviated id is a git process of its own."""

FULL = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_ABBREVIATED = re.compile(r"[0-9a-f]{7,63}")
_ANSWER = re.compile(rb"([0-9a-f]{40,64}) commit [0-9]+")


@dataclass(frozen=True, slots=True)
class Reach:
    """Which of the commits that were asked about can be reached."""

    starts: dict[str, str] = field(default_factory=dict)
    """By commit, where the walk that met it began."""
    fault: str = ""
    """Why a commit that was not met may be reached all the same; empty when every way was walked to its end."""


def find(private: Private, ids: Iterable[str]) -> dict[str, str]:
    """Return the commits of the repository by the ids that name them: full, abbreviated, or of an annotated tag."""
    asked = {name: name.strip().lower() for name in ids}
    full = sorted({name for name in asked.values() if FULL.fullmatch(name)})
    short = sorted({name for name in asked.values() if _ABBREVIATED.fullmatch(name) and not FULL.fullmatch(name)})
    found = _check(private, full)
    for name in short[:MOST_ABBREVIATED]:
        candidates = set(_check(private, _objects(private, name)).values())
        if len(candidates) == 1:
            found[name] = candidates.pop()
    return {name: found[plain] for name, plain in asked.items() if plain in found}


def reach(private: Private, wanted: frozenset[str], starts: Sequence[str]) -> Reach:
    """Walk from commits that exist, all together, and note where the walk began that met a wanted commit first."""
    if not wanted or not starts:
        return Reach()
    most = private.limits.commits
    listed = ["log", "--no-show-signature", "--no-patch", "--format=%H %S", f"--max-count={most + 1}", *starts, "--"]
    with private.start(*listed) as process:
        output = process.everything(private.limits.listing_bytes)
    lines = output.data.decode("ascii", "replace").splitlines()
    met: dict[str, str] = {}
    for line in lines:
        commit, _, start = line.partition(" ")
        if commit in wanted:
            met[commit] = start
    return Reach(met, _fault(private, output.fault, cut=output.cut or len(lines) > most))


def between(private: Private, before: str, now: str, most: int) -> tuple[tuple[str, str], ...]:
    """Return the commits of the target that lead from one commit to another, newest first: id and subject.

    Merges are left out. At most `most` are returned; none where a commit is no full id, or git cannot tell.
    """
    if not (FULL.fullmatch(before) and FULL.fullmatch(now)):
        return ()
    within = ("--", private.located.prefix) if private.located.prefix else ("--",)
    listed = ("log", "--no-show-signature", "--no-patch", "--no-merges", "--format=%H %s", f"--max-count={most}")
    with private.start(*listed, f"{before}..{now}", *within) as process:
        output = process.everything(private.limits.listing_bytes)
    if output.fault or output.cut:
        return ()
    lines = [decode(line).partition(" ") for line in output.data.splitlines()]
    return tuple((commit, subject) for commit, _, subject in lines if FULL.fullmatch(commit))


def joined(first: Reach, then: Reach) -> Reach:
    """Return what two walks met together."""
    return Reach({**then.starts, **first.starts}, first.fault or then.fault)


def _fault(private: Private, fault: str, *, cut: bool) -> str:
    if fault:
        return f"commits are missing or damaged: {fault}"
    if cut:
        return f"only the newest {private.limits.commits} commits are walked"
    return "the repository is a shallow clone; fetch its whole history" if is_shallow(private) else ""


def is_shallow(private: Private) -> bool:
    """Say whether the history ends before its beginning."""
    return (private.folder / "shallow").exists()


def _check(private: Private, ids: Sequence[str]) -> dict[str, str]:
    """Return the commits that full ids lead to."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        with private.start("cat-file", "--batch-check", "--buffer", talks=True) as process:
            process.ask("".join(f"{name}^{{commit}}\n" for name in batch).encode("ascii"))
            process.asked()
            output = process.everything(len(batch) * 256)
        if output.fault:
            raise Unreadable(f"commits cannot be looked up: {output.fault}")
        answers = map(_ANSWER.fullmatch, output.data.splitlines())
        found |= {name: answer[1].decode() for name, answer in zip(batch, answers, strict=True) if answer}
    return found


def _objects(private: Private, prefix: str) -> list[str]:
    """Return the ids of objects that begin like this; a reference that is called like an id is not among them."""
    with private.start("rev-parse", f"--disambiguate={prefix}") as process:
        output = process.everything(BATCH * 65)
    return [] if output.fault or output.cut else output.data.decode("ascii", "replace").split()
