"""Roll-backs of what is served."""

import pytest

from maturity.model.technology import Proof
from tests.evidence.python.linking import known, target


@pytest.mark.parametrize(
    "source",
    [
        "def rollback(client, name, version):\n    client.set_registered_model_alias(name, 'champion', version)\n",
        "import subprocess\ndef roll_back():\n    subprocess.run(['kubectl', 'rollout', 'undo', 'deploy/api'])\n",
        "def revert_model(client):\n    client.update_endpoint(name='a')\n",
        "import joblib\ndef rollback(version):\n    return joblib.load(f'models/{version}.joblib')\n",
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


def test_what_a_function_calls_counts_for_it() -> None:
    source = """
        import subprocess
        class Registry:
            def rollback_model(self, version):
                self._serve(version)
            def rollback_rows(self, session):
                self._store(session)
            def _serve(self, version):
                deploy(version)
            def _store(self, session):
                session.flush()
        def deploy(version):
            subprocess.run(["kubectl", "apply", "-f", "k8s/"])
    """
    deploys = known("kubernetes", (), Proof(activity="deploy", commands=("kubectl apply",)))
    found = target({"a.py": source}, shell=True, technologies=(deploys,))
    assert found.proved("roll-back") == ["a.py:4"]
