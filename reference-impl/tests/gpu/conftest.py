"""Tests here need a CUDA device; without one they are skipped, never failed."""

from collections.abc import Iterator

import pytest
import torch


@pytest.fixture(autouse=True)
def device() -> Iterator[None]:
    """Skip without a device; compute in full float32, so that scores can be compared with a CPU's."""
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")
    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("highest")
    yield
    torch.set_float32_matmul_precision(before)
