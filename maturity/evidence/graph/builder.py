"""Builds the program graph outside of Python functions: follows every command of every file that declares one."""

import posixpath
import re
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial

from maturity.errors import Unreadable
from maturity.evidence.graph import worded
from maturity.evidence.graph.ci.registry import SYSTEMS
from maturity.evidence.graph.facts import DeclaredPipeline, DeclaredTrigger
from maturity.evidence.graph.files import Files
from maturity.evidence.graph.graph import Edge, End, Graph, Node, Site, Start
from maturity.evidence.graph.invocation import Invocation
from maturity.evidence.graph.programs import PythonPrograms
from maturity.evidence.graph.recognised import Proven, Recognised
from maturity.evidence.graph.runners.inert import IDLE_PROGRAMS
from maturity.evidence.graph.runners.jobs import follow_job_files
from maturity.evidence.graph.runners.named_modules import follow_named_modules
from maturity.evidence.graph.runners.registry import READERS, RUNNERS
from maturity.evidence.graph.scripts import runnable
from maturity.evidence.graph.shell import Options, parse
from maturity.evidence.graph.tasks import Tasks
from maturity.evidence.graph.traffic import dividing
from maturity.evidence.hidden import RUNS, unparsed
from maturity.evidence.layout import expanded, vendored
from maturity.evidence.project import QUOTE, Project
from maturity.model.activity import Root
from maturity.model.place import Place
from maturity.model.raw import Gap

MAX_WRAPPERS = 12
"""How many wrappers (`sudo env poetry run ...`) are taken off one command."""
MAX_EXPANSIONS = 20_000
_IDLE = frozenset(("--help", "--dry-run", "--dry", "--dry-run=client", "--dry-run=server"))
_PREPARING = re.compile(r"(?i)actions/(?:checkout|setup-[\w-]+|cache)(?![\w-])")
"""Actions that only make ready for work."""
_LENIENT = frozenset(("--exit-zero", "--fail-under=0", "--soft-fail"))


