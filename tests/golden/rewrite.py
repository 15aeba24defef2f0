"""Write the golden reports anew: `python tests/golden/rewrite.py` from the root of the checkout."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.golden.test_golden import GOLDEN, written  # noqa: E402 - the path has to be there first

for name, (form, style) in GOLDEN.items():
    HERE.joinpath(name).write_bytes(written(form, style))
