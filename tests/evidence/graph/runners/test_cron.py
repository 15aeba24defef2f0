"""Lines of cron, in a file of their own and written by others."""

import pytest

from tests.evidence.graph.building import built, edges, triggers

TRAIN = {"train.py": "def train():\n    pass\n"}


@pytest.mark.parametrize(
    "path", ["crontab", "docker/crontab.txt", "deploy/retrain.cron", "etc/cron.d/retrain", "cronjob"]
)
def test_every_line_of_a_crontab_starts_by_itself(path: str) -> None:
    text = (
        "# m h dom mon dow\nSHELL=/bin/bash\n\n0 3 * * 1 cd /app && python train.py >> log 2>&1\n@daily root make x\n"
    )
    builder = built({path: text, **TRAIN})
    assert triggers(builder) == [f"cron 0 3 * * 1 schedule 1 {path}:4", f"cron @daily schedule 1 {path}:5"]
    assert edges(builder, f"job:{path}#cron:4") == ["4 py:train.py"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("install.sh", "#!/bin/bash\n(crontab -l; echo '0 3 * * * python train.py') | crontab -\n"),
        ("Dockerfile", "FROM python:3.11\nRUN echo '0 3 * * * root python /app/train.py' > /etc/cron.d/train\n"),
        ("Dockerfile", 'FROM python:3.11\nRUN echo "*/30 * * * * python train.py" | crontab -\n'),
    ],
)
def test_a_line_that_is_given_to_cron_starts_by_itself(path: str, text: str) -> None:
    builder = built({path: text, **TRAIN})
    assert edges(builder, f"job:{path}#cron:2") == ["2 py:train.py"]
    assert [one.root for one in builder.triggers] == ["schedule"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("crontab", "# 0 3 * * * python train.py\n"),
        ("crontab.md", "0 3 * * * python train.py\n"),
        ("notes.txt", "0 3 * * * python train.py\n"),
        ("install.sh", "echo '0 3 * * * python train.py'\n"),
        ("install.sh", "echo '* * * * *'\necho crontab\n"),
    ],
)
def test_what_cron_is_not_given_starts_nothing(path: str, text: str) -> None:
    assert built({path: text, **TRAIN}).triggers == []
