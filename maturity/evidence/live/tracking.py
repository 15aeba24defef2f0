"""What a tracking store showed becomes facts: the server, its experiments and runs, its models and their versions."""

from collections import Counter
from collections.abc import Iterator

from maturity.evidence.live.observed import Observed
from maturity.evidence.live.run_secrets import RunSecrets
from maturity.model import marks
from maturity.model.assessment import ServingVersion, TrackingEvidence
from maturity.model.fact import Fact
from maturity.model.facts.tracking import ExperimentFact, ModelFact, ModelVersionFact, RunFact, TrackingServerFact
from maturity.model.marks import Marks
from maturity.model.place import Place
from maturity.model.rule import Text
from maturity.model.settings import Settings
from maturity.model.tracking import RawModel, RawRun, RawSample, RawTracking, RawVersion

DAY = 86_400.0
FINISHED = "FINISHED"
ENVIRONMENTS = ("conda.yaml", "python_env.yaml", "pylock.toml", "uv.lock", "poetry.lock", "pixi.lock", "conda-lock.yml")
_SHOWN = 200
_COMMIT = 64


def collect(raw: RawTracking, settings: Settings) -> Observed[TrackingEvidence]:
    """Turn what was read of a tracking store into facts, gaps and the inventory of it."""
    return _Collector(raw, settings).all()


class _Collector:
    """One store, with what is looked up again and again."""

    def __init__(self, raw: RawTracking, settings: Settings) -> None:
        self.raw = raw
        self.settings = settings
        self.runs = {run.id: run for run in raw.runs}
        self.registered = {version.run for model in raw.models for version in model.versions} - {None}

    def all(self) -> Observed[TrackingEvidence]:
        versions = [
            self._version(
                model,
                version,
                serving=version in model.serving(self.settings.serving_aliases, self.settings.candidates),
            )
            for model in self.raw.models
            for version in model.versions
        ]
        facts = (self._server(), *self._experiments(), *self._runs(), *map(self._model, self.raw.models), *versions)
        return Observed(facts, self.raw.gaps, self._evidence(versions))

    def _server(self) -> TrackingServerFact:
        return TrackingServerFact(
            at=Place(uri=self.raw.uri),
            store=self.raw.store,
            version=self.raw.version,
            refuses_anonymous=self.raw.refuses_anonymous,
        )

    def _experiments(self) -> Iterator[ExperimentFact]:
        capped = set(self.raw.sample.capped) if self.raw.sample else set()
        for name, runs in sorted(Counter(run.experiment for run in self.raw.runs).items()):
            yield ExperimentFact(
                at=Place(uri=f"experiment {name}"[:_SHOWN]), name=name, runs=runs, capped=name in capped
            )

    def _runs(self) -> Iterator[Fact]:
        secrets = RunSecrets()
        since = self.raw.read_at - self.settings.run_window_days * DAY
        for run in self.raw.runs:
            if run.deleted:
                continue
            yield RunFact(
                at=Place(uri=run.id, text=run.name[:_SHOWN]),
                run=run.id,
                experiment=run.experiment,
                finished=run.status == FINISHED,
                recent=run.started is not None and run.started >= since,
                parameters=len(run.parameters),
                metrics=len(run.metrics),
                complete=bool(run.parameters and run.metrics),
                commit=_commit(run.tags.get(self.settings.commit_tag)),
                datasets=sum(bool(dataset.digest.strip()) for dataset in run.datasets),
                registered=run.id in self.registered,
            )
            yield from secrets.of(run)

    def _model(self, model: RawModel) -> ModelFact:
        return ModelFact(
            at=Place(uri=model.name[:_SHOWN]),
            name=model.name,
            versions=len(model.versions),
            serving=bool(model.serving(self.settings.serving_aliases)),
            newest=max((version.number for version in model.versions), default=0),
            can_roll_back=self._can_roll_back(model),
        )

    def _can_roll_back(self, model: RawModel) -> bool | None:
        there = [_artifacts(version) for version in model.fallbacks(self.settings.serving_aliases)]
        return True if any(there) else None if None in there else False

    def _version(self, model: RawModel, version: RawVersion, *, serving: bool) -> ModelVersionFact:
        run = self.runs.get(version.run or "")
        own = Marks(version.tags)
        age = self._age(version, run, own)
        return ModelVersionFact(
            at=Place(uri=f"{model.name[:_SHOWN]}/{version.version}", text=version.description[:_SHOWN]),
            model=model.name,
            version=version.version,
            serving=serving,
            aliases=model.aliases_of(version),
            run=version.run,
            run_exists=self._run_exists(version, run),
            artifacts=_artifacts(version),
            signature=version.signature.inputs and version.signature.outputs if version.signature else None,
            environment=_environment(version),
            card=_card(version),
            described=bool(version.description.strip()) or own.any(marks.DESCRIPTION),
            owned=bool(version.owner.strip()) or Marks(version.tags, model.tags).any(marks.OWNER),
            audited=marks.audited(own, version.description),
            approved=marks.approved(own),
            age_days=age,
            fresh=None if age is None else age <= self.settings.fresh_days,
            commit=_commit((run.tags if run else version.tags).get(self.settings.commit_tag)),
        )

    def _run_exists(self, version: RawVersion, run: RawRun | None) -> bool | None:
        """Tell whether the run of a version exists; nobody asked for the runs of versions that do not serve."""
        if run is not None:
            return not run.deleted
        return False if version.run is None or version.run in self.raw.missing_runs else None

    def _age(self, version: RawVersion, run: RawRun | None, own: Marks) -> float | None:
        """Return the days since a version was trained or evaluated again; a time to come is none."""
        if run is not None:
            trained = run.ended or run.started
        else:
            trained = version.created if version.run is None or version.run in self.raw.missing_runs else None
        times = [time for time in (trained, marks.evaluated(own)) if time is not None and time < self.raw.read_at + DAY]
        return round(max(0.0, self.raw.read_at - max(times)) / DAY, 1) if times else None

    def _evidence(self, versions: list[ModelVersionFact]) -> TrackingEvidence:
        return TrackingEvidence(
            store=self.raw.store,
            version=self.raw.version,
            models=len(self.raw.models),
            versions=len(versions),
            runs=len(self.raw.runs),
            sample=_sample(self.raw.sample, self.raw.workspace),
            requests=self.raw.requests,
            serving=tuple(
                ServingVersion(
                    model=one.model, version=one.version, aliases=one.aliases, run=one.run, commit=one.commit
                )
                for one in versions
                if one.serving
            ),
        )


