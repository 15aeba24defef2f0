"""Committed credentials."""

from maturity.evidence.topics.secrets import collect
from tests.evidence.topics.targets import project

KEY = "AKIA" + "Q3ZJ7XW2LMN4PR6T"
ADDRESS = "postgres://app:" + "Zx81kQw9Lm" + "@db.internal.company.com/prod"


def test_a_key_is_shown_by_four_characters() -> None:
    (found,) = collect(project({"deploy.sh": f"export AWS_ACCESS_KEY_ID={KEY}\n"}))
    assert (found.secret, found.live, str(found.at), found.at.text) == ("aws-access-key", True, "deploy.sh:1", "AKIA…")


def test_prose_and_tests_may_show_passwords_but_no_real_keys() -> None:
    target = project({"docs/setup.md": f"{ADDRESS}\n{KEY}\n", "settings.yaml": f"url: {ADDRESS}\n"})
    found = {(str(one.at), one.secret): one.live for one in collect(target)}
    assert found == {
        ("docs/setup.md:1", "password-in-url"): False,
        ("docs/setup.md:2", "aws-access-key"): True,
        ("settings.yaml:1", "password-in-url"): True,
    }
