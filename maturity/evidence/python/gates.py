"""Quality gates in code: a comparison of a metric that fails, decides, or lets a model through.

Choosing the best checkpoint in a training loop, stopping early, and checking arguments are no gates.
"""

import ast
import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from maturity.evidence.python import comparisons, effects, operands
from maturity.evidence.python.draft import Frame
from maturity.evidence.python.module import Gate
from maturity.evidence.python.names import written
from maturity.evidence.python.operands import Champion
from maturity.evidence.python.words import parts, words_of

MAX_TEXT = 160
_WITHIN_TRAINING = frozenset({"early", "stopping", "patience", "scheduler", "checkpoint", "checkpoints", "lr", "fit"})
_CONDITIONS = frozenset({"Condition", "If", "Elif"})
_EVALUATES = frozenset({"evaluate", "evaluation", "evaluator", "eval", "validate", "validation", "metrics"})
_PAST = frozenset({"previous", "prev", "old"})
_EVENT_OF_TRAINING = re.compile(r"on_(?:train_|val_|validation_|test_)?(?:batch|epoch|step|evaluate|log|iteration)\w*")
"""Methods of callbacks: what they compare stops or changes the training that calls them."""
_PROMOTES = frozenset({"promote", "promotes", "promotion"})
"""In a function of such a name the current and the best value are those of models, not of the rounds of a loop."""


def branch(node: ast.If, frame: Frame) -> None:
    """Judge an `if`: its comparison, and what stands under it and under its else."""
    _confirm(node.test, frame)
    champion = _compared(node.test, frame)
    if champion is None:
        return
    under = node.body + ([] if _is_elif(node) else node.orelse)
    names = frozenset(parts(frame.draft.name))
    saving = champion == "yes" and not words_of(node.test) & _PAST
    effect = effects.of(under, names, saving=saving)
    if effect:
        _add(node, node.test, effect, champion, frame)
        return
    gate = _gate(node, node.test, "variable", champion)
    for name in effects.variables(under):
        frame.draft.decisions[name] = _stronger(frame.draft.decisions.get(name), gate)
    if effects.is_gate(names):
        flagged = _gate(node, node.test, "return", champion)
        frame.draft.flags |= {
            name: _stronger(frame.draft.flags.get(name), flagged)
            for name in effects.flags(under)
            if name not in frame.draft.decisions
        }


def _stronger(earlier: Gate | None, later: Gate) -> Gate:
    """Return which comparison a decision that is made several times stands for: the one with the model to beat."""
    return earlier if earlier is not None and earlier.champion else later


def _is_elif(node: ast.If) -> bool:
    """Tell whether what follows is an `elif`, which is judged on its own."""
    return len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If) and node.orelse[0].col_offset == node.col_offset


def assertion(node: ast.Assert, frame: Frame) -> None:
    """Judge an assert on a metric."""
    champion = _compared(node.test, frame)
    if champion is not None:
        _add(node, node.test, "assert", champion, frame)


def expression(node: ast.expr, frame: Frame) -> None:
    """Judge `self.assertGreater(accuracy, 0.8)`, and conditions under which states of a machine stand."""
    conditions(node, frame)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr.startswith("assert"):
        champion = _compared(node, frame)
        if champion is not None:
            _add(node, node, "assert", champion, frame)


def condition(node: ast.expr, frame: Frame) -> None:
    """Judge `with dsl.Condition(accuracy > threshold):`, under which the steps of a pipeline stand."""
    if not isinstance(node, ast.Call) or not node.args:
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    champion = _compared(node.args[0], frame) if name in _CONDITIONS else None
    if champion is None and name in _CONDITIONS and _of_evaluation(node.args[0]):
        champion = "no"
    if champion is not None:
        _add(node, node.args[0], "call", champion, frame)


