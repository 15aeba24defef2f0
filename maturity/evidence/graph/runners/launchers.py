"""Launchers of distributed programs."""

from typing import TYPE_CHECKING

from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import rest

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_SWITCHES = frozenset(
    (
        "--standalone --use-env --use_env --no-python --multi_gpu --multi-gpu --cpu --use_deepspeed --use_fsdp --quiet"
        " --debug --force --allow-run-as-root --verbose --autotuning --tpu --mps --exclusive --oversubscribe"
        " --tag-output -v -q"
    ).split()
)


def launch(builder: "Builder", invocation: Invocation) -> None:
    """Follow `torchrun --nproc_per_node 8 train.py` and `torchrun -m package.module`."""
    words = behind_options(invocation.arguments)
    builder.run(invocation.inner(("python", *words)))


def accelerate(builder: "Builder", invocation: Invocation) -> None:
    """Follow `accelerate launch --config_file FILE train.py`."""
    if invocation.arguments[:1] == ("launch",):
        builder.run(invocation.inner(("python", *behind_options(invocation.arguments[1:]))))


def parallel(builder: "Builder", invocation: Invocation) -> None:
    """Follow `mpirun -np 4 python train.py` and `srun --gres gpu:1 COMMAND`."""
    builder.run(invocation.inner(behind_options(invocation.arguments)))


def ray(builder: "Builder", invocation: Invocation) -> None:
    """Follow `ray job submit --working-dir . -- COMMAND` and `serve run module:app`."""
    words = invocation.arguments
    if words[:2] == ("job", "submit"):
        inner = words[words.index("--") + 1 :] if "--" in words else behind_options(words[2:])
        builder.run(invocation.inner(inner))
    elif words[:1] in (("submit",), ("exec",)):
        for name in [word for word in rest(words[1:]) if word.endswith((".py", ".sh"))][:1]:
            builder.run_path(invocation, name)


def behind_options(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the command behind options that mostly take a value; `-m` is kept, it names a module."""
    position = 0
    while position < len(words) and words[position].startswith("-"):
        word = words[position]
        if word in ("-m", "--module"):
            return ("-m", *words[position + 1 :])
        if word == "--":
            return words[position + 1 :]
        following = words[position + 1] if position + 1 < len(words) else ""
        alone = "=" in word or word in _SWITCHES or following.startswith("-") or following.endswith((".py", ".sh"))
        position += 1 if alone else 2
    return words[position:]
