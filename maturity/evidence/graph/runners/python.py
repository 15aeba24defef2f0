"""The Python interpreter: a script, a module, a text."""

import posixpath
from typing import TYPE_CHECKING

from maturity.evidence.graph import chosen, worded
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import rest
from maturity.evidence.graph.runners import inline, pytest
from maturity.evidence.graph.runners.named_modules import follow_named_modules

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_VALUED = ("-W", "-X", "-Q", "--check-hash-based-pycs")
_LAUNCHERS = {
    "torch.distributed.launch": "torchrun",
    "torch.distributed.run": "torchrun",
    "accelerate.commands.launch": "torchrun",
    "xformers": "xformers",
}


def python(builder: "Builder", invocation: Invocation) -> None:
    """Follow `python script.py`, `python -m package.module`, `python -c "text"` and a here-document."""
    words = invocation.arguments
    position = 0
    while position < len(words) and words[position].startswith("-") and words[position] != "-":
        flag = words[position]
        if flag.endswith("c") and not flag.startswith("--"):
            inline.follow(builder, invocation, " ".join(words[position + 1 : position + 2]))
            return
        if flag.endswith("m") and not flag.startswith("--"):
            module(builder, invocation, words[position + 1 :])
            return
        position += 2 if flag in _VALUED else 1
    if position < len(words) and words[position] != "-":
        script(builder, invocation, words[position:])
    elif invocation.stdin:
        inline.follow(builder, invocation, invocation.stdin)


def script(builder: "Builder", invocation: Invocation, words: tuple[str, ...]) -> None:
    """Follow a Python file, or a folder with a `__main__.py`; of `manage.py` the tests are followed."""
    written = words[0]
    path = builder.locate(invocation, written) or builder.locate(invocation, posixpath.join(written, "__main__.py"))
    if posixpath.basename(written) == "manage.py" and words[1:2] == ("test",):
        pytest.pytest(builder, invocation.inner(("pytest",)))
    node = builder.python.script(path) if path is not None else None
    if node is not None:
        if not chosen.link(builder, invocation, node, words[1:]):
            builder.link(invocation, node)
        follow_named_modules(builder, invocation)
    else:
        builder.end(invocation, f"{written[:80]} is not here")


def module(builder: "Builder", invocation: Invocation, words: tuple[str, ...]) -> None:
    """Follow `-m`: a module of the project, else the program that is installed under this name."""
    if not words:
        return
    name = words[0]
    if name == "unittest":
        _unittest(builder, invocation, words[1:])
        return
    node = builder.python.module(name, invocation.folder) or builder.python.module(
        name, builder.files.base(invocation.folder)
    )
    if node is not None:
        if not chosen.link(builder, invocation, node, words[1:]):
            worded.link(builder, invocation, node, words[1:])
    else:
        builder.run(invocation.inner((_LAUNCHERS.get(name, name), *words[1:])))


def _unittest(builder: "Builder", invocation: Invocation, words: tuple[str, ...]) -> None:
    plain = [word for word in rest(words, ("-p", "-t", "-k", "--pattern")) if not word.startswith("-")]
    paths = [
        word if "/" in word or word.endswith(".py") else word.replace(".", "/") for word in plain if word != "discover"
    ]
    present = [one for path in paths for one in (path, f"{path}.py") if builder.locate(invocation, one)]
    folders = [path for path in paths if builder.files.find_folder(path, invocation.folder) is not None]
    pytest.pytest(builder, invocation.inner(("pytest", *present, *folders)))


def coverage(builder: "Builder", invocation: Invocation) -> None:
    """Follow `coverage run -m pytest` and `coverage run script.py`."""
    if invocation.arguments[:1] == ("run",):
        words = invocation.arguments[1:]
        valued = ("--source", "--omit", "--include", "--rcfile", "--context", "--data-file")
        position = words.index("-m") if "-m" in words else -1
        inner = words[position:] if position >= 0 else rest(words, valued)
        builder.run(invocation.inner(("python", *inner)))
