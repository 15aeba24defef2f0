"""What a Python file that could not be parsed may hide: what its words and those of its imports could prove."""

from collections.abc import Mapping

from maturity.evidence import training
from maturity.evidence.graph.graph import Graph
from maturity.evidence.hidden import CODE, DETAILS, NOTHING, Hidden
from maturity.evidence.layout import vendored
from maturity.evidence.python.module import Skim
from maturity.evidence.recognition import tokens
from maturity.evidence.select import HEURISTIC_ATTRIBUTES, HEURISTIC_WORDS, TELLING_MODULES, Resolve
from maturity.model.activity import Activity
from maturity.model.raw import Gap
from maturity.model.technology import Technology

_OWN: Mapping[str, tuple[Activity, ...]] = {
    **dict.fromkeys(("rollback", "roll_back"), ("roll-back",)),
    **dict.fromkeys(("champion", "challenger", "blessing"), ("compare-champion",)),
    **dict.fromkeys(("retrain", "drift"), ("retrain-on-drift", "detect-drift")),
    **dict.fromkeys(("ks_2samp", "wasserstein_distance"), ("detect-drift",)),
    "predict_proba": ("score",),
    **dict.fromkeys(("read_csv", "to_csv", "read_parquet", "to_parquet"), ("prepare-data", "score")),
    **dict.fromkeys(("savez", "tofile", "save_to_disk"), ("prepare-data",)),
}
"""What a project does by its own means is recognised from these words on."""
_ACTIVITIES: Mapping[Activity, tuple[str, ...]] = {
    "fix-seed": ("seed",),
    "read-parameters": ("parameter-source",),
    "serve": ("service",),
    "run-pipeline": ("pipeline",),
}
"""Kinds of fact that stand beside an activity."""


class Doubt:
    """Answers for the files of one target. The words of the technologies are sorted once, and only when asked for."""

    def __init__(self, technologies: tuple[Technology, ...], skims: Mapping[str, Skim], resolve: Resolve) -> None:
        self._technologies = technologies
        self._skims = skims
        self._resolve = resolve
        self._proven: dict[str, set[Activity]] | None = None

    def of(self, path: str) -> Hidden:
        """Return what a file may hide; nothing when it is somebody else's, or has no telling word."""
        skims = [self._skims[one] for one in self._reached(path)]
        if vendored(path) or not skims:
            return NOTHING
        words = frozenset().union(*(skim.tokens for skim in skims))
        imported = frozenset(part for skim in skims for dotted in skim.imports for part in dotted.split("."))
        activities = self._activities(words | imported)
        kinds = {kind for activity in activities for kind in _ACTIVITIES.get(activity, ())}
        if imported & TELLING_MODULES or "lambda_handler" in words:
            kinds |= {"service", "trigger"}
            activities |= {"store-predictions"}
        if words & (training.SEED_KEYWORDS | {"set_seed"}):
            kinds.add("seed")
        if words & {"argv", "getenv", "environ", "params"}:
            kinds.add("parameter-source")
        if skims[0].test_functions:
            kinds |= {"test", "check"}
        if activities:
            kinds |= {"activity", *DETAILS}
        return Hidden(tuple(kind for kind in CODE if kind in kinds), tuple(sorted(activities)))

    def _reached(self, path: str) -> list[str]:
        """Return the file and all that it imports: a chain through it may end in any of them."""
        reached = {path: None} if path in self._skims else {}
        queue = list(reached)
        while queue:
            one = queue.pop()
            for dotted in self._skims[one].imports:
                parent = dotted.rpartition(".")[0]
                target = self._resolve(dotted, one) or (self._resolve(parent, one) if parent.strip(".") else None)
                if target is not None and target in self._skims and target not in reached:
                    reached[target] = None
                    queue.append(target)
        return list(reached)

    def _activities(self, words: frozenset[str]) -> set[Activity]:
        if self._proven is None:
            self._proven = {}
            for technology in self._technologies:
                for proof in technology.proves:
                    alone = technology.model_copy(update={"proves": (proof,)})
                    for word in tokens.tokens((alone,)):
                        self._proven.setdefault(word, set()).add(proof.activity)
            for word in HEURISTIC_WORDS | HEURISTIC_ATTRIBUTES:
                self._proven.setdefault(word, set()).update(_OWN.get(word, ()))
        found = {activity for word in words for activity in self._proven.get(word, ())}
        # A comparison of metrics needs no word, but something to compare.
        return found | ({"gate"} if found & {"train", "evaluate", "register"} else set())


def narrowed(gap: Gap, graph: Graph) -> Gap:
    """Return what a gap hides once it is known what runs: a notebook that nothing runs does nothing that counts."""
    if gap.path is None or not gap.path.endswith(".ipynb") or f"py:{gap.path}" in graph.nodes:
        return gap
    return gap.model_copy(update={"hides": tuple(kind for kind in gap.hides if kind == "secret")})
