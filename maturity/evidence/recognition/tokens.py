"""The words of the byte pre-filter: a Python file that proves something holds at least one of them."""

from collections.abc import Iterable, Iterator

from maturity.model.technology import Proof, Technology

_COMMON = """add analyze api append apply batch build call check client compare compute create dataset delete deploy detect
endpoint evaluate execute fit flow get init job join launch learn load log main map merge model next open pipeline
predict print push read register remote report run save score send serve service set setup split start step submit
suite sweep task test track train transform tune update upload validate version view watch write"""
COMMON = frozenset(_COMMON.split())
"""Words that ordinary code is full of: the technology's import stands for them."""


def _word(name: str) -> str:
    return name.rpartition(".")[2]


def _roots(pattern: str, technology: Technology) -> tuple[str, ...]:
    root = pattern.partition(".")[0]
    return technology.imports if "*" in root or not technology.imports else (root,)


def _of_names(names: Iterable[str], technology: Technology) -> Iterator[str]:
    for name in names:
        word = _word(name)
        if word in COMMON or "." not in name and name in technology.imports:
            yield from _roots(name, technology)
        else:
            yield word


def _of_proof(proof: Proof, technology: Technology) -> Iterator[str]:
    yield from _of_names((*proof.calls, *proof.bases, *proof.decorators), technology)
    for method in proof.methods:
        yield from technology.imports if method in COMMON else (method,)
    if proof.together:
        rare = [name for name in proof.together if name not in COMMON]
        yield from rare[:1] or technology.imports


def tokens(entries: Iterable[Technology]) -> frozenset[str]:
    """Return one rare word for every sign of every technology that can stand in Python code."""
    return frozenset(
        word for technology in entries for proof in technology.proves for word in _of_proof(proof, technology)
    )


def anchors(entries: Iterable[Technology]) -> frozenset[str]:
    """Return the top-level modules of all technologies that prove something in Python code."""
    return frozenset(
        module
        for technology in entries
        if any(proof.calls or proof.methods or proof.together or proof.bases for proof in technology.proves)
        for module in technology.imports
    )
