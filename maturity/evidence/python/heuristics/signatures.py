"""SavedModels: TensorFlow writes the signature of a model into a folder, and none into an HDF5 file."""

from maturity.evidence.python.code import Unit, foreign_name, shown, text_of
from maturity.evidence.python.module import Call
from maturity.evidence.python.words import parts
from maturity.model.place import Place

SAVING = frozenset(("save", "save_model", "export"))
_LIBRARIES = frozenset(("tensorflow", "keras", "tf_keras"))
_OTHERS = frozenset(("Checkpoint", "CheckpointManager", "Tokenizer", "Image", "Figure"))
_FOLDERS = frozenset(("saved", "savedmodel", "serving", "export", "exported"))


def saves_model(unit: Unit) -> Place | None:
    """Return where a function saves a Keras model as a folder.

    The path has to look like a SavedModel's: `filepath=` without an ending, a version as its last folder, or a folder
    named for it. An `.h5`, a checkpoint, and whatever else has a `save` are none.
    """
    if unit.imports.isdisjoint(_LIBRARIES):
        return None
    for call, symbol in unit.ending(SAVING):
        name = foreign_name(call.name, symbol)
        if name and _is_model(name) and _is_folder(call):
            return unit.at(call.line, f"{shown(call.name)}()")
    return None


def _is_model(name: str) -> bool:
    return name.startswith(("?", "self.", "tensorflow.", "keras.", "tf_keras.")) and _OTHERS.isdisjoint(name.split("."))


def _is_folder(call: Call) -> bool:
    """Tell whether what is written is the folder of a SavedModel."""
    keyword = text_of(call.keywords.get("filepath"))
    text = keyword or next((text for one in call.arguments[:2] if (text := text_of(one))), "")
    *folders, last = text.rstrip("/").split("/")
    if not last or "." in last or (last == "{}" and not folders):
        return False
    version = bool(folders) and (last.isdigit() or last == "{}") and "checkpoint" not in text.lower()
    return bool(keyword) or version or bool(parts(text) & _FOLDERS)
