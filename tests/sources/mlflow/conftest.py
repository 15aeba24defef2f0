"""A store that MLflow's own client filled, once for all tests; each server and each test gets it as it was."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.tracking_server import seeded, tracking_server

SEED = Path(__file__).with_name("seed.py")


class Store(NamedTuple):
    """The address of a filled store, and the ids of its runs by name."""

    uri: str
    runs: dict[str, str]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a database whose artifacts lie in `art` beside it."""
    folder = tmp_path_factory.mktemp("database")
    said = seeded(SEED, folder, "sqlite:///mlflow.db")
    return Store(f"sqlite:///{folder}/mlflow.db", json.loads(said.splitlines()[-1]))


@pytest.fixture(scope="session")
def file_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a file store."""
    folder = tmp_path_factory.mktemp("files")
    said = seeded(SEED, folder, (folder / "mlruns").as_uri(), MLFLOW_ALLOW_FILE_STORE="true")
    return Store(str(folder / "mlruns"), json.loads(said.splitlines()[-1]))


@pytest.fixture(scope="session")
def server(database: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Serve a copy of the database; the files stay where they are, and only the server looks for them there."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copy(database.uri.removeprefix("sqlite:///"), folder / "mlflow.db")
    with tracking_server(folder / "mlflow.db", folder / "art") as url:
        yield Store(url, database.runs)
