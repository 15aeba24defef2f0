"""Functions that pick one of several models by a share: `bucket(user) < canary.weight`, `choices(models, weights)`.

What is drawn or hashed is compared with a share, or indexes what there is to choose from; and the function speaks of
models in roles. A split of records into training and test is dealt out the same way, and speaks of none.
"""

import ast
import re

from maturity.evidence.python.effects import nested
from maturity.evidence.python.words import parts, words_of

DRAWS = frozenset(
    (
        "random rand random_sample uniform randint randrange getrandbits hash crc32 adler32 md5 sha1 sha256 sha512 "
        "blake2b blake2s murmurhash murmurhash3_32 xxh32 xxh64 hexdigest"
    ).split()
)
"""Ends of calls that draw, or that deal out by a key."""
PLACES = frozenset(("bucket", "buckets", "hash", "hashed"))
"""Words of what holds the place of a request among all of them."""
SHARES = frozenset(
    (
        "weight weights share shares percent percentage pct fraction ratio split traffic rollout probability prob "
        "proportion canary challenger"
    ).split()
)
WEIGHTED = frozenset(("weights", "cum_weights", "p"))
"""Keywords by which `choices` and `choice` are given shares."""
ROLES = frozenset(("canary", "challenger", "champion", "shadow", "incumbent", "ab"))
_TRIED = frozenset(("variant", "variants", "treatment", "experiment", "traffic", "rollout"))
"""Words of what is tried on some: of a model only where one is named."""
_MODELS = frozenset("model models predictor predictors version versions release deployment endpoint".split())
_SIDE = re.compile(
    r"(?:model|predictor|version|estimator|classifier|clf)_?(?:a|b|v?\d|new|old|current|next|stable|control)\Z|"
    r"(?:new|old|current|next|stable|control)_(?:model|predictor|version|estimator|classifier)\Z",
    re.IGNORECASE,
)
"""One of two models that only their names tell apart."""
_MAY = re.compile(r"canary|challenger|champion|shadow|incumbent|variant|treatment|experiment|traffic|rollout|[Mm]odel")
_MAY_DRAW = re.compile(r"random|hash|crc32|md5|sha\d|bucket|blake2")
_PERCENT = 100


def may(text: str) -> bool:
    """Tell whether a file's source can hold such a function; most cannot, and are not looked at."""
    return _MAY_DRAW.search(text) is not None and _MAY.search(text) is not None


def line_of(body: list[ast.stmt], name: str) -> int:
    """Return the line on which a function of this qualified name picks a model by a share; 0 when it does not."""
    drawn: set[str] = set()
    said: set[str] = set(re.split(r"\W+", name))
    found, chosen = 0, False
    for node in nested(body):
        match node:
            case ast.Assign(targets=targets, value=value) if _drawn(value, drawn):
                drawn.update(one.id for one in targets if isinstance(one, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=one), value=value) if value is not None and _drawn(value, drawn):
                drawn.add(one)
            case ast.Compare() | ast.Subscript() | ast.Call() | ast.If() | ast.IfExp():
                found = found or (node.lineno if _deals(node, drawn) else 0)
                chosen = chosen or _from_models(node)
        said.update(_identifiers(node))
    return found if found and (chosen or _of_models(said)) else 0


def _from_models(node: ast.expr | ast.If) -> bool:
    """Tell whether a call chooses among models: `random.choices(list(MODELS), weights=[90, 10])`."""
    match node:
        case ast.Call(func=ast.Attribute(attr="choices" | "choice"), args=[several, *_]):
            return bool(words_of(several) & {"models", "predictors", "estimators"})
    return False


def _deals(node: ast.Compare | ast.Subscript | ast.Call | ast.If | ast.IfExp, drawn: set[str]) -> bool:
    match node:
        case ast.Compare(left=left, ops=ops, comparators=sides):
            for operator, right in zip(ops, sides, strict=True):
                if isinstance(operator, ast.Lt | ast.LtE | ast.Gt | ast.GtE) and _against(left, right, drawn):
                    return True
                if isinstance(operator, ast.Eq) and _remainder(left, drawn):
                    return True
                left = right
        case ast.Subscript(slice=ruling) | ast.If(test=ruling) | ast.IfExp(test=ruling):
            return _remainder(ruling, drawn)
        case ast.Call(func=ast.Attribute(attr="choices" | "choice") as called, args=given, keywords=keywords):
            weighted = called.attr == "choices" and len(given) > 1
            return weighted or any(one.arg in WEIGHTED for one in keywords)
    return False


def _against(left: ast.expr, right: ast.expr, drawn: set[str]) -> bool:
    return (_drawn(left, drawn) and _share(right)) or (_drawn(right, drawn) and _share(left))


def _remainder(node: ast.expr, drawn: set[str]) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and _drawn(node.left, drawn)


def _drawn(value: ast.expr, drawn: set[str]) -> bool:
    """Tell whether an expression holds something that was drawn, or dealt out by a key."""
    for node in nested([ast.Expr(value)]):
        match node:
            case ast.Name(id=name) if name in drawn or parts(name) & PLACES:
                return True
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in DRAWS or parts(name) & PLACES:
                return True
            case ast.Attribute(attr=name) if parts(name) & PLACES:
                return True
    return False


def _share(value: ast.expr) -> bool:
    if isinstance(value, ast.Constant):
        number = value.value
        return isinstance(number, int | float) and 0 < number < (1 if isinstance(number, float) else _PERCENT)
    counts = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "len"
    return not counts and bool(words_of(value) & SHARES)


def _identifiers(node: ast.AST) -> tuple[str, ...]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str() as name) | ast.arg(arg=name):
            return (name,)
        case ast.Constant(value=str() as text) if len(text) < _PERCENT:
            return (text,)
    return ()


def _of_models(said: set[str]) -> bool:
    words = frozenset[str]().union(*map(parts, said))
    if words & ROLES or (words & _TRIED and words & _MODELS):
        return True
    return len({one.lower() for one in said if _SIDE.match(one)}) > 1
