"""Shell text to the commands it runs, by a real grammar: what runs where, in which folder, and whether its failure counts."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from maturity.errors import Unreadable
from maturity.evidence.graph.masks import TEMPLATES, Mask
from maturity.evidence.graph.shell_words import assigned, expand, inner_programs

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

MAX_TEXT = 64 * 1024
MAX_PIPES = 2_000
"""The grammar takes quadratic time on one long pipeline."""
MAX_STEPS = 20_000
MAX_COMMANDS = 2_000
MAX_CALLS = 8
"""How deep functions of a script are followed into each other."""
MAX_LOOP = 8
"""How many values of a `for` loop are tried."""
_STATEMENTS = ("program", "compound_statement", "do_group", "subshell", "case_item", "else_clause")


@dataclass(frozen=True, slots=True)
class Command:
    """One command that a shell text runs."""

    words: tuple[str, ...]
    line: int
    """Line within the text, from 0."""
    folder: str = ""
    """Where `cd` has led to, relative to where the text started."""
    blocking: bool = True
    """False where its failure does not make the text fail."""
    background: bool = False
    negated: bool = False
    stdin: str = ""
    """Text of its here-document."""


@dataclass(frozen=True, slots=True)
class Options:
    """How the shell was started."""

    errexit: bool = True
    """Started with -e: a failing command ends it. Without, only the last command's failure shows."""
    pipefail: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)
    expressions: re.Pattern[str] = TEMPLATES


def parse(text: str, options: Options | None = None) -> tuple[Command, ...]:
    """Return the commands of a shell text in the order they run; text that is no shell gives what could be understood.

    Raises:
        Unreadable: the text is too long, or has more pipes than anybody writes.
    """
    if len(text) > MAX_TEXT or text.count("|") > MAX_PIPES:
        raise Unreadable(f"a shell text of {len(text)} characters and {text.count('|')} pipes")
    chosen = options or Options()
    mask = Mask(chosen.expressions)
    source = mask.hide(text.replace("\r\n", "\n")).replace("\0", " ")
    tree = _parser().parse(source.encode("utf-8", "replace"))
    walk = _Walk(chosen)
    walk.run(tree.root_node)
    return tuple(
        replace(one, words=tuple(mask.show(word) for word in one.words), folder=mask.show(one.folder), stdin=mask.show(one.stdin))
        for one in walk.commands
    )


@cache
def _parser() -> "Parser":
    import tree_sitter_bash
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_bash.language()))


@dataclass(frozen=True, slots=True)
class _Context:
    """Where a statement stands."""

    blocking: bool = True
    last: bool = True
    """Its status is the status of the whole text."""
    top: bool = False
    background: bool = False
    negated: bool = False
    calls: int = 0
    stdin: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    """What a subshell inherits and does not give back."""

    folder: str
    errexit: bool
    pipefail: bool
    variables: Mapping[str, str]


