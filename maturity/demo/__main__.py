"""`python -m maturity.demo`: make the sample in ./demo, assess it, then assess the checkout of this program."""

from pathlib import Path

from maturity import cli
from maturity.demo.repository import build

CHECKOUT = Path(__file__).parents[2]


def show() -> int:
    """Print both reports and return the worse exit code."""
    cli.show_progress("making the sample repository in ./demo")
    code = cli.main(["scan", str(build(Path("demo")))])
    if not (CHECKOUT / "pyproject.toml").is_file():
        return code  # installed, not checked out: there is no repository of ours here
    return max(code, cli.main(["scan", str(CHECKOUT)]))


raise SystemExit(cli.guarded(show))
