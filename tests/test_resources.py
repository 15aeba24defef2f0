"""The data folders are found."""

from maturity import resources


def test_the_checkout_has_a_catalog_and_templates() -> None:
    assert (resources.folder("checks") / "rules").is_dir()
    assert resources.folder("reports").is_dir()
