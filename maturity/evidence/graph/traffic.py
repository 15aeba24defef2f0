"""Whether a command divides traffic: sending all of it to one release is none."""

import re
from collections.abc import Sequence

from maturity.evidence.graph.recognised import Proven

_SHARE = re.compile(r"[=:,\s](\d{1,3})(?:\.\d+)?(?![\d.\w])")
ALL = 100


def dividing(proofs: Sequence[Proven], words: Sequence[str]) -> Sequence[Proven]:
    """Return the proofs without a split of traffic whose shares, where they are written, are one whole."""
    if not any(proof.activity == "split-traffic" for proof in proofs):
        return proofs
    given = [word for word in words if "=" in word and not word.startswith("-")]
    shares = {int(share) for word in given for share in _SHARE.findall(word)}
    whole = ALL in shares and shares <= {0, ALL}
    return [proof for proof in proofs if not (whole and proof.activity == "split-traffic")]
