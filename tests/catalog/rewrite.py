"""Write the published schemas anew after a change of the models: `python -m tests.catalog.rewrite`."""

from pathlib import Path

from maturity.rules.schema import published

ROOT = Path(__file__).parents[2]


def rewrite() -> None:
    """Write every published schema."""
    for path, text in published().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    rewrite()
