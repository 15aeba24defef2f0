"""The matcher: which activity a call, a command, a CI action or a declared resource proves, and by which technology."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from maturity.evidence.python.module import Call
from maturity.evidence.recognition import tokens
from maturity.evidence.recognition.commands import CommandIndex
from maturity.evidence.recognition.names import NameIndex, fits, holds, narrowed
from maturity.evidence.recognition.resources import ResourceIndex
from maturity.model.activity import Activity
from maturity.model.technology import Proof, Technology


@dataclass(frozen=True, slots=True)
class Match:
    """One proof: this technology does this."""

    activity: Activity
    technology: str
    title: str
    files: tuple[str, ...] = ()
    """Names of files of which a command needs one."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """One proof of one technology, with what is compared prepared once."""

    match: Match
    proof: Proof
    imports: frozenset[str]
    unless: tuple[tuple[str, ...], ...]

    def accepts(self, name: str, keywords: Mapping[str, object], arguments: Sequence[object]) -> bool:
        """Tell whether the details of a call satisfy the proof."""
        proof = self.proof
        if self.unless and any(fits(pattern, tuple(name.split("."))) for pattern in self.unless):
            return False
        if len(keywords) + len(arguments) < proof.arity:
            return False
        return narrowed(proof.keywords, proof.arguments, proof.without, keywords, arguments)


class Technologies:
    """All technologies, compiled once.

    A name is looked up by its last part, a command by its first word, an action by its name: the number of technologies
    does not matter to the time of one question.
    """

    def __init__(self, entries: tuple[Technology, ...]) -> None:
        self.entries = entries
        self.tokens = tokens.tokens(entries)
        """A Python file that could prove something holds at least one of these words."""
        self.anchor_tokens = tokens.tokens(entries, _DETAILS)
        """Those of them that do not merely tell a detail of a program: a file with one is worth reading by itself."""
        self.modules: dict[str, Technology] = {}
        """Technologies by the top-level module that is imported."""
        self._calls: NameIndex[_Sign] = NameIndex()
        self._decorators: NameIndex[_Sign] = NameIndex()
        self._bases: NameIndex[_Sign] = NameIndex()
        self._methods: dict[str, list[_Sign]] = {}
        self._together: list[tuple[frozenset[str], _Sign]] = []
        self._commands: CommandIndex[Match] = CommandIndex()
        self._actions: dict[str, list[_Sign]] = {}
        self._documents: ResourceIndex[Match] = ResourceIndex()
        for technology in entries:
            for module in technology.imports:
                self.modules.setdefault(module, technology)
            for proof in technology.proves:
                self._add(technology, proof)

    def _add(self, technology: Technology, proof: Proof) -> None:
        match = Match(proof.activity, technology.name, technology.title, proof.files)
        unless = tuple(tuple(name.split(".")) for name in proof.unless)
        sign = _Sign(match, proof, frozenset(technology.imports), unless)
        for index, names in (
            (self._calls, proof.calls),
            (self._decorators, proof.decorators),
            (self._bases, proof.bases),
        ):
            for name in names:
                index.add(name, sign)
        for name in proof.methods:
            self._methods.setdefault(name, []).append(sign)
        if proof.together:
            self._together.append((frozenset(proof.together), sign))
        for command in proof.commands:
            self._commands.add(command, proof.without, match)
        for action in proof.actions:
            self._actions.setdefault(action.lower(), []).append(sign)
        for resource in proof.resources:
            self._documents.add(resource, match)

    def call(
        self,
        name: str,
        keywords: Mapping[str, object],
        imports: frozenset[str],
        arguments: Sequence[object] = (),
    ) -> list[Match]:
        """Return what a call proves.

        What a function returned is like what it belongs to: `load_dataset().map` is asked for as `load_dataset.map`.
        `?.fit`, `self.model.fit` and, when no pattern knows it, `instantiate().fit` have an unknown receiver: then
        those technologies count whose modules are imported.
        """
        unknown = _unknown(name)
        name = name.replace("()", "")
        found = [sign.match for sign in self._calls.find(name) if sign.accepts(name, keywords, arguments)]
        if not found and unknown:
            found = [
                sign.match
                for sign in self._methods.get(name.rpartition(".")[2], ())
                if not sign.imports.isdisjoint(imports) and sign.accepts(name, keywords, arguments)
            ]
        return _unique(found)

    def decorator(self, call: Call, imports: frozenset[str]) -> list[Match]:
        """Return what the function under a decorator does."""
        found = self._decorators.find_loose(call.name) if _unknown(call.name) else self._decorators.find(call.name)
        return _unique(
            sign.match
            for sign in found
            if not (_unknown(call.name) and sign.imports.isdisjoint(imports))
            and sign.accepts(call.name, call.keywords, call.arguments)
        )

    def base(self, name: str, imports: frozenset[str]) -> list[Match]:
        """Return what a class does, once it is instantiated or run, because of one of its bases."""
        found = self._bases.find_loose(name) if _unknown(name) else self._bases.find(name)
        return _unique(
            sign.match
            for sign in found
            if not (_unknown(name) and sign.imports.isdisjoint(imports)) and sign.accepts(name, {}, ())
        )

    def together(self, names: frozenset[str], imports: frozenset[str]) -> list[Match]:
        """Return what the calls of one function prove together: a training loop written by hand.

        A loop is one thing, however many of its imports could claim it: the first technology does.
        """
        last = {name.rpartition(".")[2] for name in names}
        found: dict[Activity, Match] = {}
        for wanted, sign in self._together:
            if wanted <= last and not sign.imports.isdisjoint(imports):
                found.setdefault(sign.match.activity, sign.match)
        return list(found.values())

    def command(self, words: Sequence[str]) -> list[Match]:
        """Return what a command line proves; of one technology the longest fitting commands count."""
        found = self._commands.find(words)
        longest: dict[str, int] = {}
        for length, match in found:
            longest[match.technology] = max(length, longest.get(match.technology, 0))
        return _unique(match for length, match in found if length == longest[match.technology])

    def action(self, uses: str, inputs: Mapping[str, str]) -> list[Match]:
        """Return what a CI action or task proves, whatever its version."""
        given = {key.lower(): f"={value}" for key, value in inputs.items() if value.strip().lower() not in _OFF}
        signs = self._actions.get(uses.partition("@")[0].strip().lower(), ())
        return _unique(
            sign.match
            for sign in signs
            if (not sign.proof.inputs or any(holds(one, given) for one in sign.proof.inputs))
            and not any(holds(one, given) for one in sign.proof.without)
        )

    def resource(self, path: str, tree: object) -> list[tuple[Match, int]]:
        """Return what a parsed document declares, each with its line."""
        return _first(self._documents.in_document(path, tree))

    def text(self, path: str, text: str) -> list[tuple[Match, int]]:
        """Return what a text declares that is no document (Terraform, templates, protocol text), each with its line."""
        return _first(self._documents.in_text(path, text))


_DETAILS: frozenset[Activity] = frozenset(("fix-seed", "read-parameters", "be-deterministic", "measure-resources"))
_OFF = ("false", "no", "0", "off", "")


def _unknown(name: str) -> bool:
    root, _, rest = name.partition(".")
    return root == "?" or (root == "self" and "." in rest) or name.rpartition(".")[0].endswith("()")


def _unique(matches: Iterable[Match]) -> list[Match]:
    return list(dict.fromkeys(matches))


def _first(found: Iterable[tuple[Match, int]]) -> list[tuple[Match, int]]:
    lines: dict[Match, int] = {}
    for match, line in found:
        lines[match] = min(line, lines.get(match, line))
    return list(lines.items())
