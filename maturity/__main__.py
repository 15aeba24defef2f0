"""`python -m maturity`."""

import os
import sys

# `-m` puts the current folder first among the places to import from, and that may be the repository to be scanned, with
# a `yaml.py` of its own. Unless our own package stands there too, nothing is imported from it. (A folder `maturity`
# there would have been taken instead of us: the command `maturity` and `python -P -m maturity` never look there.)
if not sys.flags.safe_path:
    _home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - imports nothing
    sys.path[:] = [
        place
        for place in sys.path
        if os.path.realpath(place) != os.path.realpath(os.curdir) or os.path.realpath(place) == os.path.realpath(_home)
    ]

from maturity.cli import main

raise SystemExit(main())
