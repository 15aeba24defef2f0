"""A page as a browser takes it apart: tags, attributes and text."""

from html.parser import HTMLParser

CELLS = frozenset({"td", "th", "br", "li", "dt", "dd", "p", "div"})
"""They stand apart even where no blank does."""
VOID = frozenset({"meta", "br", "input", "link", "img"})


class Page(HTMLParser):
    """What a page is made of; it fails on a tag that is not closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.inside: dict[str, str] = {}
        """Text of the last element of each name."""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == [], f"never closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self.inside[tag] = ""
        self.words.append(" " if tag in CELLS else "")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"closes {tag}, and nothing is open"
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        for tag in self._open:
            self.inside[tag] = self.inside.get(tag, "") + data

    def attributes(self, name: str) -> list[str]:
        """Return the values of one attribute, in order."""
        return [attributes[name] for _, attributes in self.tags if name in attributes]

    @property
    def text(self) -> str:
        """Everything that can be read."""
        return " ".join("".join(self.words).split())
