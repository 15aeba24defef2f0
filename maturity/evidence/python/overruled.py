"""Which decisions of a project nobody obeys."""

import posixpath

from maturity.evidence.python.code import Code


class Overruled:
    """Decisions that are overruled: what asks for them nearest to where they are made says yes by itself."""

    def __init__(self, code: Code) -> None:
        self._askers: dict[str, list[tuple[list[str], bool]]] = {}
        for unit in code.everything():
            if not unit.test and not unit.path.endswith(".ipynb"):
                for name in unit.function.asks:
                    asker = _folders(unit.path), name in unit.function.overrules
                    self._askers.setdefault(name, []).append(asker)

    def ignores(self, path: str, decision: str) -> bool:
        """Tell whether a decision that a file makes is overruled wherever it is asked."""
        askers = self._askers.get(decision, [])
        if not any(overruled for _, overruled in askers):
            return False
        home = _folders(path)
        near = [(len(posixpath.commonprefix([home, folders])), overruled) for folders, overruled in askers]
        nearest = max(shared for shared, _ in near)
        return all(overruled for shared, overruled in near if shared == nearest)


def _folders(path: str) -> list[str]:
    return path.split("/")[:-1]
