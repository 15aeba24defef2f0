"""`core` stands alone: it runs wherever torch does, and no tool's update can break a model."""

import ast
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "churn" / "core"
ALLOWED = sys.stdlib_module_names | {"numpy", "pyarrow", "torch"}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                names |= {alias.name for alias in node.names}
            case ast.ImportFrom(level=0, module=str(module)):
                names.add(module)
            case ast.ImportFrom():
                names.add("." * node.level)
            case ast.Call(func=ast.Name(id="__import__")) | ast.Call(func=ast.Attribute(attr="import_module")):
                names.add("(at run time)")
    return names


def test_core_imports_the_standard_library_numpy_pyarrow_torch_and_itself() -> None:
    files = sorted(SOURCE.rglob("*.py"))
    assert len(files) > 15
    others = {
        f"{path.relative_to(SOURCE)} imports {name}"
        for path in files
        for name in imported(path)
        if name.split(".")[0] not in ALLOWED and not name.startswith("churn.core")
    }
    assert not others - {f"{path.relative_to(SOURCE)} imports churn.core" for path in files}


def test_importing_core_loads_no_other_package_of_the_project() -> None:
    program = (
        "import sys, churn.core.train, churn.core.behaviour, churn.core.slices\n"
        "print(sorted(name for name in sys.modules if name.startswith('churn.') and not name.startswith('churn.core')))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(SOURCE.parents[1])},
    )
    assert answer.stdout.strip() == "[]"
