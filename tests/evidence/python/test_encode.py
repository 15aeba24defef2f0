"""Digests as bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.python import encode
from maturity.evidence.python.module import Secret, Skim
from maturity.evidence.python.notebook import parse as parse_notebook
from maturity.evidence.python.parse import parse

SOURCE = b"""
import mlflow
from dataclasses import dataclass
SEED = 1
@dataclass
class A(Base):
    x: int = 1
    def run(self, y: "A" = None) -> Base:
        assert accuracy > 0.8
        if drift: mlflow.log("a", 1.5, True, None, k=y, **z)
        return helper
"""
SKIM = Skim(frozenset({"b", "a"}), ("os", ".x"), 2, True, (Secret(3, "jwt", "eyJh", live=True),), binary=False)


def test_nothing_is_lost() -> None:
    module = parse("a.py", SOURCE)
    assert module.functions[1].gates
    assert encode.decode(encode.encode(module, SKIM)) == (module, SKIM)


def test_files_written_by_a_notebook_are_kept() -> None:
    module = parse_notebook("a.ipynb", b'{"cells": [{"cell_type": "code", "source": "%%writefile a.py\\nfit()"}]}')
    assert module.written["a.py"].functions[0].calls
    assert encode.decode(encode.encode(module, Skim())) == (module, Skim())


def test_a_file_that_was_only_skimmed() -> None:
    assert encode.decode(encode.encode(None, SKIM)) == (None, SKIM)


@given(st.binary(max_size=60))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        encode.decode(data)


@given(st.integers(min_value=0), st.sampled_from([b"[", b"1", b'"x"', b"null", b"{}", b"[]", b",", b"true"]))
def test_damage_is_refused_or_harmless(position: int, other: bytes) -> None:
    payload = encode.encode(parse("a.py", SOURCE), SKIM)
    position %= len(payload)
    try:
        module, skim = encode.decode(payload[:position] + other + payload[position + 1 :])
    except ValueError:
        return
    assert encode.decode(encode.encode(module, skim)) == (module, skim)


def test_the_version_depends_on_the_tokens() -> None:
    one = encode.extractor_version(frozenset({"a", "b"}))
    assert one == encode.extractor_version(frozenset({"b", "a"}))
    assert one != encode.extractor_version(frozenset({"a"}))
