"""The images that Dockerfiles start from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.evidence.graph.dockerfile import instructions
from maturity.evidence.topics.base_images import Base, bases


def test_aliases_and_arguments_are_resolved_and_the_last_stage_comes_last() -> None:
    text = """ARG VERSION=3.11
FROM --platform=linux/amd64 python:${VERSION}-slim AS base
FROM node:20 AS ui
FROM base
"""
    assert bases(instructions(text)) == [Base("node:20", 3), Base("python:3.11-slim", 2)]


def test_scratch_is_no_image_of_somebody_else() -> None:
    assert bases(instructions("FROM golang:1.22 AS build\nFROM scratch\n")) == [Base("golang:1.22", 1)]


@pytest.mark.parametrize(
    ("image", "pinned"),
    [
        ("python:3.11", True),
        ("registry:5000/team/python", False),
        ("registry:5000/team/python:1", True),
        ("python", False),
        ("python:latest", False),
        ("python@sha256:abc", True),
        ("python:${VERSION}", False),
    ],
)
def test_a_pin_is_a_tag_or_a_digest(image: str, pinned: bool) -> None:
    assert Base(image, 1).pinned is pinned


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for base in bases(instructions(text)):
        assert base.line >= 1