class Builder:
    """Collects nodes, edges, sites and starts, and what the facts about triggers and pipelines are made of.

    `build` reads all files of the target; `script` and `command` follow what Python code starts.
    """

    def __init__(
        self,
        project: Project,
        technologies: Recognised,
        python: PythonPrograms,
        graph: Graph | None = None,
    ) -> None:
        self.project = project
        self.technologies = technologies
        self.python = python
        self.bases = project.scope.bases
        self.roots = project.scope.roots
        self.graph = graph if graph is not None else Graph()
        self.files = Files(project.files, self.bases)
        self.tasks = Tasks(self.files)
        self.triggers: list[DeclaredTrigger] = []
        self.pipelines: list[DeclaredPipeline] = []
        self.order: list[tuple[str, str]] = []
        """Pairs of nodes of which the first one runs, and succeeds, before the second one."""
        self.failing: list[str] = []
        """Jobs that run only when something before them has failed."""
        self.counts: Counter[str] = Counter()
        """Commands and actions that stand directly in a node."""
        self.images: dict[str, str] = {}
        """Dockerfile of each image tag that some command builds."""
        self.remotes: dict[str, str] = {}
        """Address of each remote that some command adds to a clone."""
        self._queue: deque[tuple[str, Callable[[], None]]] = deque()
        self._at_last: deque[tuple[str, Callable[[], None]]] = deque()
        self._expanded: set[str] = set()
        self._proven: set[Site] = set()
        self._lines: dict[str, list[str]] = {}
        self._draining = False

    def build(self) -> Graph:
        """Read every file that declares programs, follow all their commands and return the graph."""
        self._draining = True
        for read in (*READERS, *SYSTEMS):
            self.attempt("", partial(read, self))
        self._draining = False
        self._drain()
        return self.graph

    # What readers declare

    def program(self, identity: str, program: str, name: str, at: Place, start: Root | None = None) -> str:
        """Add a node, started from a command line or otherwise, and return its id."""
        known = identity in self.graph.nodes
        self.graph.add(Node(identity, program, name, at))
        if start is not None and not known:
            self.graph.start(Start(start, identity, at, name))
        return identity

    def place(self, path: str, line: int | None, text: str = "") -> Place:
        """Return a place; the words are used only where the line itself is not at hand."""
        return self.project.place(path, line, "" if path in self.project.texts and line else text[:QUOTE])

    def once(self, key: str, path: str, step: Callable[[], None]) -> None:
        """Do a step later, and only the first time that this key is seen."""
        if key not in self._expanded and len(self._expanded) < MAX_EXPANSIONS:
            self._expanded.add(key)
            self.later(path, step)

    def later(self, path: str, step: Callable[[], None]) -> None:
        """Do a step when every file has been read."""
        self._queue.append((path, step))

    def at_last(self, path: str, step: Callable[[], None]) -> None:
        """Do a step when nothing else is left, because it asks what all commands together say."""
        self._at_last.append((path, step))

    def each(self, accept: Callable[[str], bool], read: Callable[[str], None]) -> None:
        """Read every text file of the target whose name is accepted, template endings taken off."""
        for name, paths in self._named.items():
            if accept(name):
                for path in paths:
                    self.attempt(path, partial(read, path))

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        """The text files that are judged, by name: no copies of foreign code, and of a template what its user gets."""
        named: dict[str, list[str]] = {}
        for path in self.project.texts:
            entry = self.project.files.get(path)
            if entry is not None and entry.kind in ("file", "executable") and self.holds(path):
                named.setdefault(expanded(path.rpartition("/")[2]), []).append(path)
        return named

    def holds(self, path: str) -> bool:
        """Tell whether a file belongs to what is judged."""
        return not vendored(path) and any(not base or path.startswith(base + "/") for base in self.bases)

    def attempt(self, path: str, step: Callable[[], None]) -> None:
        """Do a step; a file whose shape nobody foresaw becomes a gap."""
        try:
            step()
        except Exception as error:  # noqa: BLE001 - what one file does to its reader stays with that file
            reason = (
                str(error) if isinstance(error, Unreadable) else f"not of the expected shape ({type(error).__name__})"
            )
            if path:
                self.project.gaps.append(unparsed(path, self.project.texts.get(path, "")).gap(path, reason))
            else:
                self.project.gaps.append(Gap(path=None, reason=reason, hides=RUNS))

    def trigger(self, system: str, event: str, root: Root, node: str, at: Place, jobs: Sequence[str]) -> None:
        """Add what starts jobs with nobody at a command line; what runs is known when every job has been followed."""

        def declare() -> None:
            runs = sum(self.counts[job] for job in jobs)
            self.triggers.append(DeclaredTrigger(system, event, root, runs > 0, node, at, runs))

        self.at_last(at.path or "", declare)
        if jobs:
            self.graph.start(Start(root, node, at, self.graph.nodes[node].name if node in self.graph.nodes else event))

    # What nodes run

    def script(
        self,
        node: str,
        text: str,
        path: str,
        line: int = 1,
        folder: str = "",
        *,
        blocking: bool = True,
        options: Options | None = None,
    ) -> None:
        """Follow every command of a shell text that stands in a file, from a line on."""
        first = self._first_line(path, line, text)

        def follow() -> None:
            for command in parse(text, options):
                where = self.files.working(command.folder, folder, path)
                at = self.place(path, first + command.line, " ".join(command.words))
                counts = blocking and command.blocking
                self.run(Invocation(node, command.words, at, where, counts, command.stdin))

        self.attempt(path, follow)
        self._drain()

    def command(self, node: str, words: Sequence[str], at: Place, folder: str = "", *, blocking: bool = True) -> None:
        """Follow one command given as an argument vector."""
        self.attempt(at.path or "", partial(self.run, Invocation(node, tuple(words), at, folder, blocking)))
        self._drain()

    def run(self, invocation: Invocation) -> None:
        """Note what a command proves and follow what it runs."""
        if not invocation.words or invocation.depth > MAX_WRAPPERS:
            return
        if invocation.program in IDLE_PROGRAMS:
            self.graph.idle.add(invocation.node)
        elif invocation.depth == 0:
            self.counts[invocation.node] += 1
        if not _IDLE.isdisjoint(invocation.words) or invocation.words[1:] in (("--version",), ("-V",)):
            return
        if not _LENIENT.isdisjoint(invocation.words):
            invocation = replace(invocation, blocking=False)
        program = invocation.program
        self.prove(
            invocation.node,
            dividing(self.technologies.command((program, *invocation.arguments)), invocation.arguments),
            invocation.at,
            blocking=invocation.blocking,
        )
        runner = RUNNERS.get(program)
        if runner is not None:
            runner(self, invocation)
        elif self._run_file(invocation) or self._run_console_script(invocation):
            follow_named_modules(self, invocation)
        else:
            follow_job_files(self, invocation)

    def action(self, node: str, uses: str, inputs: dict[str, str], at: Place, *, blocking: bool = True) -> None:
        """Note what a CI action proves."""
        if not _PREPARING.match(uses):
            self.counts[node] += 1
        self.prove(node, self.technologies.action(uses, inputs), at, blocking=blocking)

    def prove(self, node: str, proofs: Sequence[Proven], at: Place, *, blocking: bool = True) -> None:
        """Add a site for each proof."""
        for proof in proofs:
            if proof.files and not self.files.named(proof.files):
                continue
            site = Site(node, proof.activity, proof.technology, at, blocking)
            if site not in self._proven:
                self._proven.add(site)
                self.graph.prove(site)

    def link(self, invocation: Invocation, target: str) -> None:
        """Add the edge from where a command stands to what it runs."""
        self.graph.link(Edge(invocation.node, target, invocation.at, invocation.blocking))

    def end(self, invocation: Invocation, reason: str) -> None:
        """Note that a command cannot be followed."""
        self.graph.end(End(invocation.node, reason, invocation.at))

    def file(self, path: str) -> str | None:
        """Return the node that runs when a tracked file is run; None when it is no program."""
        return runnable(self, path)

    def locate(self, invocation: Invocation, written: str) -> str | None:
        """Return the file that a word of a command means: seen from where it runs, else from where it is written."""
        found = self.files.find(written, invocation.folder)
        return found or self.files.find_above(written, invocation.at.path or "")

    def run_path(self, invocation: Invocation, written: str) -> None:
        """Follow a command to the file it names."""
        path = self.locate(invocation, written)
        node = self.file(path) if path is not None else None
        if node is not None:
            self.link(invocation, node)
        else:
            self.end(invocation, f"{written[:80]} is not here" if path is None else f"{path} is no program we read")

    def _run_file(self, invocation: Invocation) -> bool:
        first = invocation.words[0]
        script = posixpath.splitext(first)[1] in (".sh", ".py", ".bash", ".ps1")
        if not script and "/" not in first and "\\" not in first:
            return False
        path = self.locate(invocation, first)
        node = self.file(path) if path is not None else None
        if node is not None:
            self.link(invocation, node)
        elif script or first.startswith("./"):
            self.end(invocation, f"{first[:80]} is not here")
        return node is not None or script

    def _run_console_script(self, invocation: Invocation) -> bool:
        node = self.tasks.find("console-script", invocation.program, invocation.folder)
        if node is not None:
            worded.link(self, invocation, node, invocation.arguments)
        return node is not None

    def _first_line(self, path: str, line: int, text: str) -> int:
        """Return the line on which a text starts: a block scalar starts below its key."""
        if path not in self._lines:
            self._lines[path] = self.project.texts.get(path, "").splitlines()
        wanted = next(((n, part.strip()) for n, part in enumerate(text.splitlines()) if part.strip()), (0, ""))
        for number, candidate in enumerate(self._lines[path][line - 1 : line + 3]):
            if wanted[1] and wanted[1][:40] in candidate:
                return max(line + number - wanted[0], 1)
        return line

    def _drain(self) -> None:
        if self._draining:
            return
        self._draining = True
        while self._queue or self._at_last:
            self.attempt(*(self._queue or self._at_last).popleft())
        self._draining = False