def conditions(node: ast.expr, frame: Frame) -> None:
    """Judge the conditions in a chain of states: `evaluate.next(check.when(Condition.number_less_than(...), save))`."""
    for one in comparisons.choices(node):
        champion = _compared(one, frame)
        if champion is not None:
            _add(one, one, "call", champion, frame)


def _of_evaluation(test: ast.expr) -> bool:
    """Tell whether a comparison is of an output of a step that evaluates: `evaluate_task.outputs["FA"] >= minimum`.

    A demand that names its metric says as much, whichever step the output is of: `train_task.output < mae_cutoff`.
    """
    if not isinstance(test, ast.Compare):
        return False
    sides = (test.left, *test.comparators)
    demands = any(side.metric and side.threshold for side in map(operands.operand, sides))
    for side in sides:
        match side:
            case (
                ast.Subscript(value=ast.Attribute(attr="outputs", value=step))
                | ast.Attribute(attr="output", value=step)
            ):
                return demands or bool(words_of(step) & _EVALUATES)
    return False


def returned(node: ast.Return, frame: Frame) -> None:
    """Judge `return accuracy >= threshold` in a function that is a gate by its name, and returned decisions."""
    if node.value is None:
        return
    _confirm(node.value, frame)
    flagged = frame.draft.flags.pop(written(node.value), None)
    if flagged is not None and flagged not in frame.draft.gates:
        frame.draft.gates.append(flagged)
    for name, part in _named(node.value):
        said = parts(name) & (effects.DECISIONS | effects.OUTCOMES)
        if said and (beaten := _compared(part, frame)) not in (None, "no"):
            _add(node, part, "variable", beaten, frame)
    test = _tested(node.value)
    champion = _compared(test, frame)
    if champion is None:
        return
    names = parts(frame.draft.name)
    if isinstance(node.value, ast.IfExp) and test is not node.value:
        verdict = any(effects.decides(one, names) for one in (node.value.body, node.value.orelse))
    else:
        verdict = effects.is_gate(names) or (champion == "yes" and _is_handed_both(frame))
    if verdict:
        _add(node, test, "return", champion, frame)


def _is_handed_both(frame: Frame) -> bool:
    """Tell whether a function is given the new model's and that of the model to beat: `significant(champion, new)`."""
    return operands.faces(parts(one.name) for one in frame.draft.parameters)


