"""Follow every serving version to its run, its commit, the data that DVC recorded there, and the objects in the remote.

A link is broken when somebody looked and it is not there; it is unknown when nobody could look. Behind a broken link
nothing can be proved any more, so the links that follow from it are broken too.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from maturity.evidence.live import dataset
from maturity.evidence.live.observed import Observed
from maturity.model.assessment import Lineage, LineageLink, ServingVersion
from maturity.model.facts.lineage import LineageLinkFact, LinkName, LinkState
from maturity.model.lineage import RawCommit
from maturity.model.place import Place
from maturity.model.raw import Gap
from maturity.model.rule import Text
from maturity.model.storage import HashName, RawStore, RawTracked
from maturity.model.tracking import RawTracking

SHORT = 12
"""Letters of a commit that people are shown."""
MOST_MISSING = 5
USE = frozenset(("dvc-stage", "dvc-output"))
"""Kinds of fact that say that a repository uses DVC."""


class Remote(NamedTuple):
    """The DVC remote, as far as it was given and read."""

    store: RawStore | None = None
    unread: str = ""
    """Why a remote that was given could not be read; empty when none was given."""


class _Step(NamedTuple):
    """One link, before it becomes a fact."""

    link: LinkName
    state: LinkState
    detail: Text
    places: tuple[Place, ...] = ()


def join(
    serving: Iterable[ServingVersion],
    tracking: RawTracking,
    commits: Iterable[RawCommit],
    remote: Remote,
    *,
    uses_dvc: bool,
) -> Observed[tuple[Lineage, ...]]:
    """Follow every serving version; `uses_dvc` says whether the repository does, whatever an old commit recorded."""
    known = _Known(tracking, commits, remote, uses_dvc=uses_dvc)
    facts: list[LineageLinkFact] = []
    gaps: list[Gap] = []
    lineages: list[Lineage] = []
    for version in serving:
        links: list[LineageLink] = []
        for step in _Version(version, known).steps():
            at = _place(version, step)
            links.append(LineageLink(link=step.link, state=step.state, detail=step.detail, at=at))
            if step.state == "unknown":
                reason = f"{version.model}/{version.version}: {step.detail.en}"
                gaps.append(Gap(path=None, reason=reason, hides=("lineage-link",), links=(step.link,)))
                continue
            facts.append(
                LineageLinkFact(
                    at=at,
                    related=step.places,
                    model=version.model,
                    version=version.version,
                    link=step.link,
                    proved=step.state == "proved",
                    absent=step.state == "absent",
                )
            )
        lineages.append(
            Lineage(model=version.model, version=version.version, aliases=version.aliases, links=tuple(links))
        )
    return Observed(tuple(facts), tuple(gaps), tuple(lineages))


def _place(version: ServingVersion, step: _Step) -> Place:
    return Place(uri=f"{version.model}/{version.version}", text=f"{step.link}: {step.detail.en}")


class _Known:
    """What the sources told, by what it is asked for."""

    def __init__(self, tracking: RawTracking, commits: Iterable[RawCommit], remote: Remote, *, uses_dvc: bool) -> None:
        self.runs = {run.id: run for run in tracking.runs}
        self.gone = frozenset(tracking.missing_runs) | {run.id for run in tracking.runs if run.deleted}
        self.commits = {commit.recorded: commit for commit in commits}
        self.remote, self.uses_dvc = remote, uses_dvc
        flaws = remote.store.flawed if remote.store else ()
        self.missing = {(flaw.hash, flaw.digest): flaw for flaw in flaws if flaw.state == "missing"}
        # A folder's listing that is corrupt tells no more of its files than one that cannot be read.
        self.blind = {
            (flaw.hash, flaw.digest): flaw
            for flaw in flaws
            if flaw.state == "unreadable" or (flaw.state == "corrupt" and flaw.digest.endswith(".dir"))
        }


class _Version:
    """The links of one serving version."""

    def __init__(self, version: ServingVersion, known: _Known) -> None:
        self._version = version
        self._known = known
        self._run = known.runs.get(version.run or "")
        self._commit = known.commits.get(version.commit) if version.commit else None

    def steps(self) -> Iterator[_Step]:
        """Yield every link, in order."""
        yield self._of_run()
        commit = self._of_commit()
        yield commit
        yield self._of_reference(commit)
        lock = self._of_records(commit)
        yield lock
        yield self._of_objects(lock)
        yield self._of_dataset(lock)

    def _of_run(self) -> _Step:
        run = self._version.run
        if not run:
            return _Step("run", "broken", Text(en="the version names no run", zh="该版本没有指向任何运行"))
        places = (Place(uri=run, text=self._run.name if self._run else ""),)
        if run in self._known.gone:
            return _Step("run", "broken", Text(en=f"run {run} is gone", zh=f"运行 {run} 已不存在"), places)
        if self._run is None:
            return _Step("run", "unknown", Text(en=f"run {run} was not read", zh=f"未能读取运行 {run}"))
        return _Step("run", "proved", Text(en=f"run {run}", zh=f"运行 {run}"), places)

    def _of_commit(self) -> _Step:
        recorded, commit = self._version.commit, self._commit
        if not recorded and self._version.run and self._run is None and self._version.run not in self._known.gone:
            return _Step("commit", "unknown", Text(en="its run was not read", zh="未能读取其运行"))
        if not recorded:
            return _Step("commit", "broken", Text(en="no run records its commit", zh="没有运行记录其提交"))
        shown = recorded[:SHORT]
        places = (Place(uri=recorded, text="commit"),)
        if commit and commit.id:
            return _Step("commit", "proved", Text(en=f"commit {shown}", zh=f"提交 {shown}"), places)
        if commit is None or commit.doubt:
            why = commit.doubt if commit else "nobody looked for it"
            return _Step("commit", "unknown", Text(en=f"commit {shown}: {why}", zh=f"提交 {shown}：{why}"))
        said = Text(en=f"commit {shown} is not in the repository", zh=f"仓库中没有提交 {shown}")
        return _Step("commit", "broken", said, places)

    def _of_reference(self, before: _Step) -> _Step:
        commit = self._commit
        if before.state != "proved" or commit is None:
            return _after("reachable", before)
        shown = commit.recorded[:SHORT]
        if commit.reference:
            said = Text(en=f"{commit.reference} leads to it", zh=f"可从 {commit.reference} 到达")
            return _Step("reachable", "proved", said, (Place(uri=commit.reference, text="branch or tag"),))
        if commit.doubt:
            return _Step("reachable", "unknown", Text(en=commit.doubt, zh=commit.doubt))
        said = Text(en=f"no branch or tag leads to {shown}", zh=f"没有分支或标签可到达 {shown}")
        return _Step("reachable", "broken", said, before.places)

    def _of_records(self, before: _Step) -> _Step:
        commit = self._commit
        if not self._known.uses_dvc and not (commit and commit.tracked):
            return _Step("lock", "absent", Text(en="the repository does not use DVC", zh="仓库未使用 DVC"))
        if before.state != "proved" or commit is None:
            return _after("lock", before)
        if commit.tracked:
            files = sorted({(one.path, one.line or 0) for one in commit.tracked})
            count, first = len(commit.tracked), files[0][0]
            said = Text(en=f"{count} outputs recorded, {first} first", zh=f"记录了 {count} 个输出，首见 {first}")
            return _Step("lock", "proved", said, tuple(Place(path=path, line=line or None) for path, line in files))
        if commit.unread:
            return _Step("lock", "unknown", Text(en=commit.unread, zh=commit.unread))
        said = Text(en="no DVC file there records data", zh="该提交的 DVC 文件没有记录任何数据")
        return _Step("lock", "broken", said, before.places)

    def _of_objects(self, before: _Step) -> _Step:
        store, unread = self._known.remote
        if store is None and not unread:
            return _Step("objects", "absent", Text(en="no DVC remote was given", zh="未提供 DVC 远端"))
        if before.state != "proved":
            return _after("objects", before)
        if store is None:
            return _Step("objects", "unknown", Text(en=unread, zh=unread))
        tracked = [one for one in store.tracked if self._commit and one.commit == self._commit.id]
        kept = [one for one in tracked if not one.exempt]
        if tracked and not kept:
            said = Text(en=f"nothing has to be there: {tracked[0].exempt}", zh=f"无需存放：{tracked[0].exempt}")
            return _Step("objects", "absent", said)
        return self._of_contents(store, kept)

    def _of_contents(self, store: RawStore, tracked: list[RawTracked]) -> _Step:
        named = {(one.hash, name): one for one in tracked for name in one.objects}
        missing = {key: self._known.missing[key] for key in named if key in self._known.missing}
        if missing:
            first, flaw = next(iter(missing.items()))
            number, count, output = len(missing), len(named), named[first].output
            places = tuple(Place(uri=flaw.key, text=f"missing: {named[key].output}") for key, flaw in missing.items())
            said = Text(
                en=f"{number} of {count} objects are missing, of {output} first: {flaw.key}",
                zh=f"{count} 个对象中缺失 {number} 个，首先是 {output}：{flaw.key}",
            )
            return _Step("objects", "broken", said, places[:MOST_MISSING])
        if doubt := self._doubt(store, named):
            return _Step("objects", "unknown", Text(en=doubt, zh=doubt))
        said = Text(en=f"{len(named)} objects are in the remote", zh=f"{len(named)} 个对象都在远端")
        return _Step("objects", "proved", said)

    def _doubt(self, store: RawStore, named: Collection[tuple[HashName, str]]) -> str:
        """Say why objects of which none is known to be missing may be missing."""
        for key in named:
            if flaw := self._known.blind.get(key):
                return f"{flaw.key}: {flaw.detail}"
        if self._commit and self._commit.unread:
            return self._commit.unread
        reasons = (gap.reason for gap in store.gaps if "lineage-link" in gap.hides)
        return "" if named else next(reasons, "nobody looked for the objects of that commit")

    def _of_dataset(self, before: _Step) -> _Step:
        recorded = [one for one in self._run.datasets if dataset.is_digest(one.digest)] if self._run else []
        if not recorded:
            return _Step("dataset", *dataset.NOTHING)
        if before.state != "proved" or self._commit is None:
            return _after("dataset", before)
        told = dataset.compare(recorded, self._commit.tracked)
        if told.state == "broken" and self._commit.unread:
            return _Step("dataset", "unknown", Text(en=self._commit.unread, zh=self._commit.unread))
        return _Step("dataset", *told)


def _after(link: LinkName, before: _Step) -> _Step:
    """Say of a link that nothing can be proved of it, because of one before it."""
    return _Step(link, before.state, Text(en=f"not followed: {before.detail.en}", zh=f"未再追踪：{before.detail.zh}"))
