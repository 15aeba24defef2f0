"""Data under version control by other means than DVC: git-lfs, table formats, lakeFS, artifacts of trackers."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from maturity.documents.tree import Table, text, walk
from maturity.evidence.layout import data_path, document_path, test_path, vendored
from maturity.evidence.project import Project
from maturity.evidence.python.module import Argument, Call
from maturity.evidence.topics.files import filled, folder, own
from maturity.evidence.topics.mentions import mentioned
from maturity.model.facts.versions import DatasetVersionFact

_ATTRIBUTES = re.compile(r"(?:^|/)\.gitattributes\Z")
_LFS = re.compile(r"([^\s#]\S{0,500})\s+(?:\S+\s+)*filter=lfs\b")
_DATA = frozenset(
    (
        *(
            ".csv",
            ".tsv",
            ".jsonl",
            ".ndjson",
            ".parquet",
            ".arrow",
            ".feather",
            ".avro",
            ".orc",
            ".npy",
            ".npz",
            ".h5",
        ),
        *(
            ".hdf5",
            ".mat",
            ".tfrecord",
            ".tfrecords",
            ".xls",
            ".xlsx",
            ".db",
            ".sqlite",
            ".wav",
            ".dcm",
            ".nii",
            ".zip",
        ),
    )
)
_CONFIGURED = re.compile(r"\.(?:ya?ml|toml|json|cfg|ini|sh|env)\Z")
_LAKEFS = re.compile(r"^[^#\n]{0,500}lakefs://[\w-]+/[\w-]+", re.MULTILINE)
_ASSET = re.compile(
    r"azureml:(?!//)[\w-]+(?::\w+|@\w+)\Z|azureml://registries/[\w-]+/data/[\w-]+/(?:versions|labels)/\w+\Z"
)
"""A data asset of Azure ML with its version or a label such as `latest`: assets cannot be changed, only followed."""
_DATA_TYPES = frozenset(("", "uri_file", "uri_folder", "mltable"))
_PACHYDERM = re.compile(r"^\s*[\"']?pfs[\"']?\s*:", re.MULTILINE)
_TRAVEL = ("=versionasof", "=timestampasof", "=snapshot-id", "=as-of-timestamp")
_VERSION_IN_SQL = re.compile(r"\b(?:VERSION|TIMESTAMP)\s+AS\s+OF\b", re.IGNORECASE)
WORDS = frozenset(
    (
        *(
            "use_artifact",
            "get_artifact_version",
            "create_new_version",
            "versionAsOf",
            "timestampAsOf",
            "DeltaTable",
            "snapshot_id",
            "get_by_name",
            "lakefs",
        ),
        *("load_dataset", "snapshot_download", "hf_hub_download", "get_artifact", "track_files"),
        *("from_spark", "load_delta"),
    )
)
"""What the pre-filter has to look for in Python files."""
_READING = frozenset(
    (
        "use_artifact option DeltaTable scan sql read_sql execute get get_by_name load_dataset snapshot_download "
        "hf_hub_download Input register get_artifact_version get_artifact track_files from_spark load_delta"
    ).split()
)
"""Last parts of the calls that may read data of a stated version: most calls are dismissed by one look-up."""
MAX_RULES = 200
_NAMED_VERSION = 3
"""Position of the version among the arguments of Azure ML's `Dataset.get_by_name(workspace, name, version)`."""


def collect(project: Project) -> Iterator[DatasetVersionFact]:
    """Yield one fact for each place that puts data under version control or reads it by version."""
    yield from _large_files(project)
    for path, content in filled(project, _CONFIGURED):
        if test_path(path):
            continue
        if match := _LAKEFS.search(content):
            yield _fact(project, path, content.count("\n", 0, match.start()) + 1, "lakefs")
        if "azureml:" in content and path.endswith((".yml", ".yaml")):
            yield from _assets(project, path)
        if _PACHYDERM.search(content) and "transform" in content and "glob" in content:
            match = _PACHYDERM.search(content)
            yield _fact(project, path, content.count("\n", 0, match.end() if match else 0) + 1, "pachyderm")
    for path, module in project.modules.items():
        if path.endswith(".ipynb") or test_path(path) or vendored(path):
            continue
        for function in module.functions:
            for call in function.calls:
                if by := versioned_input(call):
                    yield _fact(project, path, call.line, by)


def _assets(project: Project, path: str) -> Iterator[DatasetVersionFact]:
    """Find the inputs of an Azure ML job that name a data asset."""
    for tree in project.yaml(path):
        for keys, _, value in walk(tree):
            asset = "inputs" in keys and isinstance(value, Table) and _ASSET.match(text(value.get("path")))
            if asset and text(value.get("type")) in _DATA_TYPES:
                yield _fact(project, path, value.line_of("path"), "azure-ml")


