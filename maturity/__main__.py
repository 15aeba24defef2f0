"""`python -m maturity`."""

import os
import sys

# `-m` puts the current folder first among the places to import from, and that may be the repository to be scanned, with
# a `yaml.py` of its own. Unless our own package stands there too, nothing is imported from it. (A folder `maturity`
# there would have been taken instead of us: the command `maturity` and `python -P -m maturity` never look there.)
try:
    _current = os.path.realpath(os.curdir)
except OSError:  # a folder that is gone holds no modules
    _current = ""
_home = os.path.realpath(os.path.dirname(os.path.dirname(__file__)))  # noqa: PTH120 - imports nothing
if _current != _home and not sys.flags.safe_path:
    sys.path[:] = [place for place in sys.path if place and os.path.realpath(place) != _current]

from maturity.cli import main  # noqa: E402 - not before the guard

raise SystemExit(main())
