"""The lineage of serving versions, link by link."""

from maturity.model.assessment import Lineage, LineageLink
from maturity.model.place import Place
from maturity.model.rule import Text
from tests.tui.conftest import Sample
from tests.tui.driving import SIZES, drive, lines, opened, press, text, until

LINKS = (
    LineageLink(link="run", state="proved", detail=Text(en="run 4f1 exists", zh="运行 4f1 存在"), at=Place(uri="4f1")),
    LineageLink(
        link="commit",
        state="broken",
        detail=Text(en="commit 12ab is not in the repository", zh="仓库中没有提交 12ab"),
        at=Place(uri="4f1", text="mlflow.source.git.commit"),
    ),
)
VERSIONS = (
    Lineage(model="churn", version="7", aliases=("champion",), links=LINKS),
    Lineage(model="churn", version="6", aliases=(), links=LINKS[:1]),
)


def test_every_link_shows_its_state_and_where_it_breaks(sample: Sample) -> None:
    evidence = sample.assessment.evidence.model_copy(update={"lineage": VERSIONS})
    stored = sample.assessment.model_copy(update={"evidence": evidence})

    async def run(size: tuple[int, int]) -> None:
        async with opened(sample.opening(stored=stored), size) as pilot:
            await press(pilot, "4")
            assert "churn v7" in lines(pilot)[3]
            assert "@champion" in lines(pilot)[3]
            assert "✗ broken" in lines(pilot)[3]
            assert "✓ whole" in lines(pilot)[4]
            shown = text(pilot)
            assert "├─ ✓ run  proved" in shown
            assert "└─ ✗ commit  broken" in shown
            assert "commit 12ab is not in the repository" in shown
            await press(pilot, "y")
            await until(pilot, lambda: pilot.app.clipboard == "4f1")
            await press(pilot, "down", "L")
            assert "✓ 运行  已证实" in text(pilot)
            assert "断裂" not in text(pilot).split("v6", 2)[-1]

    for size in SIZES:
        drive(run(size))
