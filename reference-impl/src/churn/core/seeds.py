"""What has to be fixed so that a run can be repeated bit for bit on the same machine."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch


def derive(*parts: int) -> int:
    """Return a seed, 63 bits, that depends on every part: the seed of epoch 3 says nothing about the one of epoch 4."""
    return int(np.random.SeedSequence(parts).generate_state(1, np.uint64)[0] >> 1)


@contextmanager
def reproducible(threads: int = 1) -> Iterator[None]:
    """Let torch use deterministic algorithms only, and so many CPU threads; afterwards everything is as before.

    One thread by default: sums do not depend on how work is shared, and on a busy machine it is the quicker, too.
    """
    # cuBLAS reads this when it starts; without it its sums may depend on timing (cuBLAS, "Results Reproducibility").
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    before = (
        torch.are_deterministic_algorithms_enabled(),
        torch.is_deterministic_algorithms_warn_only_enabled(),
        torch.backends.cudnn.benchmark,
        torch.backends.cuda.mem_efficient_sdp_enabled(),  # type: ignore[no-untyped-call]
        torch.get_num_threads(),
    )
    random_state = torch.get_rng_state()
    torch.use_deterministic_algorithms(mode=True)
    torch.backends.cudnn.benchmark = False
    # Its backward pass has no deterministic form; flash attention and plain products have one.
    torch.backends.cuda.enable_mem_efficient_sdp(enabled=False)
    torch.set_num_threads(threads)
    try:
        yield
    finally:
        deterministic, warn_only, benchmark, mem_efficient, threads_before = before
        torch.use_deterministic_algorithms(deterministic, warn_only=warn_only)
        torch.backends.cudnn.benchmark = benchmark
        torch.backends.cuda.enable_mem_efficient_sdp(mem_efficient)
        torch.set_num_threads(threads_before)
        torch.set_rng_state(random_state)