def versioned_input(call: Call) -> str | None:
    """Name the tool by which a call reads data of a stated version; None when it does not."""
    last, texts = call.name.rpartition(".")[2], [*call.arguments, *call.keywords.values()]
    if any(entry.__class__ is str and "lakefs://" in str(entry) for entry in texts):
        return "lakefs"
    if last not in _READING and not call.name.startswith("dvc.api."):
        return None
    if last == "use_artifact" and not any(_is_model(entry) for entry in texts):
        return "wandb"
    if last == "option" and any(str(entry).lower() in _TRAVEL for entry in call.arguments[:1]):
        return "iceberg" if str(call.arguments[0]) in ("=snapshot-id", "=as-of-timestamp") else "delta"
    if last == "DeltaTable" and "version" in call.keywords:
        return "delta"
    if last == "scan" and "snapshot_id" in call.keywords:
        return "iceberg"
    if last in ("sql", "read_sql", "execute") and any(
        _VERSION_IN_SQL.search(str(entry)) for entry in call.arguments[:1]
    ):
        return "delta"
    return _library_input(call, last)


def _library_input(call: Call, last: str) -> str | None:
    """Recognise the calls of single libraries."""
    name, keywords = call.name, call.keywords
    if name.startswith("clearml.") and "Dataset" in name and last == "get":
        return "clearml"
    if "Dataset" in name and last == "get_by_name":
        return "azure-ml" if "version" in keywords or len(call.arguments) >= _NAMED_VERSION else None
    if last == "register" and keywords.get("create_new_version") is True:
        return "azure-ml"
    if name.endswith(".data.get") and "version" in keywords and "azure" in name:
        return "azure-ml"
    downloads = last in ("snapshot_download", "hf_hub_download") and keywords.get("repo_type") == "=dataset"
    if (last == "load_dataset" or downloads) and "revision" in keywords:
        return "hugging-face"
    if last == "Input" and _ASSET.match(str(keywords.get("path", "")).removeprefix("=")):
        return "azure-ml" if not _is_model(keywords.get("type")) else None
    if last == "get_artifact_version" and name.startswith("zenml.") and len(call.arguments) > 1:
        return "zenml" if re.search(r"data|train|test", str(call.arguments[0]), re.IGNORECASE) else None
    return "dvc" if name.startswith("dvc.api.") and "rev" in keywords else _tracked(call, last)


def _tracked(call: Call, last: str) -> str | None:
    """Recognise data whose versions a tracker keeps, or whose version a run records; one written out never moves."""
    if last == "get_artifact" and call.name.startswith("comet_ml.") and not any(map(_is_model, call.arguments)):
        return "comet"
    if last == "track_files" and call.name.startswith(("neptune.", "?.")):
        return "neptune"
    recorded = str(call.keywords.get("version")).startswith("@")
    return (
        "delta" if last in ("from_spark", "load_delta") and call.name.startswith("mlflow.data.") and recorded else None
    )


def _is_model(entry: Argument) -> bool:
    return isinstance(entry, str) and "model" in entry.lower()


def _large_files(project: Project) -> Iterator[DatasetVersionFact]:
    """Find git-lfs rules that cover data files which are there."""
    for path, content in filled(project, _ATTRIBUTES):
        rules = [
            (number, match.group(1))
            for number, line in enumerate(content.splitlines(), 1)
            if (match := _LFS.match(line[:1_000]))
        ]
        for number, pattern in rules[:MAX_RULES]:
            covered = _covered(project, folder(path), pattern)
            if covered:
                used = any(data_path(one) for one in covered) or mentioned(project, covered[0])
                at = project.place(path, number)
                related = (project.place(covered[0], None, "covered by git-lfs"),)
                yield DatasetVersionFact(at=at, related=related, tool="git-lfs", used=used)


def _covered(project: Project, home: str, pattern: str) -> list[str]:
    """Return the data files that a rule of .gitattributes covers."""
    from pathspec import GitIgnoreSpec

    try:
        rule = GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return []
    prefix = home + "/" if home else ""
    return [
        path
        for path in own(project, re.compile(""))
        if path.startswith(prefix)
        and (PurePosixPath(path.lower()).suffix in _DATA or (data_path(path) and not document_path(path)))
        and not path.endswith((".py", ".md", ".dvc", ".gitignore", ".gitattributes"))
        and rule.match_file(path[len(prefix) :])
    ]


def _fact(project: Project, path: str, line: int, tool: str) -> DatasetVersionFact:
    return DatasetVersionFact(at=project.place(path, line), tool=tool, used=True)
