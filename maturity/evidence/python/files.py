"""Which file a dotted name means: source layouts, packages in sub-folders, sibling scripts, relative imports."""

import sys
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import takewhile

from maturity.documents.template import render
from maturity.evidence.layout import expanded

Parts = tuple[str, ...]
STANDARD = frozenset(sys.stdlib_module_names)


def plain(path: str) -> str:
    """Return the path that a template's path expands to: `{{ cookiecutter.name }}/run.py.jinja` is `name/run.py`."""
    return render(expanded(path)) if "{{" in path else expanded(path)


def parts_of(path: str) -> Parts:
    """Return the folders and the module name of a file; a package is its folder."""
    parts = tuple(plain(path)[:-3].split("/"))
    return parts[:-1] if parts[-1] == "__init__" else parts


@lru_cache(maxsize=65_536)
def folder_of(path: str) -> Parts:
    """Return the folder a file stands in."""
    return tuple(plain(path).split("/")[:-1])


def normal(folder: str, path: str) -> str:
    """Join a folder and a path as a command line would, inside the target."""
    parts: list[str] = []
    for part in f"{folder}/{path}".split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)


class ModuleFiles:
    """The Python files of a target by the names one can import them under."""

    def __init__(self, paths: Iterable[str], foreign: Collection[str] = ()) -> None:
        self.paths = frozenset(path for path in paths if expanded(path).endswith(".py"))
        self.foreign = STANDARD.union(foreign)
        """Top-level modules that belong to somebody else unless the project's own copy is the obvious one."""
        self.packages = frozenset(parts_of(path) for path in self.paths if path.endswith("__init__.py"))
        self.tops = frozenset(part for path in self.paths for part in parts_of(path))
        """Every folder and module name: what no project import can begin without."""
        self._plain = {plain(path): path for path in sorted(self.paths)}
        self._by_last: dict[str, list[tuple[Parts, str]]] = {}
        for path in sorted(self.paths):
            parts = parts_of(path)
            if parts:
                self._by_last.setdefault(parts[-1], []).append((parts, path))
        self._found: dict[tuple[Parts, Parts], str | None] = {}
        self._searched: dict[Parts, tuple[Parts, ...]] = {}

    def find(self, dotted: Parts, folder: Parts) -> str | None:
        """Return the file that an absolute import means, seen from a folder; None when it is not the project's."""
        if dotted[-1] not in self._by_last:
            return None
        key = (dotted, folder)
        if key not in self._found:
            self._found[key] = self._find(dotted, folder)
        return self._found[key]

    def relative(self, dotted: Parts, level: int, folder: Parts) -> str | None:
        """Return the file that a relative import means: `level` dots, then names."""
        if level - 1 > len(folder):
            return None
        return self.at((*folder[: len(folder) - level + 1], *dotted))

    def at(self, parts: Parts) -> str | None:
        """Return the module or the package at exactly this place of the tree."""
        joined = "/".join(parts)
        candidates = (f"{joined}.py", f"{joined}/__init__.py") if parts else ("__init__.py",)
        return next((self._plain[path] for path in candidates if path in self._plain), None)

    def ending(self, path: str, folder: Parts) -> str | None:
        """Return the file that a path in code or configuration means: from the folder, from the top, else the only one
        whose own path ends so.
        """
        wanted = normal("", path)
        for length in range(len(folder), -1, -1):
            candidate = normal("/".join(folder[:length]), path)
            if candidate in self._plain:
                return self._plain[candidate]
        last = parts_of(wanted)[-1:]
        same = (known for _, known in self._by_last.get(last[0] if last else "", ()))
        found = [known for known in same if plain(known).endswith(f"/{wanted}")]
        return found[0] if len(found) == 1 else None

    def _find(self, dotted: Parts, folder: Parts) -> str | None:
        size = len(dotted)
        roots = {parts[:-size]: path for parts, path in self._by_last[dotted[-1]] if parts[-size:] == dotted}
        if not roots:
            return None
        foreign = dotted[0] in self.foreign
        for root in self._search_path(folder):
            if root in roots and not (foreign and root in self.packages):
                return roots[root]
        outside = _nearest([root for root in roots if root not in self.packages], folder)
        return roots[outside[0]] if len(outside) == 1 and not foreign else None

    def _search_path(self, folder: Parts) -> tuple[Parts, ...]:
        if folder not in self._searched:
            self._searched[folder] = tuple(dict.fromkeys(self._roots(folder)))
        return self._searched[folder]

    def _roots(self, folder: Parts) -> Iterator[Parts]:
        """Yield the folders Python would look into, the likeliest first."""
        yield folder
        package = folder
        while package and package in self.packages:
            package = package[:-1]
        yield package
        for length in range(len(folder), -1, -1):
            yield folder[:length]
            yield (*folder[:length], "src")


def _nearest(roots: list[Parts], folder: Parts) -> list[Parts]:
    """Return of several folders those that share most of the way with the one that imports: copies lie further off."""
    shared = {
        root: sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(root, folder, strict=False)))
        for root in roots
    }
    most = max(shared.values(), default=0)
    return [root for root in roots if shared[root] == most] if most else roots
