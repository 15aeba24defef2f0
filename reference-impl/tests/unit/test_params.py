from datetime import date
from pathlib import Path

import pytest

from churn.pipelines import params

PROJECT = Path(__file__).parents[2]


def test_the_profile_chooses_sizes(tmp_path: Path) -> None:
    file = tmp_path / "params.yaml"
    file.write_text((PROJECT / "params.yaml").read_text())
    params.choose("full", file)
    full = params.load(file)
    params.choose("smoke", file)
    smoke = params.load(file)
    assert (full.data, full.model) == (smoke.full.data, smoke.full.model)
    assert (smoke.data, smoke.model) == (smoke.smoke.data, smoke.smoke.model)
    assert full.data.customers * full.data.months >= 10_000_000
    assert smoke.split.now == date(2026, 9, 1)


def test_choosing_changes_one_line(tmp_path: Path) -> None:
    text = (PROJECT / "params.yaml").read_text()
    file = tmp_path / "params.yaml"
    file.write_text(text)
    params.choose("full", file)
    assert file.read_text() == text.replace("profile: smoke\n", "profile: full\n", 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("customers: 2000", "customers: 0"), "smoke.data.customers: Input should be greater than 0"),
        (("min_auc: 0.78", "min_auc: 78"), "gates.min_auc"),
        (("  history_months: 6", "  history: 6"), "features.history"),
        (("seed: 17", "seed: [17"), "is not YAML"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    file = tmp_path / "params.yaml"
    file.write_text((PROJECT / "params.yaml").read_text().replace(*change))
    with pytest.raises(params.BadParams, match=said):
        params.load(file)


def test_without_a_file(tmp_path: Path) -> None:
    with pytest.raises(params.BadParams, match=r"run this in the project's folder"):
        params.load(tmp_path / "params.yaml")
