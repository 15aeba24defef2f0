"""Real DVC projects with real remotes, made by dvc itself."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from maturity.model.settings import Settings
from maturity.model.storage import RawStore
from maturity.sources.dvc.audit import audit
from maturity.sources.git import open_target
from tests.repository import Content, git, write

NOW = datetime(2026, 1, 2, tzinfo=UTC)
ALL = Settings(hash_sample=0)

_DVC = """import sys, json
from dvc.cli import main
for line in json.loads(sys.argv[1]):
    assert main(line) == 0, line
"""
"""One interpreter for several commands: starting dvc takes longer than what it does here."""

FILES: Mapping[str, Content] = {
    ".gitignore": "/model.bin\n",
    ".dvc/config": "[core]\n    remote = store\n['remote \"store\"']\n    url = ../../store\n",
    "data/.gitignore": "/images\n/table.csv\n",
    "data/table.csv": "a,b\n1,2\n",
    "data/images/0/1.png": b"\x89PNG one",
    "data/images/0/2.png": b"\x89PNG two",
    "data/images/1/3.png": b"\x89PNG three",
    "params.yaml": "train:\n  depth: 3\n  rate: 0.10\n",
    "src/train.py": (
        "import sys\n"
        "open('model.bin', 'w').write('model of ' + open(sys.argv[1]).read())\n"
        "open('metrics.json', 'w').write('{}')\n"
    ),
    "dvc.yaml": (
        "stages:\n"
        "  train:\n"
        "    cmd: 'python src/train.py data/table.csv --rate ${train.rate}'\n"
        "    deps: [src/train.py, src, data/table.csv, data/images/0/1.png]\n"
        "    params: [train.depth]\n"
        "    outs: [model.bin]\n"
        "    metrics: [{metrics.json: {cache: false}}]\n"
    ),
}


def dvc(folder: Path, *commands: Sequence[str], **environment: str) -> None:
    """Run commands of dvc in a folder, alone in the world."""
    # `python` is this one by its place: its path would wrap lines of dvc.lock where that is long.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    around = {"PATH": path, "HOME": str(folder.parent), "GIT_CONFIG_GLOBAL": os.devnull}
    around |= {"DVC_NO_ANALYTICS": "1", "DVC_SITE_CACHE_DIR": str(folder.parent / "site")} | environment
    told = json.dumps([[*command] for command in commands])
    command = [sys.executable, "-c", _DVC, told]
    done = subprocess.run(command, cwd=folder, env=around, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


@dataclass(frozen=True)
class Project:
    """A project and its remote, side by side."""

    folder: Path
    store: Path

    def audit(self, remote: str = "store", settings: Settings = ALL, commits: Sequence[str] = ()) -> RawStore:
        """Audit the remote as the command does."""
        with open_target(str(self.folder)) as snapshot:
            assert snapshot.revisions
            return audit(snapshot.revisions, remote, settings, commits=commits, now=NOW)

    def commit(self, files: Mapping[str, Content]) -> str:
        """Commit changes of files, and nothing of what git ignores."""
        write(self.folder, files)
        return snapshot(self.folder, "change")

    def object(self, digest: str) -> Path:
        """Return where an object of the remote lies."""
        return self.store / "files" / "md5" / digest[:2] / digest[2:]

    def copy(self, folder: Path) -> "Project":
        """Copy both, for a test to spoil."""
        shutil.copytree(self.folder, folder / "project", symlinks=True)
        shutil.copytree(self.store, folder / "store")
        return Project(folder / "project", folder / "store")


def make(parent: Path) -> Project:
    """Make a project whose first commit, tagged v1, has other data than HEAD."""
    project = Project(parent / "project", parent / "store")
    project.folder.mkdir(parents=True)
    git(project.folder, "init", "--quiet", "--initial-branch=main", "--template=")
    write(project.folder, FILES)
    add = ["add", "data/table.csv", "data/images"]
    dvc(project.folder, ["init", "--force"], ["config", "core.analytics", "false"])
    write(project.folder, {".dvc/config": FILES[".dvc/config"]})
    dvc(project.folder, add, ["repro"], ["push"])
    snapshot(project.folder, "first")
    git(project.folder, "tag", "v1")
    write(project.folder, {"data/table.csv": "a,b\n1,2\n3,4\n"})
    dvc(project.folder, add, ["repro"], ["push"])
    snapshot(project.folder, "second")
    return project


def snapshot(folder: Path, message: str) -> str:
    """Commit what git does not ignore: data stays with DVC."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")
