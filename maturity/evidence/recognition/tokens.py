"""The words of the byte pre-filter: a Python file that proves something holds at least one of them."""

from collections.abc import Iterable, Iterator

from maturity.model.technology import Proof, Technology

_COMMON = """
Dataset Experiment Model Run Service adapt add agent alert analyze api append apply assign astype autolog batch
build call capture check client combine commit compare compute connect create create_endpoint create_model cut
dataset delete deploy deployment detect drop encode endpoint evaluate evaluator execute experiment export fill
finalize finetune fit fixed flow fmin from_yaml get get_artifact get_url grad gradient init interrogate job join
launch learn link load load_model log main map merge minibatch model monitor next open optimize option pipeline
predict print publish push ratio read read_csv register remote report run sample save scalar scan score search send
serve service set set_status setup split start step submit suite sweep task test to_dict track train transform tune
update upload val validate version view vocabulary watch write
"""
COMMON = frozenset(_COMMON.split())
"""Words that ordinary code is full of: the technology's import stands for them."""


def _roots(pattern: str, technology: Technology) -> tuple[str, ...]:
    """Return the last words of the modules that a name begins with, or of the technology."""
    own = [module for module in technology.imports if f"{pattern}.".startswith(f"{module}.")]
    first = pattern.partition(".")[0]
    modules = own or (technology.imports if "*" in first else (first,))
    return tuple(module.rpartition(".")[2] for module in modules)


def _of_name(name: str, technology: Technology) -> tuple[str, ...]:
    """Return the last part of a name, or a class in it: every literal part has to stand in the file that uses it."""
    *middle, last = name.split(".")[1:] or [name]
    parts = [part for part in middle if part[:1].isupper() and "*" not in part] + [last]
    rare = [part for part in parts if part not in COMMON]
    return (rare[-1],) if rare else _roots(name, technology)


def _of_proof(proof: Proof, technology: Technology) -> Iterator[str]:
    for name in (*proof.calls, *proof.bases, *proof.decorators):
        yield from _of_name(name, technology)
    for words in (*((method,) for method in proof.methods), proof.together):
        rare = [word for word in words if word not in COMMON]
        if words:
            yield from rare[:1] or (module.rpartition(".")[2] for module in technology.imports)


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
