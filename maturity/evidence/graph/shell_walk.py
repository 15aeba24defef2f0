"""Walks the syntax tree of a shell text in the order of execution, and keeps what a shell would keep."""

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from maturity.evidence.graph.shell_command import Command, Context, Options, State
from maturity.evidence.graph.shell_tree import decides, fails, tests, text_of
from maturity.evidence.graph.shell_words import assigned, computed, expand, inner_programs, told

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_STEPS = 20_000
MAX_COMMANDS = 2_000
MAX_VARIABLES = 500
MAX_CALLS = 8
"""How deep functions of a script are followed into each other."""
MAX_LOOP = 8
"""How many values of a `for` loop are tried."""
_ARRANGED = re.compile(
    r"(?:kubectl|oc)\s+create\s+(?:namespace|ns|secret|configmap|cm|serviceaccount|sa|role|rolebinding)\s[^|]*--dry-run"
)
"""Writes out an object that a service needs; whoever applies that alone deploys nothing."""
_STATEMENTS = ("program", "compound_statement", "do_group", "subshell", "case_item", "else_clause")


class Walk:
    """Walks a syntax tree with a stack of its own, in the order of execution."""

    def __init__(self, options: Options) -> None:
        self.state = State("", options.errexit, options.pipefail, dict(options.variables))
        self.functions: dict[str, Node] = {}
        self.made: dict[str, str] = {}
        """What the variables are made of that hold the output of a program."""
        self.commands: list[Command] = []
        self.todo: list[Callable[[], None]] = []

    def run(self, root: "Node") -> None:
        """Walk until nothing is left or the bound is met."""
        self.todo.append(partial(self.visit, root, Context(top=True)))
        for _ in range(MAX_STEPS):
            if not self.todo or len(self.commands) >= MAX_COMMANDS:
                return
            self.todo.pop()()

    def _soon(self, *steps: Callable[[], None]) -> None:
        self.todo.extend(reversed(steps))

    def visit(self, node: "Node", context: Context) -> None:
        """Visit any statement."""
        handle = _HANDLERS.get(node.type)
        if handle is not None:
            handle(self, node, context)
        elif node.type == "compound_statement" and tests(node):
            self.test(node, context)
        elif node.type in _STATEMENTS or node.is_error:
            self.sequence(node.named_children, context)
        elif node.named_child_count:
            self.sequence(node.named_children, replace(context, top=False))

    def sequence(self, statements: "Sequence[Node]", context: Context) -> None:
        """Visit statements one after the other; `&` puts one into the background."""
        statements = [statement for statement in statements if statement.type != "comment"]
        last = len(statements) - 1
        while last > 0 and text_of(statements[last]).startswith(("exit $", 'exit "$')):
            last -= 1
        steps = []
        for position, statement in enumerate(statements):
            after = statement.next_sibling
            background = context.background or (after is not None and after.type == "&")
            inside = replace(context, last=context.last and position >= last, background=background)
            if background:
                steps.append(partial(self.scoped, statement, replace(inside, blocking=False)))
            else:
                steps.append(partial(self.visit, statement, inside))
        self._soon(*steps)

    def scoped(self, node: "Node", context: Context) -> None:
        """Visit in a subshell: folder and variables are as before when it is over."""
        kept = self.state
        self._soon(partial(self.visit, node, replace(context, top=False)), partial(setattr, self, "state", kept))

    def subshell(self, node: "Node", context: Context) -> None:
        """Visit `( ... )` and `$( ... )`."""
        kept = self.state
        self._soon(
            partial(self.sequence, node.named_children, replace(context, top=False)),
            partial(setattr, self, "state", kept),
        )

    def either_or_both(self, node: "Node", context: Context) -> None:
        """Visit `a && b` and `a || b`: what another command answers for does not count."""
        left, right = node.named_children[0], node.named_children[-1]
        inside = replace(context, top=False)
        first = inside
        if any(child.type == "||" for child in node.children):
            first = replace(inside, blocking=context.blocking and fails(right), last=True)
        elif left.type == "test_command" and not tests(right):
            first = replace(inside, blocking=context.blocking and decides(right), last=True)
        self._soon(partial(self.visit, left, first), partial(self.visit, right, inside))

    def pipeline(self, node: "Node", context: Context) -> None:
        """Visit `a | b`: only the last one counts, except with pipefail."""
        parts = [child for child in node.named_children if child.type != "comment"]
        if parts and _ARRANGED.match(text_of(parts[0])):
            parts = parts[:1]
        steps = []
        for part in parts:
            counts = context.blocking and (self.state.pipefail or part is parts[-1])
            steps.append(partial(self.scoped, part, replace(context, blocking=counts)))
        self._soon(*steps)

    def branches(self, node: "Node", context: Context) -> None:
        """Visit `if`: a condition counts where its failure leads to an exit."""
        conditions = node.children_by_field_name("condition")
        known = {child.id for child in conditions}
        body = [child for child in node.named_children if child.id not in known]
        inside = replace(context, top=False)
        if conditions and text_of(conditions[0]) == "false":
            body = [child for child in body if child.type in ("elif_clause", "else_clause")]
        alternatives = [child for child in body if child.type in ("elif_clause", "else_clause")]
        negated = bool(conditions) and conditions[0].type == "negated_command"
        decisive = [child for child in body if child not in alternatives] if negated else alternatives
        counts = any(map(fails, decisive)) or (any(map(tests, conditions)) and any(map(decides, body)))
        tested = replace(inside, blocking=context.blocking and counts, last=True)
        if negated:
            conditions = conditions[0].named_children
            tested = replace(tested, negated=True)
        steps = [partial(self.visit, condition, tested) for condition in conditions if condition.is_named]
        main = [child for child in body if child not in alternatives]
        steps.append(partial(self.sequence, main, inside))
        steps.extend(partial(self.visit, part, inside) for part in alternatives)
        self._soon(*steps)

    def loop(self, node: "Node", context: Context) -> None:
        """Visit `for`, once for each of the first values where they are written there."""
        variable = node.child_by_field_name("variable")
        body = node.child_by_field_name("body")
        if variable is None or body is None:
            return
        inside = replace(context, top=False)
        values = [
            word for value in node.children_by_field_name("value") for word in expand(value, self.state.variables)
        ]
        if not values or any("$" in value or "*" in value for value in values):
            self._soon(partial(self.visit, body, inside))
            return
        for value in reversed(values[:MAX_LOOP]):
            self._soon(partial(self._assign, {text_of(variable): value}), partial(self.visit, body, inside))

    def repeated(self, node: "Node", context: Context) -> None:
        """Visit `while` and `until`."""
        body = node.child_by_field_name("body")
        inside = replace(context, top=False)
        tested = replace(inside, blocking=False)
        conditions = [child for child in node.named_children if body is None or child.id != body.id]
        steps = [partial(self.visit, condition, tested) for condition in conditions]
        self._soon(*steps, *([partial(self.visit, body, inside)] if body is not None else []))

    def other_branch(self, node: "Node", context: Context) -> None:
        """Visit `elif`."""
        tested = replace(context, blocking=False)
        if node.named_children:
            self._soon(
                partial(self.visit, node.named_children[0], tested),
                partial(self.sequence, node.named_children[1:], context),
            )

    def negated(self, node: "Node", context: Context) -> None:
        """Visit `! command`."""
        # Neither the success nor the failure of a negated command ends a shell, even with -e.
        inside = replace(context, negated=True, blocking=False, top=False)
        self._soon(*(partial(self.visit, child, inside) for child in node.named_children))

    def redirected(self, node: "Node", context: Context) -> None:
        """Visit a statement with its here-documents."""
        bodies = [part for child in node.named_children for part in child.named_children if part.type == "heredoc_body"]
        stdin = "\n".join(text_of(body) for body in bodies)
        for child in reversed(node.named_children):
            if child.type == "heredoc_redirect":
                more = [part for part in child.named_children if part.type in ("command", "pipeline", "list")]
                self._soon(*(partial(self.visit, part, replace(context, top=False)) for part in more))
            elif child.type not in ("file_redirect", "herestring_redirect"):
                self._soon(partial(self.visit, child, replace(context, stdin=stdin or context.stdin)))

    def function(self, node: "Node", _: Context) -> None:
        """Keep a function for when it is called."""
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is not None and body is not None:
            self.functions[text_of(name)] = body

    def assignment(self, node: "Node", context: Context) -> None:
        """Keep the values of an assignment, and visit the commands inside it."""
        # `export X=$(command)` hides the command's failure, `X=$(command)` does not.
        counts = context.blocking and node.type == "variable_assignment"
        inside = replace(context, blocking=counts, top=False)
        steps = [partial(self.scoped, program, inside) for program in inner_programs(node)]
        self.made.update(list(computed(node))[: MAX_VARIABLES - len(self.made)])
        self._soon(*steps, lambda: self._assign(dict(assigned(node, self.state.variables))))

    def test(self, node: "Node", context: Context) -> None:
        """Visit `[ ... ]`, `[[ ... ]]` and `(( ... ))` after the commands inside it, as a command of its own."""
        inside = replace(context, blocking=False, top=False)
        steps = [partial(self.scoped, program, inside) for program in inner_programs(node)]
        counts = context.blocking and (self.state.errexit or context.last)
        words = ("test", *told(node, self.made))
        command = Command(words, node.start_point[0], self.state.folder, counts, context.background, context.negated)
        self._soon(*steps, partial(self.commands.append, command))

    def _assign(self, values: Mapping[str, str]) -> None:
        if len(self.state.variables) < MAX_VARIABLES:
            self.state = replace(self.state, variables={**self.state.variables, **values})

    def command(self, node: "Node", context: Context) -> None:
        """Visit one command after the commands inside its words."""
        hidden = replace(context, blocking=False, top=False, stdin="")
        steps = [partial(self.scoped, program, hidden) for program in inner_programs(node)]
        self._soon(*steps, partial(self._emit, node, context))

    def _emit(self, node: "Node", context: Context) -> None:
        parts = [child for child in node.named_children if child.type not in ("variable_assignment", "comment")]
        words = [word for part in parts if "redirect" not in part.type for word in expand(part, self.state.variables)]
        if not words:
            return
        if words[0] in self.functions and context.calls < MAX_CALLS:
            arguments = {str(number): word for number, word in enumerate(words[1:], 1)} | {"@": " ".join(words[1:])}
            self._assign(arguments)
            inside = replace(context, calls=context.calls + 1, top=False)
            self._soon(partial(self.visit, self.functions[words[0]], inside))
        elif not self._builtin(words, context):
            blocking = context.blocking and (self.state.errexit or context.last)
            self.commands.append(
                Command(
                    tuple(words),
                    node.start_point[0],
                    self.state.folder,
                    blocking,
                    context.background,
                    context.negated,
                    context.stdin,
                )
            )

    def _builtin(self, words: list[str], context: Context) -> bool:
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


_HANDLERS: dict[str, "Callable[[Walk, Node, Context], None]"] = {
    "command": Walk.command,
    "list": Walk.either_or_both,
    "pipeline": Walk.pipeline,
    "subshell": Walk.subshell,
    "if_statement": Walk.branches,
    "elif_clause": Walk.other_branch,
    "for_statement": Walk.loop,
    "while_statement": Walk.repeated,
    "negated_command": Walk.negated,
    "redirected_statement": Walk.redirected,
    "function_definition": Walk.function,
    "test_command": Walk.test,
    "variable_assignment": Walk.assignment,
    "variable_assignments": Walk.assignment,
    "declaration_command": Walk.assignment,
}


def _change(folder: str, to: str) -> str:
    if to in ("-", ""):
        return ""
    return posixpath.normpath(posixpath.join(folder, to)) if to != "." else folder