class _Walk:
    """Walks a syntax tree with a stack of its own, in the order of execution."""

    def __init__(self, options: Options) -> None:
        self.state = _State("", options.errexit, options.pipefail, dict(options.variables))
        self.functions: dict[str, Node] = {}
        self.commands: list[Command] = []
        self.todo: list[Callable[[], None]] = []

    def run(self, root: "Node") -> None:
        """Walk until nothing is left or the bound is met."""
        self.todo.append(partial(self._visit, root, _Context(top=True)))
        for _ in range(MAX_STEPS):
            if not self.todo or len(self.commands) >= MAX_COMMANDS:
                return
            self.todo.pop()()

    def _soon(self, *steps: Callable[[], None]) -> None:
        self.todo.extend(reversed(steps))

    def _visit(self, node: "Node", context: _Context) -> None:
        handle = _HANDLERS.get(node.type)
        if handle is not None:
            handle(self, node, context)
        elif node.type in _STATEMENTS or node.is_error:
            self._sequence(node.named_children, context)
        elif node.named_child_count:
            self._sequence(node.named_children, replace(context, top=False))

    def _sequence(self, statements: "Sequence[Node]", context: _Context) -> None:
        last = len(statements) - 1
        while last > 0 and _text(statements[last]).startswith(("exit $", 'exit "$')):
            last -= 1
        steps = []
        for position, statement in enumerate(statements):
            after = statement.next_sibling
            background = context.background or (after is not None and after.type == "&")
            inside = replace(context, last=context.last and position >= last, background=background)
            if background:
                steps.append(partial(self._scoped, statement, replace(inside, blocking=False)))
            else:
                steps.append(partial(self._visit, statement, inside))
        self._soon(*steps)

    def _scoped(self, node: "Node", context: _Context) -> None:
        """Visit in a subshell: folder and variables are as before when it is over."""
        kept = self.state
        self._soon(partial(self._visit, node, replace(context, top=False)), partial(setattr, self, "state", kept))

    def _subshell(self, node: "Node", context: _Context) -> None:
        kept = self.state
        self._soon(
            partial(self._sequence, node.named_children, replace(context, top=False)), partial(setattr, self, "state", kept)
        )

    def _list(self, node: "Node", context: _Context) -> None:
        left, right = node.named_children[0], node.named_children[-1]
        inside = replace(context, top=False)
        first = inside
        if any(child.type == "||" for child in node.children):
            first = replace(inside, blocking=context.blocking and _fails(right), last=True)
        self._soon(partial(self._visit, left, first), partial(self._visit, right, inside))

    def _pipeline(self, node: "Node", context: _Context) -> None:
        parts = [child for child in node.named_children if child.type != "comment"]
        steps = []
        for part in parts:
            counts = context.blocking and (self.state.pipefail or part is parts[-1])
            steps.append(partial(self._scoped, part, replace(context, blocking=counts)))
        self._soon(*steps)

    def _if(self, node: "Node", context: _Context) -> None:
        conditions = node.children_by_field_name("condition")
        known = {child.id for child in conditions}
        body = [child for child in node.named_children if child.id not in known]
        inside = replace(context, top=False)
        if conditions and _text(conditions[0]) == "false":
            body = [child for child in body if child.type in ("elif_clause", "else_clause")]
        alternatives = [child for child in body if child.type in ("elif_clause", "else_clause")]
        negated = bool(conditions) and conditions[0].type == "negated_command"
        decisive = [child for child in body if child not in alternatives] if negated else alternatives
        tested = replace(inside, blocking=context.blocking and any(_fails(part) for part in decisive), last=True)
        steps = [partial(self._visit, condition, tested) for condition in conditions if condition.is_named]
        main = [child for child in body if child not in alternatives]
        steps.append(partial(self._sequence, main, inside))
        steps.extend(partial(self._visit, part, inside) for part in alternatives)
        self._soon(*steps)

    def _for(self, node: "Node", context: _Context) -> None:
        variable = node.child_by_field_name("variable")
        body = node.child_by_field_name("body")
        if variable is None or body is None:
            return
        inside = replace(context, top=False)
        values = [word for value in node.children_by_field_name("value") for word in expand(value, self.state.variables)]
        if not values or any("$" in value or "*" in value for value in values):
            self._soon(partial(self._visit, body, inside))
            return
        for value in reversed(values[:MAX_LOOP]):
            self._soon(partial(self._assign, {_text(variable): value}), partial(self._visit, body, inside))

    def _while(self, node: "Node", context: _Context) -> None:
        body = node.child_by_field_name("body")
        inside = replace(context, top=False)
        tested = replace(inside, blocking=False)
        conditions = [child for child in node.named_children if body is None or child.id != body.id]
        steps = [partial(self._visit, condition, tested) for condition in conditions]
        self._soon(*steps, *([partial(self._visit, body, inside)] if body is not None else []))

    def _elif(self, node: "Node", context: _Context) -> None:
        tested = replace(context, blocking=False)
        if node.named_children:
            self._soon(
                partial(self._visit, node.named_children[0], tested),
                partial(self._sequence, node.named_children[1:], context),
            )

    def _negated(self, node: "Node", context: _Context) -> None:
        # `if ! command; then exit 1` stays blocking: the condition's context says so.
        inside = replace(context, negated=True, top=False)
        self._soon(*(partial(self._visit, child, inside) for child in node.named_children))

    def _redirected(self, node: "Node", context: _Context) -> None:
        bodies = [part for child in node.named_children for part in child.named_children if part.type == "heredoc_body"]
        stdin = "\n".join(_text(body) for body in bodies)
        for child in reversed(node.named_children):
            if child.type == "heredoc_redirect":
                more = [part for part in child.named_children if part.type in ("command", "pipeline", "list")]
                self._soon(*(partial(self._visit, part, replace(context, top=False)) for part in more))
            elif child.type not in ("file_redirect", "herestring_redirect"):
                self._soon(partial(self._visit, child, replace(context, stdin=stdin or context.stdin)))

    def _function(self, node: "Node", context: _Context) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is not None and body is not None:
            self.functions[_text(name)] = body

    def _assignment(self, node: "Node", context: _Context) -> None:
        # `export X=$(command)` hides the command's failure, `X=$(command)` does not.
        counts = context.blocking and node.type == "variable_assignment"
        inside = replace(context, blocking=counts, top=False)
        steps = [partial(self._scoped, program, inside) for program in inner_programs(node)]
        self._soon(*steps, lambda: self._assign(dict(assigned(node, self.state.variables))))

    def _assign(self, values: Mapping[str, str]) -> None:
        self.state = replace(self.state, variables={**self.state.variables, **values})

    def _command(self, node: "Node", context: _Context) -> None:
        hidden = replace(context, blocking=False, top=False, stdin="")
        steps = [partial(self._scoped, program, hidden) for program in inner_programs(node)]
        self._soon(*steps, partial(self._emit, node, context))

    def _emit(self, node: "Node", context: _Context) -> None:
        parts = [child for child in node.named_children if child.type not in ("variable_assignment", "comment")]
        words = [word for part in parts if "redirect" not in part.type for word in expand(part, self.state.variables)]
        if not words:
            return
        if words[0] in self.functions and context.calls < MAX_CALLS:
            arguments = {str(number): word for number, word in enumerate(words[1:], 1)} | {"@": " ".join(words[1:])}
            self._assign(arguments)
            inside = replace(context, calls=context.calls + 1, top=False)
            self._soon(partial(self._visit, self.functions[words[0]], inside))
        elif not self._builtin(words, context):
            blocking = context.blocking and (self.state.errexit or context.last)
            self.commands.append(
                Command(
                    tuple(words), node.start_point[0], self.state.folder, blocking, context.background, context.negated,
                    context.stdin,
                )
            )

    def _builtin(self, words: list[str], context: _Context) -> bool:
        """Apply what changes the shell itself; False when it is a command like any other."""
        match words:
            case ["cd" | "pushd", *rest]:
                folders = [word for word in rest if word not in ("-P", "-L", "--")]
                self.state = replace(self.state, folder=_change(self.state.folder, folders[0] if folders else "~"))
            case ["popd", *_]:
                self.state = replace(self.state, folder="")
            case ["set", *flags]:
                self._set(flags)
            case ["exit", *_] if context.top:
                self.todo.clear()
            case _:
                return words[0] in ("exit", "return", "trap", "shopt", "unset", "shift", "read", "local")
        return True

    def _set(self, flags: list[str]) -> None:
        for position, flag in enumerate(flags):
            on = flag.startswith("-")
            following = flags[position + 1] if position + 1 < len(flags) else ""
            if re.fullmatch(r"[-+][a-z]*e[a-z]*", flag) or (flag in ("-o", "+o") and following == "errexit"):
                self.state = replace(self.state, errexit=on)
            if re.fullmatch(r"[-+][a-z]*o", flag) and following == "pipefail":
                self.state = replace(self.state, pipefail=on)