def _artifacts(version: RawVersion) -> bool | None:
    """Tell whether the files of a version are there: they were listed, or one of them was read."""
    if version.artifacts is None:
        return True if version.flavors else None
    return bool(version.artifacts)


def _environment(version: RawVersion) -> bool | None:
    if version.requirements:
        return True
    if version.artifacts is None:
        return None
    return any(name in ENVIRONMENTS for name in version.artifacts)


def _card(version: RawVersion) -> bool | None:
    """Tell whether a version has a model card: it has none where its files and those of its run were listed."""
    if marks.has_card(version):
        return True
    unlisted = version.artifacts is None or (version.run is not None and version.run_artifacts is None)
    return None if unlisted else False


def _commit(value: str | None) -> str | None:
    return value.strip()[:_COMMIT] or None if value else None


def _sample(sample: RawSample | None, workspace: str) -> Text:
    """Say which runs were read."""
    if sample is None:
        said = Text(en="no runs were sampled", zh="未抽样任何运行")
    else:
        said = Text(
            en=f"{sample.runs} runs: of {sample.experiments} experiments at most {sample.per_experiment} each from the "
            f"last {sample.days} days, and those behind serving versions",
            zh=f"{sample.runs} 次运行：{sample.experiments} 个实验中每个最多取最近 {sample.days} 天的 "
            f"{sample.per_experiment} 次，另加服务中版本对应的运行",
        )
        if sample.capped:
            said = _more(
                said, f"more runs in {len(sample.capped)} of them", f"其中 {len(sample.capped)} 个还有更多运行"
            )
        if sample.left_out:
            said = _more(said, f"experiments left out: {sample.left_out}", f"未抽样的实验：{sample.left_out} 个")
    return _more(said, f"workspace {workspace}", f"工作区 {workspace}") if workspace else said


def _more(said: Text, en: str, zh: str) -> Text:
    return Text(en=f"{said.en}; {en}", zh=f"{said.zh}；{zh}")
