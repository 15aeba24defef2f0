"""Dockerfiles as tokens."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.graph.dockerfile import instructions

TEXT = """\
# syntax=docker/dockerfile:1
ARG VERSION=3.11
FROM python:${VERSION}-slim AS base
RUN pip install \\
    # a comment within
    torch \\
    pandas
RUN <<EOF
python prepare.py
EOF
FROM base
ENTRYPOINT ["python", "train.py"]
"""


def test_instructions() -> None:
    found = list(instructions(TEXT))
    assert [(one.word, one.value, one.line, one.stage) for one in found] == [
        ("ARG", "VERSION=3.11", 2, -1),
        ("FROM", "python:3.11-slim AS base", 3, 0),
        ("RUN", "pip install torch pandas", 4, 0),
        ("RUN", "<<EOF", 8, 0),
        ("FROM", "base", 11, 1),
        ("ENTRYPOINT", '["python", "train.py"]', 12, 1),
    ]
    assert found[3].heredoc == "python prepare.py"
    assert found[5].vector == ("python", "train.py")
    assert found[2].vector is None


@given(st.text(alphabet="FROM RUN\\\n<EOF[]\"'#$ab{}", max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert all(one.line > 0 for one in instructions(text))
