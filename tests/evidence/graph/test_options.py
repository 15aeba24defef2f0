"""Options told from other words."""

from maturity.evidence.graph.options import positional, rest, value, values


def test_words_that_are_no_options() -> None:
    words = ("-C", "ml", "--all", "train", "-n=3", "--", "-x")
    assert positional(words, ("-C",)) == ("train", "-x")


def test_the_wrapped_command() -> None:
    assert rest(("-n", "env", "-v", "python", "-m", "x"), ("-n",)) == ("python", "-m", "x")
    assert rest(("--rm", "--", "-odd"), ()) == ("-odd",)
    assert rest(("--rm",)) == ()


def test_values_in_every_spelling() -> None:
    assert value(("-C", "ml"), "-C") == "ml"
    assert value(("-Cml",), "-C") == "ml"
    assert value(("--file=x",), "-f", "--file") == "x"
    assert value(("--file",), "--file") == ""
    assert values(("-t", "a", "--tag=b", "c"), "-t", "--tag") == ("a", "b")
