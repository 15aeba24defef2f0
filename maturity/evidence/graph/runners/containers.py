"""Container images: what building one runs, and what running one runs."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from maturity.evidence.graph.dockerfile import Instruction, fill, instructions
from maturity.evidence.graph.image_purpose import dockerfile_purpose
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.options import positional, rest, value, values
from maturity.evidence.graph.runners import entrypoints
from maturity.evidence.graph.shell import Options
from maturity.evidence.layout import test_path
from maturity.model.activity import Activity

if TYPE_CHECKING:
    from maturity.evidence.graph.builder import Builder

_BUILD = (
    *(
        "-t",
        "--tag",
        "-f",
        "--file",
        "--build-arg",
        "--target",
        "--platform",
        "--cache-from",
        "--cache-to",
        "--network",
    ),
    *("--label", "--secret", "--ssh", "-o", "--output", "--progress", "--builder", "--iidfile"),
)
_RUN_SWITCHES = frozenset(
    "-d --detach -i --interactive -t --tty -it -ti -dit -itd --rm --init --privileged -P --publish-all"
    " --read-only".split()
)

_CHECKS: frozenset[Activity] = frozenset(("test", "lint", "type-check", "format"))


def is_image(name: str) -> bool:
    """Tell whether a file is a Dockerfile by its name."""
    return name.startswith(("Dockerfile", "Containerfile")) or name.endswith((".Dockerfile", ".dockerfile"))


def read(builder: "Builder") -> None:
    """Every image can be built and run by a person; a development container only by an editor."""
    builder.each(is_image, partial(_read, builder))


def _read(builder: "Builder", path: str) -> None:
    if ".devcontainer" in path:
        return
    found = list(instructions(builder.project.texts[path]))
    place = builder.place(path, found[0].line if found else 1)
    runs = builder.program(f"image:{path}", "container", path, place, start="entry")
    built = builder.program(f"image:{path}#build", "image-build", path, place, start="entry")
    builder.once(runs, path, partial(_follow, builder, path, found, runs, built))


def _follow(builder: "Builder", path: str, found: list[Instruction], runs: str, built: str) -> None:
    last = max((one.stage for one in found), default=0)
    folder, values_known = _context(builder, path), dict[str, str]()
    where = folder
    entry: Instruction | None = None
    command: Instruction | None = None
    for one in found:
        match one.word:
            case "FROM":
                where = folder
            case "WORKDIR":
                where = _inside(builder, one.value, where, folder)
            case "RUN":
                _shell(builder, built, path, one, where)
            case "ENTRYPOINT" if one.stage == last:
                entry = one
            case "CMD" if one.stage == last:
                command = one
            case "ENV" if "=" in one.value:
                values_known.update(
                    (name, given) for name, _, given in (part.partition("=") for part in one.value.split()) if given
                )
    _start(builder, runs, path, (entry, command), where, values_known)


def _context(builder: "Builder", path: str) -> str:
    """Return the build context: the folder of the file, or the one above a folder that holds only image files."""
    folder = posixpath.dirname(path)
    if posixpath.basename(folder).lower() in (
        "docker",
        "dockerfiles",
        ".docker",
        "deploy",
        "deployment",
        "build",
        "docker_images",
    ):
        return builder.files.base(folder)
    return folder


def _inside(builder: "Builder", workdir: str, where: str, folder: str) -> str:
    """Return the folder of the context that a WORKDIR stands for: the copied tree lies at its root."""
    parts = [part for part in workdir.split("/") if part]
    for start in range(len(parts)):
        candidate = posixpath.join(folder if workdir.startswith("/") else where, *parts[start:])
        if builder.files.find_folder(candidate, "") == candidate:
            return candidate
    return folder if workdir.startswith("/") else where


def _shell(builder: "Builder", node: str, path: str, one: Instruction, where: str) -> None:
    plain = re.sub(r"^(?:--[\w.\-]+(?:=\S+)?\s+)+", "", one.value)
    vector = one.vector
    at = builder.place(path, one.line, plain)
    if vector is not None:
        builder.command(node, vector, at, where)
    elif one.heredoc and plain.startswith("<<"):
        builder.script(node, one.heredoc, path, one.line + 1, where, options=Options(errexit=False))
    else:
        builder.script(node, plain, path, one.line, where)


def _start(
    builder: "Builder",
    node: str,
    path: str,
    parts: tuple[Instruction | None, Instruction | None],
    where: str,
    known: dict[str, str],
) -> None:
    """ENTRYPOINT gets CMD as its arguments when it is an argument vector; in the shell form CMD is left out."""
    entry, command = parts
    main = entry or command
    if main is None:
        return
    if main.vector is None:
        builder.script(node, fill(main.value, known), path, main.line, where)
        return
    words = main.vector
    if entry is not None and command is not None and command.vector is not None:
        words = (*words, *command.vector)
    builder.command(node, tuple(fill(word, known) for word in words), builder.place(path, main.line), where)


def docker(builder: "Builder", invocation: Invocation) -> None:
    """Follow `docker build`, `docker run IMAGE COMMAND`, `docker compose up`."""
    from maturity.evidence.graph.runners.compose import compose

    words = rest(invocation.arguments, ("-H", "--host", "-c", "--context", "--config", "-l"))
    match words:
        case ["compose", *_]:
            compose(builder, invocation.inner(words))
        case ["build", *_] | ["buildx", "build", *_] | ["image", "build", *_] | ["builder", "build", *_]:
            _build(builder, invocation, words[words.index("build") + 1 :])
        case ["run", *_] | ["container", "run", *_]:
            _run(builder, invocation, words[words.index("run") + 1 :])
        case ["push", *_] | ["image", "push", *_]:
            _push(builder, invocation, words[words.index("push") + 1 :])
        case ["exec", *_]:
            inner = rest(words[1:], ("-e", "--env", "-u", "--user", "-w", "--workdir"))[1:]
            builder.run(invocation.inner(inner))


def _build(builder: "Builder", invocation: Invocation, words: tuple[str, ...]) -> None:
    context = next(iter(positional(words, _BUILD)), ".")
    path = image_file(builder, invocation, value(words, "-f", "--file"), context)
    if path is None:
        builder.end(invocation, f"there is no Dockerfile in {context[:80]}")
        return
    tagged(builder, path, values(words, "-t", "--tag"))
    builder.link(invocation, f"image:{path}#build")


def tagged(builder: "Builder", path: str, tags: Iterable[str]) -> None:
    """Note the tags under which the image of a Dockerfile is built."""
    builder.images.update({_plain_tag(tag.strip()): path for tag in tags if tag.strip()})


def image_file(builder: "Builder", invocation: Invocation, written: str, context: str) -> str | None:
    """Return the Dockerfile that a build uses."""
    folder = builder.files.folder(context, invocation.folder)
    if written:
        return builder.files.find(written, invocation.folder) or builder.files.find(written, folder)
    return builder.files.find("Dockerfile", folder)


def _run(builder: "Builder", invocation: Invocation, words: tuple[str, ...]) -> None:
    behind = _behind_options(words)
    if not behind:
        return
    entry = value(words[: len(words) - len(behind)], "--entrypoint")
    tag, command = behind[0], (*([entry] if entry else []), *behind[1:])
    if command:
        _in_image(builder, invocation.inner(command), tag)
        return

    def resolve() -> None:
        path = builder.images.get(_plain_tag(tag))
        if path is not None:
            builder.link(invocation, f"image:{path}")
        else:
            builder.end(invocation, f"the image {tag[:80]} is not built here")

    builder.at_last(invocation.at.path or "", resolve)


def _push(builder: "Builder", invocation: Invocation, words: tuple[str, ...]) -> None:
    tag = next((word for word in words if not word.startswith("-")), "")

    def resolve() -> None:
        path = builder.images.get(_plain_tag(tag))
        if path is not None:
            _deliver(builder, invocation, path)

    builder.at_last(invocation.at.path or "", resolve)


def pushed(builder: "Builder", invocation: Invocation, path: str) -> None:
    """Note that the image of a Dockerfile is pushed: what it is for is known once everything has been read."""
    builder.at_last(invocation.at.path or "", partial(_deliver, builder, invocation, path))


def _deliver(builder: "Builder", invocation: Invocation, path: str) -> None:
    """Take back that an image is delivered by a push where developers or jobs of CI pull it.

    It is one for a person's work, the server of a tool, or one that only runs tests and linters.
    """
    content = builder.project.texts.get(path, "")
    purpose = dockerfile_purpose(path, content, list(instructions(content)))
    if purpose != "project" or _only_checks(builder, f"image:{path}"):
        builder.graph.withdraw(invocation.node, "push-image", invocation.at)


def _only_checks(builder: "Builder", image: str) -> bool:
    """Tell whether all that an image starts are checks, as far as its scripts go: a Python program is more."""
    started = builder.graph.beyond((image,), tests=False)
    files = [node[3:].partition("::")[0] for node in started if node.startswith("py:")]
    programs = [path for path in files if not test_path(path)]
    done = {site.activity for node in started for site in builder.graph.sites.get(node, ())}
    return not programs and bool(done) and done <= _CHECKS


def _in_image(builder: "Builder", command: Invocation, tag: str) -> None:
    """Follow a command that runs in a container: its files are seen from here, or from where the image is built."""
    if any(builder.files.find(word, command.folder) for word in command.words):
        builder.run(command)
        return

    def resolve() -> None:
        path = builder.images.get(_plain_tag(tag))
        if path is None:
            builder.run(command)
        elif command.words[0].startswith("-"):
            builder.link(command, f"image:{path}")  # options for its entry point
        elif not entrypoints.follow(builder, command, path):
            builder.run(replace(command, folder=posixpath.dirname(path)))

    builder.at_last(command.at.path or "", resolve)


def _behind_options(words: tuple[str, ...]) -> tuple[str, ...]:
    position = 0
    while position < len(words) and words[position].startswith("-"):
        word = words[position]
        position += 1 if "=" in word or word in _RUN_SWITCHES else 2
    return words[position:]


def _plain_tag(tag: str) -> str:
    """Return an image's name without registry and version, which are often variables."""
    return tag.rpartition("/")[2].partition(":")[0].partition("@")[0]
