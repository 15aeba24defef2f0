"""Whether anything that runs, or a README, names a path."""

import re
from collections.abc import Iterator

from maturity.evidence.layout import test_path, vendored
from maturity.evidence.project import Project
from maturity.evidence.python.module import Argument, Module

_READ = re.compile(r"\.(?:ya?ml|toml|json|cfg|ini|sh)\Z|(?:^|/)(?:Makefile|README[^/]*)\Z")


def texts_of(module: Module) -> Iterator[str]:
    """Yield the text constants of a Python file: arguments of calls, defaults, module constants."""
    given: list[Argument] = list(module.constants.values())
    for function in module.functions:
        given += [parameter.default for parameter in function.parameters]
        for call in (*function.calls, *function.decorators):
            given += call.arguments
            given += call.keywords.values()
    for entry in given:
        if isinstance(entry, str) and entry.startswith("="):
            yield entry[1:]


def mentioned(project: Project, path: str) -> bool:
    """Tell whether a program, a configuration or a README names a path, by its last two parts."""
    short = "/".join(path.split("/")[-2:])
    for place, module in project.modules.items():
        if not vendored(place) and not test_path(place) and any(short in constant for constant in texts_of(module)):
            return True
    return any(
        short in content for place, content in project.texts.items() if _READ.search(place) and not vendored(place)
    )
