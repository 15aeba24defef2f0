"""Write the golden reports anew: `python tests/golden/rewrite.py` from the root of the checkout."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from maturity.render import render  # noqa: E402 - the path has to be there first
from tests.golden.test_golden import GOLDEN  # noqa: E402
from tests.render.example import EXAMPLE  # noqa: E402

for name, (form, style) in GOLDEN.items():
    HERE.joinpath(name).write_text(render(form, EXAMPLE, style), encoding="utf-8")
