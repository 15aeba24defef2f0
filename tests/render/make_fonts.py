"""Make the fonts of the PDF anew, from the collections of Debian's package fonts-noto-cjk.

python tests/render/make_fonts.py /usr/share/fonts/opentype/noto
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FONTS = Path(__file__).parents[2] / "reports" / "fonts"
SANS, MONO = 2, 7
"""Where the faces for simplified Chinese stand in a collection."""

LATIN = ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20BF))
SIGNS = ((0x2100, 0x214F), (0x2150, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x25A0, 0x27BF))
ALPHABETS = ((0x370, 0x3FF), (0x400, 0x45F), (0x3000, 0x30FF), (0xFF00, 0xFFEF), (0x2500, 0x257F))


def ranges(*spans: tuple[int, int]) -> set[int]:
    """Return the code points of some spans."""
    return {point for first, last in spans for point in range(first, last + 1)}


def chinese() -> set[int]:
    """Return the ideographs of GB 2312."""
    cells = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 88) for cell in range(1, 95))
    return {ord(char) for pair in cells if len(char := pair.decode("gb2312", "ignore")) == 1}


def subset(collection: Path, face: int, points: set[int], name: str) -> set[int]:
    """Write those glyphs of one face that some code points need, and return what it has of them."""
    font: TTFont = TTCollection(collection, lazy=True).fonts[face]
    options = Options(
        layout_features=["kern"],
        hinting=False,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        drop_tables=["VORG", "vhea", "vmtx", "BASE", "DSIG"],
    )
    options.flavor = "woff2"
    cutter = Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    font.flavor = "woff2"
    font.recalcTimestamp = False
    font.save(FONTS / name)
    return set(font.getBestCmap())


def spans(points: set[int]) -> str:
    """Return code points as lines of spans, in hexadecimal."""
    starts = sorted(point for point in points if point - 1 not in points)
    ends = sorted(point for point in points if point + 1 not in points)
    return "".join(f"{first:x}-{last:x}\n" for first, last in zip(starts, ends, strict=True))


def main() -> None:
    """Write the fonts, and which characters they have."""
    folder = Path(sys.argv[1])
    text = ranges(*LATIN, *SIGNS, *ALPHABETS)
    covered = subset(folder / "NotoSansCJK-Regular.ttc", SANS, text | chinese(), "sans-regular.woff2")
    subset(folder / "NotoSansCJK-Bold.ttc", SANS, text | chinese(), "sans-bold.woff2")
    subset(folder / "NotoSansCJK-Regular.ttc", MONO, text, "mono-regular.woff2")
    (FONTS / "coverage.txt").write_text(spans(covered), encoding="ascii")


if __name__ == "__main__":
    main()
