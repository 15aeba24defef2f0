"""The words of the byte pre-filter: a Python file that proves something holds at least one of them."""

from collections.abc import Iterable, Iterator

from maturity.model.technology import Proof, Technology

_COMMON = """
adapt add agent alert analyze api append apply assign astype autolog batch build call capture check Checkpoint
classification classify client combine commit compare compose compute connect create create_endpoint create_model
cut data Data Dataset dataset delete deploy deployment detect drop encode endpoint evaluate evaluator execute
Experiment experiment export fill finalize finetune fit fixed flow fmin forecasting from_yaml get get_artifact
get_url grad gradient init interrogate invoke job jobs join launch learn link load load_model log main map merge
minibatch model Model monitor next open optimize option Pipeline pipeline post predict preprocessing print publish
push ratio read read_csv register regression remote report Run run sample save scalar scan score search send serve
service Service set set_status setup split start step submit suite summary sweep tag task test to_dict track train
transform Transformer tune update upload val Validate validate version view vocabulary watch Workflow write
"""
COMMON = frozenset(_COMMON.split())
"""Words that ordinary code is full of: the technology's import stands for them."""

UBIQUITOUS = frozenset(
    ("torch", "transformers", "sklearn", "pandas", "numpy", "tensorflow", "datasets", "openai", "together")
)
"""Modules that most files of a machine-learning project import: a part of the name tells more."""


def _roots(pattern: str, technology: Technology) -> tuple[str, ...]:
    """Return the last words of the modules that a name begins with, or of the technology."""
    own = [module for module in technology.imports if f"{pattern}.".startswith(f"{module}.")]
    first = pattern.partition(".")[0]
    modules = own or (technology.imports if "*" in first else (first,))
    return tuple(module.rpartition(".")[2] for module in modules)


def _of_name(name: str, technology: Technology) -> tuple[str, ...]:
    """Return the last part of a name, or a class in it: every literal part has to stand in the file that uses it."""
    first, *parts = name.split(".")
    middle = [part for part in parts[:-1] if "*" not in part and (part[:1].isupper() or first in UBIQUITOUS)]
    rare = [part for part in (*middle, *(parts[-1:] or [first])) if part not in COMMON]
    return (rare[-1],) if rare else _roots(name, technology)


def _of_words(words: tuple[str, ...], keywords: tuple[str, ...], technology: Technology) -> Iterator[str]:
    """Return a rare word of several that have to stand together, else the keywords, else the modules."""
    rare = [word for word in words if word not in COMMON]
    names = [keyword.partition("=")[0] for keyword in keywords]
    yield from rare[:1] or names or (module.rpartition(".")[2] for module in technology.imports)


def _of_proof(proof: Proof, technology: Technology) -> Iterator[str]:
    for name in (*proof.calls, *proof.bases, *proof.decorators):
        yield from _of_name(name, technology)
    for method in proof.methods:
        yield from _of_words((method,), proof.keywords, technology)
    if proof.together:
        yield from _of_words(proof.together, (), technology)


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
