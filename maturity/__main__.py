"""`python -m maturity`."""

from maturity.cli import main

raise SystemExit(main())
