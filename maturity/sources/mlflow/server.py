"""A tracking server, asked through MLflow's documented REST interface."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from maturity.errors import Unreadable
from maturity.model.tracking import RawModel, RawRun, RawVersion
from maturity.sources.mlflow import records
from maturity.sources.mlflow.connection import Connection, Moved, Refused
from maturity.sources.mlflow.credentials import WORKSPACE, Credentials
from maturity.sources.mlflow.foreign import identifier, text
from maturity.sources.mlflow.foreign import records as objects
from maturity.sources.mlflow.limits import Limits
from maturity.sources.mlflow.modelfiles import artifacts_of, files_of
from maturity.sources.mlflow.store import (
    About,
    Absent,
    Artifact,
    Experiment,
    Files,
    Listed,
    Logged,
    Recent,
    Recorded,
    only,
)

API = "/api/2.0/mlflow"
_EXPERIMENTS = f"{API}/experiments/search"
_VERSION = re.compile(r"\d+\.\d+[\w.+\-]{0,30}", re.ASCII)


class Server:
    """One server, through one connection with credentials and one question without."""

    def __init__(self, url: str, credentials: Credentials, limits: Limits, deadline: float) -> None:
        self._limits = limits
        self._credentials = credentials
        self._connection = Connection(url, credentials, limits, deadline)
        nobody = Credentials(authority=credentials.authority, workspace=credentials.workspace)
        self._anonymous = Connection(url, nobody, limits, deadline)
        self._names: dict[str, str] = {}

    def about(self) -> About:
        """Say which version answers, and whether it answers anybody."""
        refuses, named = self._refuses_anybody(), self._credentials.workspace
        if named and not self._has_workspaces():
            raise Unreadable(f"has no workspaces; unset {WORKSPACE}")
        held = self._connection.json(_EXPERIMENTS, {"max_results": 1})
        version = self._version()
        if not version and not isinstance(held.get("experiments"), list):
            raise Unreadable("does not answer as an MLflow server does: it lists no experiments")
        return About("http", version, refuses, named or self._default_workspace())

    def models(self) -> Listed[RawModel]:
        """List the registered models, then all versions in another listing."""
        listed = self._pages(f"{API}/registered-models/search", "registered_models", records.model, self._limits.models)
        versions = self._pages(f"{API}/model-versions/search", "model_versions", records.version, self._limits.versions)
        of: dict[str, list[RawVersion]] = {}
        for name, version in versions.items:
            of.setdefault(name, []).append(version)
        models = (one.model_copy(update={"versions": tuple(of.get(one.name, ()))}) for one in listed.items)
        return Listed(tuple(models), listed.lacks or versions.lacks)

    def model(self, name: str) -> Listed[RawModel]:
        """Ask for one model, then for its versions."""
        quote = next((sign for sign in "'\"" if sign not in name), "")
        if not quote or "\\" in name:  # no filter can say such a name
            return only(self.models(), name)
        try:
            held = self._connection.json(f"{API}/registered-models/get", {"name": name})
        except Absent:
            return Listed(())
        model = records.model(held.get("registered_model"))
        if model is None or model.name != name:
            raise Unreadable("answers with something else than the model that was asked for")
        question = {"filter": f"name = {quote}{name}{quote}"}
        path = f"{API}/model-versions/search"
        found = self._pages(path, "model_versions", records.version, self._limits.versions, question)
        versions = tuple(version for of, version in found.items if of == name)
        return Listed((model.model_copy(update={"versions": versions}),), found.lacks)

    def run(self, identity: str) -> RawRun | None:
        """Ask for one run by its id."""
        try:
            held = self._connection.json(f"{API}/runs/get", {"run_id": identity})
        except Absent:
            return None
        run = records.run(held.get("run"), self._names)
        if run is None or run.id != identity:
            raise Unreadable("answers with something else than the run that was asked for")
        return run

    def history(self, run: str, metric: str, at_most: int) -> Listed[Recorded]:
        """Ask for the values of one metric; one answer nearly always holds them all."""
        question = {"run_id": run, "metric_key": metric, "max_results": at_most}
        return self._pages(f"{API}/metrics/get-history", "metrics", records.recorded, at_most, question)

    def files(self, model: str, version: RawVersion, *, names_only: bool) -> Files:
        """Look at the files of a version, by the server's own routes."""
        return files_of(self._connection, model, version, self._limits, names_only=names_only)

    def artifacts(self, run: str, folder: str = "") -> Listed[Artifact]:
        """Ask for one folder among the artifacts of a run, wherever the server keeps them."""
        return artifacts_of(self._connection, run, folder)

    def artifact(self, run: str, path: str, limit: int) -> bytes:
        """Ask for one file among the artifacts of a run, by the server's own route."""
        return self._connection.content("/get-artifact", {"path": path, "run_uuid": run}, limit=limit)

    def logged(self, identity: str) -> Logged:
        """Ask for a logged model by its id."""
        return records.logged(self._connection.json(f"{API}/logged-models/{identity}").get("model"))

    def experiments(self) -> Listed[Experiment]:
        """List the experiments, those that changed last first, and remember their names."""
        question = {"order_by": ["last_update_time DESC"], "view_type": "ACTIVE_ONLY"}
        listed = self._pages(_EXPERIMENTS, "experiments", _experiment, self._limits.models, question, post=True)
        self._names = {one.id: one.name for one in listed.items}
        return listed

    def recent(self, experiment: Experiment, since: float, at_most: int) -> Recent:
        """Ask for the newest runs of one experiment, all in one answer."""
        held = self._connection.json(
            f"{API}/runs/search",
            {
                "experiment_ids": [experiment.id],
                "filter": f"attributes.start_time > {since * 1000:.0f}",
                "order_by": ["attributes.start_time DESC"],
                "run_view_type": "ACTIVE_ONLY",
                "max_results": at_most,
            },
            post=True,
        )
        runs = [run for one in objects(held.get("runs")) if (run := records.run(one, self._names))][:at_most]
        if "runs" in held and not isinstance(held["runs"], list):
            raise Unreadable("lists runs that are no list")
        return Recent(tuple(runs), more=bool(held.get("next_page_token")) and len(runs) >= at_most)

    def asked(self) -> int:
        """Return how many requests were made."""
        return self._connection.requests + self._anonymous.requests

    def close(self) -> None:
        """End the connections."""
        self._anonymous.close()
        self._connection.close()

    def _refuses_anybody(self) -> bool | None:
        """Ask once without credentials; a refusal, or a detour to a login, is what a guarded server answers."""
        try:
            self._anonymous.json(_EXPERIMENTS, {"max_results": 1})
        except Refused:
            return True
        except Moved:
            return True if self._credentials.headers else None
        except Unreadable:
            # The same question with credentials says what is wrong, if it is not a passing fault.
            return None
        return False

    def _version(self) -> str:
        """Return the version that the server gives; older ones and those of other makers give none."""
        try:
            said = self._connection.content("/version", limit=self._limits.file_bytes)
        except Unreadable:
            return ""
        found = _VERSION.fullmatch(said.decode("ascii", "replace").strip())
        return found[0] if found else ""

    def _default_workspace(self) -> str:
        """Return which workspace is read when none is named; empty where the server has none."""
        try:
            return "default" if self._has_workspaces() else ""
        except Unreadable:
            return ""

    def _has_workspaces(self) -> bool:
        return self._connection.json("/api/3.0/mlflow/server-info").get("workspaces_enabled") is True

    def _pages(
        self,
        path: str,
        key: str,
        make: Callable[[Any], Any],
        most: int,
        question: Mapping[str, Any] | None = None,
        *,
        post: bool = False,
    ) -> Listed[Any]:
        """Go through the pages of a listing until it ends, loops or is long enough."""
        found: list[Any] = []
        try:
            for page in self._answers(path, question or {}, post=post):
                entries = page.get(key, [])
                if not isinstance(entries, list):
                    raise Unreadable(f"lists {key.replace('_', ' ')} that are no list")  # noqa: TRY301 -- one way out
                made = [make(entry) for entry in entries]
                found += [one for one in made if one is not None]
                if None in made:
                    return Listed(tuple(found), "lists entries that are none")
                if len(found) > most:
                    return Listed(tuple(found[:most]), f"has more than {most}")
        except Unreadable as error:
            if not found:
                raise
            return Listed(tuple(found), f"{error}, after {len(found)}")
        return Listed(tuple(found))

    def _answers(self, path: str, question: Mapping[str, Any], *, post: bool) -> Iterator[dict[str, Any]]:
        token, seen = "", {""}
        for _ in range(self._limits.pages):
            more = {"page_token": token} if token else {}
            page = self._connection.json(path, {"max_results": self._limits.page_items, **question, **more}, post=post)
            yield page
            token = text(page.get("next_page_token"))
            if not token:
                return
            if token in seen:
                raise Unreadable("repeats its pages without end")
            seen.add(token)
        raise Unreadable(f"has more than {self._limits.pages} pages")


def _experiment(value: Any) -> Experiment | None:
    held = value if isinstance(value, dict) else {}
    identity = identifier(held.get("experiment_id"))
    return None if identity is None else Experiment(identity, text(held.get("name"), 500) or identity)
