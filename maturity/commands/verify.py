"""`maturity verify`: check a statement, its signature, and that it speaks of an assessment."""

import argparse
from typing import NamedTuple

from maturity.commands import Outcome, Terminal
from maturity.render.display import displayable
from maturity.render.style import Language, Style
from maturity.render.words import words
from maturity.verification import Check, Part, verify

NOT_HELD = 1
"""The exit code when something does not hold."""


class _Labels(NamedTuple):
    """What the checks are called, and what comes of them."""

    parts: dict[Part, str]
    holds: str
    fails: str
    unchecked: dict[Part, str]


_LABELS: dict[Language, _Labels] = {
    "en": _Labels(
        {
            "form": "an in-toto statement on test results",
            "signature": "signed by the given key",
            "digest": "about this assessment, byte for byte",
            "results": "says what the assessment says",
        },
        "holds",
        "does not hold",
        {
            "form": "",
            "signature": "not checked: give the public key with --key",
            "digest": "not checked: give the assessment with --assessment",
            "results": "not checked: give the assessment with --assessment",
        },
    ),
    "zh": _Labels(
        {
            "form": "是关于测试结果的 in-toto 声明",
            "signature": "由给定密钥签名",
            "digest": "针对该评估文件，逐字节一致",
            "results": "内容与评估一致",
        },
        "成立",
        "不成立",
        {
            "form": "",
            "signature": "未检查：请用 --key 给出公钥",
            "digest": "未检查：请用 --assessment 给出评估文件",
            "results": "未检查：请用 --assessment 给出评估文件",
        },
    ),
}


def run(arguments: argparse.Namespace, terminal: Terminal) -> Outcome:
    """Check, and say of each part whether it holds."""
    checks = verify(arguments.file, arguments.key, arguments.assessment)
    style = Style(language=arguments.lang, colour=terminal.colour)
    text = "".join(f"{_line(check, style)}\n" for check in checks)
    return Outcome(text, NOT_HELD if any(check.holds is False for check in checks) else 0)


def _line(check: Check, style: Style) -> str:
    labels, colon = _LABELS[style.language], words(style.language).colon
    if check.holds is None:
        return style.paint("quiet", f"– {labels.parts[check.part]}{colon}{labels.unchecked[check.part]}")
    symbol, told = ("✓", labels.holds) if check.holds else ("✗", labels.fails)
    detail = f" ({displayable(check.detail)})" if check.detail else ""
    return style.paint("good" if check.holds else "bad", f"{symbol} {labels.parts[check.part]}{colon}{told}{detail}")
