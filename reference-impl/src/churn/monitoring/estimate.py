"""Performance without labels, for the weeks until they arrive.

What is covered: if the scores are calibrated, their spread says how well they order customers. What is not: concept
drift. Scores stay as they are while their meaning changes; in a trial the estimate stayed at 0.80 while the AUC fell to
0.68. It informs, and triggers nothing.
"""

import numpy as np
from numpy.typing import NDArray


def expected_auc(scores: NDArray[np.float64]) -> float:
    """Return the AUC that calibrated probabilities (n,) let expect; NaN without any spread of outcomes.

    Of all pairs (i, j), i leaves and j stays with weight p_i (1 - p_j); the AUC is the share of weight where p_i > p_j,
    ties counting half. This is confidence-based estimation (Guillory et al., 2021) for the Mann-Whitney statistic.
    """
    ranked = np.sort(scores)
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]]) if len(ranked) else np.empty(0, np.intp)
    if not len(starts):
        return float("nan")
    leave, stay = np.add.reduceat(ranked, starts), np.add.reduceat(1 - ranked, starts)
    below = np.cumsum(stay) - stay
    weight = leave.sum() * stay.sum()
    return float(np.sum(leave * (below + 0.5 * stay)) / weight) if weight > 0 else float("nan")
