"""The words of the byte pre-filter: a Python file that proves something holds at least one of them."""

from collections.abc import Iterable, Iterator

from maturity.model.activity import Activity
from maturity.model.technology import Proof, Technology

_EVERYWHERE = """
accelerate airflow argparse ax azure boto3 box catalyst cog composer configparser datasets delta determined
evaluate fiddler google guild huggingface_hub implicit jax keras lightning numpy openai optparse pandas phoenix
pydantic pyspark pytorch_lightning random river sklearn slack smtplib supervised surprise tensorflow together toml
tomllib torch transformers ts typer union yaml
"""
EVERYWHERE = frozenset(_EVERYWHERE.split())
"""Modules that most files of a machine-learning project import, and those whose names are ordinary words."""

_COMMON = """
adapt add_argument agent append apply astype capture client combine commit compose connect create cut Data data
Dataset dataset deploy drift drop encode evaluate evaluator execute export feature fill fit generate get grad
gradient groupby init jobs load load_model log main map merge minibatch ml Model model monitor optimize option
Pipeline pipeline post predict preprocessing publish read_csv record Run run sample save scalar score search send
set split sql start step submit summary Summary sweep tag test to_csv to_dict track train transform update validate
Workflow
"""
COMMON = frozenset(_COMMON.split())
"""Parts of names that ordinary code is full of, too."""


def _modules(pattern: str, technology: Technology) -> tuple[str, ...]:
    """Return the modules that a name begins with, or its first part."""
    own = tuple(module for module in technology.imports if f"{pattern}.".startswith(f"{module}."))
    return own or (pattern.partition(".")[0],)


def _of_name(name: str, technology: Technology) -> Iterator[str]:
    """Yield the module of a name; where that tells little, its last rare part: all literal parts are in the file."""
    for module in _modules(name, technology):
        *_, word = module.split(".")
        parts = [part for part in name.removeprefix(module).split(".")[1:] if "*" not in part and part not in COMMON]
        yield parts[-1] if parts and word in EVERYWHERE else word


def _of_words(words: tuple[str, ...], keywords: tuple[str, ...], technology: Technology) -> Iterator[str]:
    """Yield the modules of a technology; where they tell little, a rare word of those that stand together."""
    rare = [word for word in (*words, *(keyword.partition("=")[0] for keyword in keywords)) if word not in COMMON]
    for module in technology.imports:
        *_, word = module.split(".")
        yield rare[0] if rare and (word in EVERYWHERE or len(words) > 1) else word


def _of_proof(proof: Proof, technology: Technology) -> Iterator[str]:
    for name in (*proof.calls, *proof.bases, *proof.decorators):
        yield from _of_name(name, technology)
    for method in proof.methods:
        yield from _of_words((method,), proof.keywords, technology)
    if proof.together:
        yield from _of_words(proof.together, (), technology)


def tokens(entries: Iterable[Technology], without: frozenset[Activity] = frozenset()) -> frozenset[str]:
    """Return the words of every sign that can stand in Python code, but for those of some activities."""
    return frozenset(
        word
        for technology in entries
        for proof in technology.proves
        if proof.activity not in without
        for word in _of_proof(proof, technology)
    )
