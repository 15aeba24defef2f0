"""Triggers of Google Cloud Build, where they are in the repository: in Terraform, trigger files and scripts."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from maturity.documents.tree import Table, table, text
from maturity.evidence.layout import vendored
from maturity.evidence.project import Project
from maturity.model.activity import Root

MAX_BLOCK = 4_000
_RESOURCE = re.compile(r"^resource\s+\"google_cloudbuild_trigger\"", re.MULTILINE)
_FILE = re.compile(r"^\s*(?:filename|path)\s*=\s*\"([^\"\n]+)\"", re.MULTILINE)
_EVENTS: tuple[tuple[str, Root, tuple[str, ...]], ...] = (
    ("message", "event", ("pubsub_config", "pubsubConfig", "webhook_config", "webhookConfig")),
    ("tag", "release", ("tag", "tag_name", "tagName")),
    (
        "push",
        "change",
        ("github", "trigger_template", "triggerTemplate", "repository_event_config", "push", "pull_request"),
    ),
)
"""What starts a build, by the keys that say so; without one of them a person does."""
_SCRIPT = re.compile(r"(?:\.(?:sh|bash|mk)|(?:^|/)Makefile)\Z")
_CREATED = re.compile(
    r"^[^#\n]{0,200}\bgcloud\s+(?:alpha\s+|beta\s+)?builds\s+triggers\s+create\s+([\w-]+)((?:[^\n]*\\\n)*[^\n]*)",
    re.MULTILINE,
)
_CONFIG = re.compile(r"--build-config[=\s]+[\"']?([^\s\"']+)")
_KINDS = {"manual": "", "pubsub": "pubsub_config", "webhook": "webhook_config"}
"""What is created, by the key of what starts it; anything else follows a repository."""
_DISABLED = re.compile(r"^\s*disabled\s*=\s*true", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: what starts a build, and where that is written."""

    event: str
    root: Root
    path: str
    line: int


def triggers(project: Project) -> dict[str, list[Trigger]]:
    """Return the triggers by the build file that they name."""
    found: dict[str, list[Trigger]] = {}
    for path, written in project.texts.items():
        if vendored(path):
            continue
        if path.endswith(".tf") and "google_cloudbuild_trigger" in written:
            pairs = list(_of_terraform(path, written))
        elif path.endswith((".yaml", ".yml")) and re.search(r"^filename\s*:", written, re.MULTILINE):
            pairs = list(_of_document(path, project))
        elif _SCRIPT.search(path) and "triggers create" in written:
            pairs = list(_of_script(path, written))
        else:
            continue
        for name, trigger in pairs:
            for file in _meant(name, project):
                found.setdefault(file, []).append(trigger)
    return found


def _meant(name: str, project: Project) -> Iterator[str]:
    """Yield the build files that a trigger names; a folder in a variable may be any: `${FOLDER}/cloudbuild.yaml`."""
    folder, _, last = name.rpartition("/")
    if "$" not in name:
        yield posixpath.normpath(name.lstrip("/"))
    elif "$" not in last:
        ending = folder[folder.rfind("}") + 1 :].lstrip("/") + "/" + last if "}" in folder else "/" + last
        yield from (path for path in project.texts if f"/{path}".endswith("/" + ending.lstrip("/")))


def _of_terraform(path: str, written: str) -> Iterator[tuple[str, Trigger]]:
    starts = [found.start() for found in _RESOURCE.finditer(written)]
    for start, end in zip(starts, [*starts[1:], len(written)], strict=True):
        block = written[start : min(end, start + MAX_BLOCK)]
        file = _FILE.search(block)
        if file is not None and not _DISABLED.search(block):
            keys = set(re.findall(r"^\s*(\w+)\s*(?:=|\{)", block, re.MULTILINE))
            yield file.group(1), _trigger(keys, path, written.count("\n", 0, start) + 1)


def _of_script(path: str, written: str) -> Iterator[tuple[str, Trigger]]:
    """Yield what `gcloud builds triggers create` sets up, whoever runs the script."""
    for found in _CREATED.finditer(written):
        file = _CONFIG.search(found.group(2))
        if file is not None:
            key = "tag" if "--tag-pattern" in found.group(2) else _KINDS.get(found.group(1), "github")
            line = written.count("\n", 0, found.start(1)) + 1
            yield file.group(1), _trigger({key}, path, line)


def _of_document(path: str, project: Project) -> Iterator[tuple[str, Trigger]]:
    for document in project.yaml(path)[:1]:
        body = table(document)
        if text(body.get("filename")) and text(body.get("disabled")) != "true":
            yield text(body.get("filename")), _trigger(_keys(body), path, body.line_of("filename"))


def _keys(body: Table) -> set[str]:
    inner = [table(one) for one in body.values()]
    inner += [table(one) for part in inner for one in part.values()]
    return {*body, *(key for part in inner for key in part)}


def _trigger(keys: set[str], path: str, line: int) -> Trigger:
    for event, root, named in _EVENTS:
        if not keys.isdisjoint(named):
            return Trigger(event, root, path, line)
    return Trigger("run", "manual", path, line)
