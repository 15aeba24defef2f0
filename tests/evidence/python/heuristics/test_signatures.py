"""SavedModels of TensorFlow, and what else is saved."""

import pytest

from tests.evidence.python.linking import target

HEAD = "import tensorflow as tf\ndef save(model, version, name):\n    "


@pytest.mark.parametrize(
    "line",
    [
        "model.save(filepath='model-{}/1'.format(version))",
        "model.save(f'models/churn/{version}')",
        "model.save('saved_model/churn')",
        "tf.keras.models.save_model(model, 'export/churn')",
        "model.export('serving/churn')",
    ],
)
def test_a_folder_holds_a_signature(line: str) -> None:
    assert len(target({"train.py": HEAD + line}).proved("sign-model")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "model.save('model.h5')",
        "model.save(filepath='models/best.keras')",
        "model.save(name)",
        "model.save(f'{name}')",
        "name.save('plots/1.png')",
        "tf.train.Checkpoint(model).save('export/ckpt')",
        "model.save(f'checkpoints/{version}')",
        "model.save('weights')",
    ],
)
def test_files_and_checkpoints_hold_none(line: str) -> None:
    assert target({"train.py": HEAD + line}).proved("sign-model") == []


def test_without_tensorflow_a_folder_is_a_folder() -> None:
    assert target({"train.py": "def save(model):\n    model.save(filepath='a/1')\n"}).proved("sign-model") == []
