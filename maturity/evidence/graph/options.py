"""Options of a command line told from its other words."""

from collections.abc import Collection, Sequence


def positional(words: Sequence[str], valued: Collection[str] = ()) -> tuple[str, ...]:
    """Return the words that are neither options nor values of the options named."""
    found: list[str] = []
    skip = ended = False
    for word in words:
        if skip:
            skip = False
        elif ended or not word.startswith("-") or word == "-":
            found.append(word)
        elif word == "--":
            ended = True
        else:
            skip = word in valued
    return tuple(found)


def rest(words: Sequence[str], valued: Collection[str] = ()) -> tuple[str, ...]:
    """Return the words from the first one that is neither an option nor the value of one: the wrapped command."""
    skip = False
    for position, word in enumerate(words):
        if skip:
            skip = False
        elif word == "--":
            return tuple(words[position + 1 :])
        elif not word.startswith("-"):
            return tuple(words[position:])
        else:
            skip = word in valued
    return ()


def value(words: Sequence[str], *names: str) -> str:
    """Return the value of an option in any of its spellings; empty when it is not given."""
    for position, word in enumerate(words):
        for name in names:
            if word == name and position + 1 < len(words):
                return words[position + 1]
            if word.startswith(name + "="):
                return word[len(name) + 1 :]
            if not name.startswith("--") and word.startswith(name) and len(word) > len(name):
                return word.removeprefix(name)
    return ""


def values(words: Sequence[str], *names: str) -> tuple[str, ...]:
    """Return all values of an option that may be repeated."""
    return tuple(
        found
        for position in range(len(words))
        if words[position].partition("=")[0] in names
        for found in [value(words[position : position + 2], *names)]
        if found
    )
