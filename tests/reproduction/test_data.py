"""While data is fetched with the operator's credentials, nothing that the repository configures of DVC holds."""

from pathlib import Path

import pytest

from maturity.errors import UsageError
from maturity.reproduction.data import unconfigured
from tests.repository import write


def test_configuration_is_away_for_a_while(tmp_path: Path) -> None:
    files = {"config": "[core]\n    remote = evil\n", "config.local": "x", "tmp/kept": "y"}
    write(tmp_path, files)
    with pytest.raises(KeyboardInterrupt):
        interrupted(tmp_path)
    assert {path: (tmp_path / path).read_text() for path in files} == files


def interrupted(folder: Path) -> None:
    with unconfigured(folder):
        assert (folder / "config").read_text() == ""
        assert not (folder / "config.local").exists()
        (folder / "config").write_text("ours")
        raise KeyboardInterrupt


def test_a_folder_without_configuration_stays_without(tmp_path: Path) -> None:
    with unconfigured(tmp_path):
        assert (tmp_path / "config").exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["config", "config.local"])
def test_links_are_not_written_through(name: str, tmp_path: Path) -> None:
    write(tmp_path, {"precious": "mine", ".dvc/x": ""})
    (tmp_path / ".dvc" / name).symlink_to(tmp_path / "precious")
    with pytest.raises(UsageError, match="holds links"), unconfigured(tmp_path / ".dvc"):
        pass
    assert (tmp_path / "precious").read_text() == "mine"
