"""What a file is for, by its name: read as text, parsed as Python, or left alone."""

import re
from pathlib import PurePosixPath
from typing import Literal

from maturity.evidence.layout import expanded

FileRole = Literal["python", "notebook", "text", "other", "binary"]

TEXT_LIMIT = 1 << 20
LONG_LIMIT = 8 << 20
"""Bytes: lock files and notebooks are long by nature; other text of more than a mebibyte is data."""

_TEXT_SUFFIXES = frozenset(
    (
        ".yml .yaml .toml .cfg .ini .md .rst .txt .in .sh .bash .zsh .ps1 .bat .cmd .mk .tf .tfvars .hcl"
        " .bicep .proto .pbtxt .dvc .dockerfile .containerfile .jenkinsfile .groovy .env .conf .properties"
        " .smk .nix .just .json .json5 .jsonnet .lock .service .cron .crontab .adoc .mdx .markdown .tpl .rules"
    ).split()
)
_TEXT_NAMES = re.compile(
    r"(?i)^(makefile|gnumakefile|[a-z]{0,20}(?:dockerfile|containerfile)|jenkinsfile|procfile|justfile|mlproject|mlmodel|snakefile"
    r"|(?:un)?licen[cs]e|copying|notice|readme|codeowners|contributing|changelog|[a-z]{0,20}crontab|pipfile|brewfile|vagrantfile)([._-].*)?$"
    r"|\.dockerfile$|^(changes|history|news|release[-_]?notes|pull_request_template)$|model[-_ ]?cards?(\.html)?$"
    r"|^(\.eslintrc|eslint\.config|\.prettierrc|prettier\.config)\.[cm]?[jt]s$"
)
_DOT_NAMES = frozenset(
    (
        ".gitattributes .gitignore .gitmodules .dvcignore .dockerignore .python-version .tool-versions"
        " .flake8 .pylintrc .coveragerc .isort.cfg .style.yapf .lfsconfig .env .envrc .pypirc .npmrc .netrc"
        " .copier-answers.yml .snyk .renovaterc .hadolint .eslintrc .prettierrc"
    ).split()
)
_CODE_SUFFIXES = frozenset(
    (
        ".r .jl .scala .java .kt .go .rs .js .ts .jsx .tsx .c .cc .cpp .h .hpp .cu .cs .rb .php .sql .html"
        " .css .xml .svg .tex .csv"
    ).split()
)
_BINARY_SUFFIXES = frozenset(
    (
        ".png .jpg .jpeg .gif .bmp .ico .webp .pdf .zip .gz .tgz .bz2 .xz .7z .tar .jar .war .whl .so .dll"
        " .dylib .exe .pyc .parquet .feather .arrow .npy .npz .h5 .hdf5 .pkl .pickle .joblib .pt .pth .ckpt"
        " .safetensors .onnx .pb .tflite .bin .db .sqlite .mp3 .mp4 .wav .avi .mov .ttf .otf .woff .woff2 .eot"
        " .tif .tiff .dcm .nii .mat .rds .xlsx .xls .docx .pptx .keystore .jks .p12"
    ).split()
)


_PROGRAMS = frozenset(("train", "serve"))
"""What SageMaker runs of an image that a team brings; most are Python with a first line that says so."""


def bare_program(path: str) -> bool:
    """Tell whether a file is a program by its whole name, whatever it is written in."""
    return path.rpartition("/")[2] in _PROGRAMS


def role_of(path: str) -> FileRole:
    """Return what a file is for, by its name."""
    name = PurePosixPath(expanded(path))
    suffix = name.suffix.lower()
    if suffix == ".py" or bare_program(path):
        return "python"
    if suffix == ".ipynb":
        return "notebook"
    if suffix in _BINARY_SUFFIXES:
        return "binary"
    if suffix in _TEXT_SUFFIXES or name.name in _DOT_NAMES or _TEXT_NAMES.search(name.name):
        return "text"
    if path.startswith(".dvc/") or "/.dvc/" in path:
        return "text"
    return "other" if suffix in _CODE_SUFFIXES or not suffix else "binary"


def limit_of(path: str, role: FileRole) -> int:
    """Return the most bytes that are read of a file."""
    long = role == "notebook" or path.endswith((".lock", "-lock.json", "lock.yml", "lock.yaml"))
    return LONG_LIMIT if long else TEXT_LIMIT