_HANDLERS: dict[str, "Callable[[_Walk, Node, _Context], None]"] = {
    "command": _Walk._command,
    "list": _Walk._list,
    "pipeline": _Walk._pipeline,
    "subshell": _Walk._subshell,
    "if_statement": _Walk._if,
    "elif_clause": _Walk._elif,
    "for_statement": _Walk._for,
    "while_statement": _Walk._while,
    "negated_command": _Walk._negated,
    "redirected_statement": _Walk._redirected,
    "function_definition": _Walk._function,
    "variable_assignment": _Walk._assignment,
    "variable_assignments": _Walk._assignment,
    "declaration_command": _Walk._assignment,
    "comment": lambda walk, node, context: None,
}


def _text(node: "Node") -> str:
    return (node.text or b"").decode("utf-8", "replace").strip()


def _change(folder: str, to: str) -> str:
    if to in ("-", ""):
        return ""
    return posixpath.normpath(posixpath.join(folder, to)) if to != "." else folder


def _commands(node: "Node") -> "Iterator[Node]":
    todo = [node]
    while todo:
        one = todo.pop()
        if one.type == "command":
            yield one
        todo.extend(one.named_children)


def _fails(node: "Node") -> bool:
    """True when a branch ends the text with an error: `exit 1`, `return 1`, `false`."""
    for command in _commands(node):
        words = _text(command).split()
        if words[:1] == ["false"] or (words[:1] in (["exit"], ["return"]) and words[1:] != ["0"]):
            return True
    return False