def _named(value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Yield what a returned record is made of: `Verdict(accepted=new_f1 > best_f1)`, `{"promote": gain > 0}`."""
    if isinstance(value, ast.Call):
        yield from ((one.arg, one.value) for one in value.keywords if one.arg)
    elif isinstance(value, ast.Dict):
        for key, part in zip(value.keys, value.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, part


def assignment(target: ast.expr, value: ast.expr, frame: Frame) -> None:
    """Note `deploy = accuracy > threshold`, `ok = deploy and fair`: a gate once it is returned or branched on."""
    name = target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""
    conditions(value, frame)
    if (
        isinstance(value, ast.Call)
        and comparisons.is_condition(value)
        and (beaten := _compared(value, frame)) is not None
    ):
        _add(value, value, "call", beaten, frame)  # steps of a pipeline stand under it
        return
    for word, part in _named(value) if name else ():
        if parts(word) & effects.DECISIONS and (beaten := _compared(part, frame)) not in (None, "no"):
            frame.draft.decisions[name] = _gate(part, part, "variable", beaten)
    if isinstance(target, ast.Name) and _holds(name, value, frame):
        return
    if name and isinstance(value, ast.Compare | ast.BoolOp | ast.IfExp | ast.Call) and _is_decision(name, value):
        _decided(name, value, frame, recorded=isinstance(target, ast.Attribute))


def _holds(name: str, value: ast.expr, frame: Frame) -> bool:
    """Note that a variable holds a difference of metrics, or a comparison of them; what stands under it tells more."""
    margins = frame.draft.margins
    held = margins.pop(name, None)
    if (isinstance(value, ast.BinOp | ast.Call) and operands.margin(value)) or operands.measured(name, value):
        margins[name] = value
    elif held is not None and isinstance(value, ast.BoolOp) and name in map(written, value.values):
        margins[name] = held  # one hurdle more: `better = better and fair`
    elif _is_comparison(value) and not _is_decision(name, value) and _compared(value, frame) is not None:
        margins[name] = value  # by its name no decision
    return name in margins


def _decided(name: str, value: ast.expr, frame: Frame, *, recorded: bool) -> None:
    """Note a decision; one in a field of a record is carried out wherever the record goes."""
    decisions = frame.draft.decisions
    test = _tested(value)
    champion = _compared(test, frame)
    recorded = recorded and bool(parts(name) & effects.DECISIONS)
    if champion == "yes" and recorded:
        _add(value, test, "variable", champion, frame)
    elif champion is None and recorded:
        _confirm(test, frame)
    elif champion is not None and (champion == "yes" or not parts(name) & effects.OUTCOMES):
        decisions[name] = _stronger(decisions.get(name), _gate(value, test, "variable", champion))
    elif champion is None and decisions and isinstance(value, ast.BoolOp):
        earlier = next(
            (decisions[one.id] for one in value.values if isinstance(one, ast.Name) and one.id in decisions), None
        )
        if earlier is not None:
            decisions[name] = earlier


def _is_comparison(value: ast.expr) -> bool:
    """Tell whether a value is a comparison, or one of two that a flag chooses."""
    several = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
    return all(isinstance(one, ast.Compare) for one in several)


def _tested(value: ast.expr) -> ast.expr:
    """Return what decides: the test of `a if test else b`, or all of it where both are comparisons."""
    if not isinstance(value, ast.IfExp) or (
        isinstance(value.body, ast.Compare) and isinstance(value.orelse, ast.Compare)
    ):
        return value
    return value.test


def _is_decision(name: str, value: ast.expr) -> bool:
    if parts(name) & (effects.DECISIONS | effects.OUTCOMES):
        return True
    return isinstance(value, ast.IfExp) and any(
        isinstance(one, ast.Constant) and effects.decides(one, frozenset()) for one in (value.body, value.orelse)
    )


def _compared(test: ast.expr, frame: Frame) -> Champion | None:
    name = frame.draft.name
    if frame.training or parts(name) & _WITHIN_TRAINING or _EVENT_OF_TRAINING.fullmatch(name.rpartition(".")[2]):
        return None
    margins = frame.draft.margins
    return comparisons.find(_WrittenOut(margins).visit(copy.deepcopy(test)) if margins else test)


class _WrittenOut(ast.NodeTransformer):
    """Puts a difference, or a comparison, where the variable stands that holds it."""

    def __init__(self, margins: Mapping[str, ast.expr]) -> None:
        self._margins = margins

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._margins.get(node.id, node)


def _confirm(test: ast.expr, frame: Frame) -> None:
    """Turn decisions that a test or a returned value mentions into gates."""
    decisions = frame.draft.decisions
    if not decisions:
        return
    for node in effects.nested([ast.Expr(test)]):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        gate = decisions.pop(name, None)
        if gate is not None and gate not in frame.draft.gates:
            frame.draft.gates.append(replace(gate, decision=name))


def _add(node: ast.stmt | ast.expr, test: ast.expr, effect: str, champion: Champion, frame: Frame) -> None:
    if champion == "perhaps" and parts(frame.draft.name) & _PROMOTES:
        champion = "yes"
    frame.draft.gates.append(_gate(node, test, effect, champion))


def _gate(node: ast.stmt | ast.expr, test: ast.expr, effect: str, champion: Champion) -> Gate:
    text = ast.unparse(test)[:MAX_TEXT]
    return Gate(
        node.lineno, text, effect, champion == "yes" or (champion == "perhaps" and effect in ("call", "variable"))
    )
