"""Give a project that was made from this template a package name of its own.

    rename.py PACKAGE    (in the project's folder; copier runs it after it has copied, also when it updates)

Only files of the template are touched, and in them only what names the package, its command, its environment
variables and its deployed parts: churn stays the word for customers who leave.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

OLD = "churn"
TEMPLATE = Path(__file__).parents[1]
LEFT_OUT = {".template", ".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
GROUPS = "data|task|model|batch|serve|monitor|loop|drill"
PLACES = (
    r"(?<=src/)churn\b",
    r"(?<=bin/)churn\b",
    r"(?<=from )churn(?=[. ])",
    r"(?<=import )churn\b",
    r"(?<=-m )churn\b",
    r"(?<![\w/.-])churn(?=\.[a-z_]+\b)(?!\.(?:db|json|yaml|yml|csv|parquet)\b)",
    rf"(?<![\w-])churn(?= (?:{GROUPS})\b)",
    r"(?<![\w-])churn(?=-(?:serve|train|batch|monitor|state|modelling|data|platform|risk)\b)",
    r"(?<=/)churn(?=/(?:serve|train)\b)",
    r"(?<=name: )churn\b",
    r"(?<=namespace: )churn\b",
    r"(?<=--namespace )churn\b",
    r"(?<=part-of: )churn\b",
    r"(?<=[\"'])churn(?=[\"'])",
    r"(?<=/opt/)churn\b",
    r"(?m)^churn(?= = )",
    r"(?<=models:/)churn\b",
)
PATTERN = re.compile("|".join(place.removeprefix("(?m)") for place in PLACES), re.MULTILINE)


def renamed(text: str, package: str) -> str:
    """Return a text in which the package has another name."""
    variables = re.sub(r"\bCHURN_(?=[A-Z{])", f"{package.upper()}_", text)
    return PATTERN.sub(package, variables)


def files() -> Iterator[Path]:
    """Yield the files of the template, relative to it."""
    for path in sorted(TEMPLATE.rglob("*")):
        place = path.relative_to(TEMPLATE)
        if path.is_file() and not LEFT_OUT.intersection(place.parts):
            yield place


def main(project: Path, package: str) -> None:
    """Rename in place.

    Raises:
        SystemExit: the name is none that a package can have.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", package):
        raise SystemExit(f"{package!r} is no name of a package: use small letters, digits and _")
    if package == OLD:
        return
    for place in files():
        copied, target = project / place, project / renamed(place.as_posix(), package)
        if not copied.is_file():
            continue
        content = copied.read_bytes()
        if target != copied:
            target.parent.mkdir(parents=True, exist_ok=True)
            copied.replace(target)
        try:
            changed = renamed(content.decode("utf-8"), package)
        except UnicodeDecodeError:
            continue
        target.write_bytes(changed.encode("utf-8"))
    for folder in sorted((project / "src" / OLD).rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    if (project / "src" / OLD).is_dir() and not any((project / "src" / OLD).iterdir()):
        (project / "src" / OLD).rmdir()


if __name__ == "__main__":
    main(Path.cwd(), sys.argv[1])
