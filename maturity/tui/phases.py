"""The steps of a scan in each language. A scan tells them in English; a step that is not known stays as it is told."""

import re

from maturity.tui.said import Said

_KNOWN = (
    (re.compile(r"opening the target"), "打开目标"),
    (re.compile(r"cloning (.+)"), "克隆 {}"),
    (re.compile(r"reading (\d+) files"), "读取 {} 个文件"),
    (re.compile(r"following what runs what"), "追踪运行关系"),
    (re.compile(r"judging (\d+) facts"), "评判 {} 条事实"),
    (re.compile(r"reading (\d+) runs"), "读取 {} 个运行"),
    (re.compile(r"listing (\d+) objects"), "列举 {} 个对象"),
)


def phase(words: str) -> Said:
    """Return a step in each language."""
    for pattern, chinese in _KNOWN:
        found = pattern.fullmatch(words)
        if found:
            return Said(en=words, zh=chinese.format(*found.groups()))
    return Said(en=words, zh=words)
