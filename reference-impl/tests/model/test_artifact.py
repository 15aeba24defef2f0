"""A model folder gives back the model it was saved from, and nothing else passes for one."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.model import sample

from churn.core import artifact, calibrate, spec
from churn.core.models.composite import Composite


@pytest.mark.parametrize("kind", ["mlp", "ftt"])
def test_a_network_scores_the_same_after_loading(kind: str, tmp_path: Path) -> None:
    model, rows = sample.untrained(kind), sample.batch(50)
    artifact.save(model, tmp_path, metrics={"auc": 0.8}, created="2026-01-01T00:00:00Z")
    loaded = artifact.load(tmp_path)
    assert loaded.kind == kind
    assert np.array_equal(loaded.predict(rows), model.predict(rows))
    assert artifact.describe(tmp_path).metrics == {"auc": 0.8}


def test_a_composite_is_loaded_with_its_members(tmp_path: Path) -> None:
    members = {"mlp": sample.untrained("mlp"), "ftt": sample.untrained("ftt")}
    model = Composite(members, calibrate.Isotonic((0.1, 0.5, 0.9), (0.02, 0.3, 0.9)))
    artifact.save(model, tmp_path)
    loaded, rows = artifact.load(tmp_path), sample.batch(50)
    assert sorted(loaded.members) == ["ftt", "mlp"]
    assert np.array_equal(loaded.predict(rows), model.predict(rows))


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        artifact.save(sample.untrained("mlp"), tmp_path / name)
    for file in ("model.json", "weights.npz"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_no_file_of_a_model_is_a_pickle(tmp_path: Path) -> None:
    artifact.save(sample.untrained("mlp"), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.json", "weights.npz"]
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as stored:
        assert all(stored[name].dtype != object for name in stored.files)


def change(**values: object) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / "model.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | values))

    return edit


def swap_weights(folder: Path) -> None:
    """Save another network's weights and name their digest: only their shapes tell."""
    other = folder / "other"
    model = sample.untrained("ftt")
    artifact.save(model, other)
    (folder / "weights.npz").write_bytes((other / "weights.npz").read_bytes())
    change(weights=json.loads((other / "model.json").read_text())["weights"])(folder)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (change(spec="0" * 64), "another feature specification"),
        (change(kind="oracle"), "unknown kind 'oracle'"),
        (change(format=2), "not format 1"),
        (change(settings={"embedding": 8}), "do not fit"),
        (change(settings={"layers": 8}), "do not fit"),
        (change(settings={"embedding": 4, "width": 16, "depth": 10**12}), "do not fit"),
        (change(kind="composite", members=["../other"], calibration={}), "no name of a member"),
        (change(kind="composite", members=7, calibration={}), "do not fit"),
        (change(kind="trees"), "do not fit"),
        (swap_weights, "do not fit"),
        (lambda folder: (folder / "model.json").unlink(), "cannot be read"),
        (lambda folder: (folder / "model.json").write_text("[" * 100_000), "cannot be read"),
        (lambda folder: (folder / "model.json").write_text("[]"), "not format 1"),
        (lambda folder: (folder / "model.json").write_bytes(b" " * (5 << 20)), "larger than"),
        (lambda folder: (folder / "weights.npz").write_bytes(b"PK"), "not the weights"),
        (lambda folder: (folder / "weights.npz").unlink(), "cannot be read"),
    ],
)
def test_what_is_no_model_is_refused_in_one_line(damage: Callable[[Path], None], message: str, tmp_path: Path) -> None:
    artifact.save(sample.untrained("mlp"), tmp_path)
    damage(tmp_path)
    with pytest.raises(artifact.BadArtifact, match=message) as refused:
        artifact.load(tmp_path)
    assert "\n" not in str(refused.value)


def test_a_composite_inside_a_composite_is_refused(tmp_path: Path) -> None:
    inner = Composite({"mlp": sample.untrained("mlp")}, calibrate.Platt(1.0, 0.0))
    artifact.save(Composite({"inner": inner}, calibrate.Platt(1.0, 0.0)), tmp_path)
    with pytest.raises(artifact.BadArtifact, match="composite"):
        artifact.load(tmp_path)


def test_saving_over_another_model_leaves_no_part_of_it(tmp_path: Path) -> None:
    artifact.save(Composite({"mlp": sample.untrained("mlp")}, calibrate.Platt(1.0, 0.0)), tmp_path)
    artifact.save(sample.untrained("ftt"), tmp_path)
    assert not (tmp_path / "members").exists()
    assert artifact.load(tmp_path).kind == "ftt"


def test_precision_and_device_are_chosen_when_loading(tmp_path: Path) -> None:
    model, rows = sample.untrained("mlp"), sample.batch(64)
    artifact.save(model, tmp_path)
    coarse = artifact.load(tmp_path, device="cpu", precision="bf16")
    assert np.abs(coarse.predict(rows) - model.predict(rows)).max() < 1e-2
    assert spec.digest() in (tmp_path / "model.json").read_text()
