"""The repository itself: its commit, tags, large files, pointers, links, conflicts."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from maturity.counted import counted
from maturity.evidence.layout import data_path
from maturity.evidence.project import Project
from maturity.model.facts.repository import CommitFact, FileFact, LargeBlobFact, TagFact
from maturity.model.place import Place

LARGE = 5_000_000
_POINTER_SIZE = 1_024
_POINTER = "version https://git-lfs.github.com/spec/"
_VERSION = re.compile(r"(?:^|[-_/@#])v?[0-9]{1,6}\.[0-9]{1,6}(?:\.[0-9]{1,6})?(?:[-.+a-z][0-9A-Za-z.+-]{0,40})?\Z")
_STORED = frozenset(
    (
        *(".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".arrow", ".feather", ".avro", ".orc", ".xml"),
        *(".xls", ".xlsx", ".npy", ".npz", ".h5", ".hdf5", ".mat", ".rds", ".rdata", ".tfrecord", ".tfrecords", ".dat"),
        *(".pkl", ".pickle", ".joblib", ".pt", ".pth", ".ckpt", ".safetensors", ".onnx", ".pb", ".tflite", ".bin"),
        *(".keras", ".model", ".mar", ".bst", ".ubj", ".gguf", ".zip", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".zst"),
        *(
            ".7z",
            ".db",
            ".sqlite",
            ".sqlite3",
            ".wav",
            ".mp3",
            ".flac",
            ".mp4",
            ".tif",
            ".tiff",
            ".dcm",
            ".nii",
            ".txt",
        ),
    )
)


def collect(project: Project) -> Iterator[CommitFact | TagFact | LargeBlobFact | FileFact]:
    """Yield the facts that git's tree and history tell without any reading of the content's meaning."""
    yield from _history(project)
    yield from large_blobs(project)
    yield from _files(project)


def large_blobs(project: Project, limit: int = LARGE) -> Iterator[LargeBlobFact]:
    """Yield the data and model files of more than so many bytes that git itself stores."""
    for path, entry in project.files.items():
        if entry.kind in ("file", "executable") and entry.size > limit and stored(path):
            yield LargeBlobFact(at=Place(path=path, text=megabytes(entry.size)), size=entry.size)


def stored(path: str) -> bool:
    """Tell whether a file is data or a model by its name."""
    return PurePosixPath(path.lower()).suffix in _STORED or data_path(path)


def megabytes(size: int) -> str:
    """Return a size in words."""
    return f"{size / 1_000_000:.1f} MB"


def _history(project: Project) -> Iterator[CommitFact | TagFact]:
    history = project.raw.history
    if history is None or history.head is None:
        return
    place = Place(uri=history.head, text=counted(history.commits, "commits"))
    yield CommitFact(at=place, sha=history.head, commits=history.commits, shallow=history.shallow)
    for tag in history.tags:
        yield TagFact(
            at=Place(uri=f"refs/tags/{tag.name}", text=tag.commit[:12]),
            name=tag.name,
            version=_VERSION.search(tag.name[:200]) is not None,
        )


def _files(project: Project) -> Iterator[FileFact]:
    for path, entry in project.files.items():
        if entry.kind in ("link", "submodule"):
            yield FileFact(at=Place(path=path), role=entry.kind)
        elif entry.size < _POINTER_SIZE and project.texts.get(path, "").startswith(_POINTER):
            yield FileFact(at=project.place(path, 1), role="lfs-pointer")
        elif line := _conflict(project.texts.get(path, "")):
            yield FileFact(at=project.place(path, line), role="conflict")


def _conflict(text: str) -> int | None:
    """Return the line of the first conflict that a merge left; None when there is none."""
    start = 0 if text.startswith("<<<<<<< ") else text.find("\n<<<<<<< ") + 1
    marked = start > 0 or text.startswith("<<<<<<< ")
    return text.count("\n", 0, start) + 1 if marked and "\n>>>>>>> " in text[start:] else None
