"""Roll-backs of what is served."""

import pytest

from tests.evidence.python.linking import target


@pytest.mark.parametrize(
    "source",
    [
        "def rollback(client, name, version):\n    client.set_registered_model_alias(name, 'champion', version)\n",
        "import subprocess\ndef roll_back():\n    subprocess.run(['kubectl', 'rollout', 'undo', 'deploy/api'])\n",
        "def revert_model(client):\n    client.update_endpoint(name='a')\n",
    ],
)
def test_serving_returns_to_an_earlier_version(source: str) -> None:
    assert len(target({"a.py": source}).proved("roll-back")) == 1


@pytest.mark.parametrize(
    "source",
    [
        "def rollback(session):\n    session.rollback()\n",
        "def promote(client, name, version):\n    client.set_registered_model_alias(name, 'champion', version)\n",
        "def rollback(client):\n    pass\n",
    ],
)
def test_transactions_promotions_and_stubs_are_none(source: str) -> None:
    assert target({"a.py": source}).proved("roll-back") == []
