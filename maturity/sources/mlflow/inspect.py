"""The order in which a tracking store is read: the registry, what is behind serving versions, a sample of runs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from maturity.errors import Unreadable
from maturity.model import marks
from maturity.model.raw import Gap
from maturity.model.settings import Settings
from maturity.model.tracking import RawModel, RawRun, RawSample, RawTracking, RawVersion
from maturity.sources.mlflow.limits import Limits
from maturity.sources.mlflow.store import Experiment, Files, Listed, Recent, TrackingStore

DAY = 86_400.0
REGISTRY = ("model", "model-version")
VERSION = ("model-version",)
RUNS = ("run", "run-secret", "experiment")
OF_RUN = ("run_exists", "commit", "age_days", "fresh")
OF_FILES = ("artifacts", "signature", "environment", "card")

_SHOWN = 100
_Doubt = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(slots=True)
class Inspection:
    """One reading of a store, and what it could not read."""

    store: TrackingStore
    settings: Settings
    limits: Limits
    now: float
    progress: Callable[[str], None]
    doubts: dict[_Doubt, list[str]] = field(default_factory=dict)
    """What could not be read by reason, kinds and fields: many things fail for one reason."""
    runs: dict[str, RawRun | None] = field(default_factory=dict)
    """By id; None for one that does not exist or could not be read."""
    missing: list[str] = field(default_factory=list)
    unread: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Runs that could not be read: which version wants each, and the reason."""

    def read(self, shown: str) -> RawTracking:
        """Read the store as far as it can be read.

        Raises:
            Unreadable: it is no tracking store, or may not be read at all.
        """
        about = self.store.about()
        self.progress("listing experiments and registered models")
        experiments = self._experiments()
        models = self._behind(self._registry())
        sample = self._sample(experiments) if experiments is not None else None
        self._doubt_runs()
        return RawTracking(
            uri=shown,
            store=about.kind,
            version=about.version,
            workspace=about.workspace,
            refuses_anonymous=about.refuses_anonymous,
            read_at=self.now,
            models=models,
            runs=tuple(run for run in self.runs.values() if run is not None),
            missing_runs=tuple(self.missing),
            sample=sample,
            requests=self.store.asked(),
            gaps=tuple(self._gaps()),
        )

    def _registry(self) -> tuple[RawModel, ...]:
        try:
            models, lacks = self.store.models()
        except Unreadable as error:
            models, lacks = (), str(error)
        if lacks:
            self._doubt("the registry", f"not all of it was read: it {lacks}", REGISTRY)
        return models

    def _behind(self, models: tuple[RawModel, ...]) -> tuple[RawModel, ...]:
        """Return the models, with the files of serving versions; the runs behind these are kept."""
        serving = {
            model.name: model.serving(self.settings.serving_aliases, self.settings.candidates) for model in models
        }
        total, done, found = sum(map(len, serving.values())), 0, []
        for model in models:
            looked: dict[str, RawVersion] = {}
            for version in serving[model.name]:
                done += 1
                self.progress(f"looking at serving version {done} of {total}")
                looked[version.version] = self._look(model, version, first=done <= self.limits.serving)
            if looked:
                looked |= self._earlier(model, looked)
            versions = tuple(looked.get(version.version, version) for version in model.versions)
            found.append(model.model_copy(update={"versions": versions}))
        return tuple(found)

    def _look(self, model: RawModel, version: RawVersion, *, first: bool) -> RawVersion:
        """Look at the run and the files of a serving version."""
        name = f"{model.name}/{version.version}"
        if not first:
            for fields in (OF_RUN, OF_FILES):
                self._doubt(name, f"only {self.limits.serving} serving versions are looked at", VERSION, fields)
            return version
        if version.run:
            self._run(version.run, name)
        files = self._files(model, version, names_only=False)
        if unknown := files.unknown():
            self._doubt(name, f"its files were not all looked at: {files.lacks}", VERSION, unknown)
        seen = version.model_copy(update=_seen(files))
        return seen.model_copy(update={"run_artifacts": self._beside(seen, name)})

    def _beside(self, version: RawVersion, name: str) -> tuple[str, ...] | None:
        """List what lies beside a version in its run, where its card may be: only if it has none otherwise."""
        if version.run is None or version.run in self.missing:
            return ()
        if marks.has_card(version):
            return None
        try:
            listed = self.store.artifacts(version.run)
        except Unreadable as error:
            listed = Listed((), str(error))
        seen = version.model_copy(update={"run_artifacts": tuple(one.path for one in listed.items)})
        if listed.lacks and not marks.has_card(seen):
            self._doubt(name, f"the artifacts of its run were not all listed: it {listed.lacks}", VERSION, ("card",))
            return None
        return seen.run_artifacts

    def _earlier(self, model: RawModel, serving: dict[str, RawVersion]) -> dict[str, RawVersion]:
        """Look for a version to go back to, whose files are there."""
        looked: dict[str, RawVersion] = {}
        for version in model.fallbacks(self.settings.serving_aliases):
            known = serving.get(version.version)
            if known is not None and known.artifacts is None and not known.flavors:
                files = Files(lacks="nobody could tell whether they are there")
            elif known is not None:
                files = Files(known.artifacts or known.flavors)
            else:
                files = self._files(model, version, names_only=True)
                looked[version.version] = version.model_copy(update={"artifacts": files.names})
            if files.names:
                break
            if files.names is None:
                name = f"{model.name}/{version.version}"
                self._doubt(name, f"its files were not looked at: {files.lacks}", ("model",), ("can_roll_back",))
        return looked

    def _files(self, model: RawModel, version: RawVersion, *, names_only: bool) -> Files:
        try:
            return self.store.files(model.name, version, names_only=names_only)
        except Unreadable as error:
            return Files(lacks=f"it {error}")

    def _run(self, identity: str, wanted_by: str) -> None:
        if identity in self.runs:
            return
        self.runs[identity] = None
        try:
            run = self.runs[identity] = self.store.run(identity)
        except Unreadable as error:
            self.unread[identity] = wanted_by, f"its run was not read: it {error}"
            return
        if run is None:
            self.missing.append(identity)

    def _doubt_runs(self) -> None:
        """Doubt the runs that could not be read, unless they came with the sample."""
        for identity, (wanted_by, reason) in self.unread.items():
            if self.runs[identity] is None:
                self._doubt(wanted_by, reason, VERSION, OF_RUN)
                self._doubt(wanted_by, reason, RUNS)

    def _experiments(self) -> tuple[Experiment, ...] | None:
        """List the experiments; None when there is no telling."""
        try:
            experiments, lacks = self.store.experiments()
        except Unreadable as error:
            experiments, lacks = (), str(error)
        if lacks:
            self._doubt("the experiments", f"not all were listed: it {lacks}", RUNS)
        return None if lacks and not experiments else experiments

    def _sample(self, experiments: tuple[Experiment, ...]) -> RawSample:
        chosen = experiments[: self.limits.experiments]
        each = max(1, min(self.settings.runs_per_experiment, self.limits.runs // max(1, len(chosen))))
        read, capped = 0, []
        for position, experiment in enumerate(chosen, 1):
            self.progress(f"sampling the runs of experiment {position} of {len(chosen)}")
            runs, more = self._recent(experiment, each)
            read += runs
            if more:
                capped.append(experiment.name)
        return RawSample(
            days=self.settings.run_window_days,
            per_experiment=each,
            runs=read,
            experiments=len(chosen),
            capped=tuple(capped),
            left_out=len(experiments) - len(chosen),
        )

    def _recent(self, experiment: Experiment, at_most: int) -> tuple[int, bool]:
        """Keep the newest runs of an experiment; return how many there are, and whether there are older ones."""
        since = self.now - self.settings.run_window_days * DAY
        try:
            found = self.store.recent(experiment, since, at_most)
        except Unreadable as error:
            found = Recent((), lacks=str(error))
        if found.lacks:
            self._doubt(f"experiment {experiment.name}", f"not all recent runs were read: it {found.lacks}", RUNS)
        for run in found.runs:
            if self.runs.get(run.id) is None:
                self.runs[run.id] = run
        return len(found.runs), found.more

    def _doubt(self, what: str, reason: str, hides: tuple[str, ...], fields: tuple[str, ...] = ()) -> None:
        self.doubts.setdefault((reason, hides, fields), []).append(what[:_SHOWN])

    def _gaps(self) -> list[Gap]:
        """Say what could not be read, each reason once."""
        gaps = []
        for (reason, hides, fields), things in self.doubts.items():
            others = f" (and {len(things) - 1} more)" if len(things) > 1 else ""
            gaps.append(Gap(path=None, reason=f"{things[0]}{others}: {reason}", hides=hides, fields=fields))
        return gaps


def _seen(files: Files) -> dict[str, Any]:
    return {
        "artifacts": files.names,
        "signature": files.signature,
        "flavors": files.flavors,
        "requirements": files.requirements,
    }
