"""One run on several devices, as torchrun starts it; alone, everything here is the identity."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, distributed


@dataclass(frozen=True)
class Group:
    """The place of this process among the processes of a run."""

    rank: int = 0
    size: int = 1

    def mean(self, value: Tensor) -> float:
        """Return the mean of a number over all processes; waits for all of them."""
        if self.size > 1:
            value = value.clone()
            distributed.all_reduce(value)
        return float(value) / self.size

    def from_first(self, value: Tensor) -> float:
        """Return the first process's number, so that all of them decide alike; waits for all of them."""
        if self.size > 1:
            value = value.clone()
            distributed.broadcast(value, 0)
        return float(value)


def local(device: str) -> torch.device:
    """Return the device of this process: with `cuda`, the one that torchrun gave it."""
    return torch.device(f"cuda:{os.environ.get('LOCAL_RANK', '0')}" if device == "cuda" else device)


@contextmanager
def group(device: torch.device) -> Iterator[Group]:
    """Join the processes that torchrun started (NCCL on GPUs, gloo on CPUs), and leave them at the end."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        yield Group()
        return
    joined_before = distributed.is_initialized()
    if not joined_before:
        distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield Group(distributed.get_rank(), size)
    finally:
        if not joined_before:
            distributed.destroy_process_group()
