"""Deploying by one's own means: a function or program named for it puts a model where the service takes it from."""

from maturity.evidence.python.code import Unit, foreign_name, reference_of, shown, text_of
from maturity.evidence.python.module import Call
from maturity.evidence.python.namespace import TOP
from maturity.evidence.python.words import parts
from maturity.model.place import Place

_DEPLOYING = frozenset(("deploy", "deploys", "deployment", "promote", "promotes", "promotion"))
_MODELS = frozenset(("model", "models", "champion", "artifact", "artifacts", "pkl", "joblib", "onnx"))
_COPIES = frozenset(("copy", "copy2", "copyfile", "copytree", "move", "replace", "symlink", "symlink_to"))
_UPLOADS = frozenset(("upload_from_filename", "upload_from_file", "upload_file", "upload_fileobj", "upload_blob"))
"""Methods of buckets that take a file: there a service on another machine finds it."""
_OWNERS = ("shutil.", "os.", "pathlib.")


def puts_in_place(unit: Unit) -> Place | None:
    """Return where a function named for deploying copies or uploads a model, or points to it."""
    said = parts(unit.function.name) | (
        parts(unit.stem) if unit.function.name in (*TOP, "main", "run") else frozenset()
    )
    if not said & _DEPLOYING or unit.function.stub:
        return None
    for call, symbol in unit.ending(_COPIES | _UPLOADS):
        name = foreign_name(call.name, symbol)
        puts = name.startswith(_OWNERS) or name.rpartition(".")[2] in _UPLOADS
        if puts and (said | _given(call)) & _MODELS:
            return unit.at(call.line, f"{shown(call.name)}()")
    return None


def _given(call: Call) -> frozenset[str]:
    values = (*call.arguments, *call.keywords.values())
    return frozenset[str]().union(*(parts(text_of(one) or reference_of(one)) for one in values))
