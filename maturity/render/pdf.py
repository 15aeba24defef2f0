"""The report as PDF, in two editions. WeasyPrint works in a child under limits, and is given nothing but our fonts."""

import os
import signal
import warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import FrameType, MappingProxyType
from typing import Any, NamedTuple, NoReturn

from maturity.children import alone, inside
from maturity.errors import SourceError, Unreadable, UsageError
from maturity.model.assessment import Assessment
from maturity.render.decisions import decisions, risks
from maturity.render.fonts import faces, legible
from maturity.render.moment import moment
from maturity.render.page import context
from maturity.render.report import report
from maturity.render.style import Edition, Style
from maturity.render.templates import filled, source

SECONDS, PATIENCE, MEMORY = 60, 300, 1 << 30
"""Of the processor, of the clock - a busy machine makes a report slow, and that is no fault of it - and bytes."""
ATTACHED = "assessment.json"
LONGEST = 1000
"""Characters of any text."""
LIMITS: dict[Edition, tuple[int, ...]] = {"management": (160, 80, 40), "audit": (600,)}
"""Characters of a text of a finding; the next where an edition would otherwise have too many pages."""
MOST_PAGES: dict[Edition, float] = {"management": 4, "audit": float("inf")}
MOST_STEPS: dict[Edition, int] = {"management": 6, "audit": 60}
MOST_FULL = 100
"""Findings that get an area of their own; the others are rows of a table."""
MOST_EVIDENCE = 5
"""Places shown with one finding."""
MOST_EXHIBITS = 300
"""Rows of the evidence register."""
MOST_LISTED = 30
"""Entries of any other list. The attached assessment holds everything."""
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def render(assessment: Assessment, style: Style) -> bytes:
    """Return the PDF; the same assessment gives the same bytes.

    Raises:
        UsageError: WeasyPrint or a library of the system that it needs is missing.
        SourceError: The PDF could not be made within the limits.
    """
    attached = report(assessment).document if style.variant == "a-3a" else None
    return printed(
        lambda limit: _html(assessment, style, limit),
        style,
        limits=LIMITS[style.edition],
        most_pages=MOST_PAGES[style.edition],
        made=moment(assessment.started),
        attached=(Attached(ATTACHED, "maturity assessment", attached),) if attached is not None else (),
    )


class Attached(NamedTuple):
    """A document that the PDF carries."""

    name: str
    description: str
    content: str


def printed(
    page: Callable[[int], str],
    style: Style,
    *,
    limits: Sequence[int],
    most_pages: float,
    made: datetime,
    attached: Sequence[Attached | Callable[[bytes], Attached]],
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """Print pages in a child under limits, with nothing but our fonts and the pictures that are given.

    Args:
        page: Makes the HTML, with texts of so many characters at most.
        style: Its language chooses the style sheet, its variant the kind of PDF.
        limits: Of characters; the next one is tried where there would be more pages than `most_pages`.
        most_pages: How many there may be.
        made: The time that the PDF carries.
        attached: What goes with it; a function makes it of the PDF that carries nothing.
        pictures: By the name under which `maturity:NAME` asks for them.

    Raises:
        UsageError: WeasyPrint or a library of the system that it needs is missing.
        SourceError: The PDF could not be made within the limits.
    """
    weasyprint = _weasyprint()
    fonts = weasyprint.text.fonts.FontConfiguration()
    fetcher = _fetcher(weasyprint, {**faces(), **pictures})
    sheets = _sheets(weasyprint, style, fonts, fetcher)  # here, since fonts are unpacked: the child may write no file
    variant = f"pdf/{style.variant}"

    def written() -> bytes:
        _bound_processor(SECONDS)
        os.environ["SOURCE_DATE_EPOCH"] = str(int(made.timestamp()))
        for limit in limits:
            document = weasyprint.HTML(string=page(limit), url_fetcher=fetcher).render(
                font_config=fonts, stylesheets=sheets, pdf_variant=variant
            )
            if len(document.pages) <= most_pages:
                break
        carried = [
            one if isinstance(one, Attached) else one(bytes(document.write_pdf(pdf_variant=variant)))
            for one in attached
        ]
        return bytes(document.write_pdf(pdf_variant=variant, attachments=_attachments(weasyprint, carried, made)))

    try:
        return alone(written, seconds=PATIENCE, memory=MEMORY)
    except Unreadable as error:
        raise SourceError(f"the PDF could not be made: {error}; --format html has no such limits") from None


def _sheets(weasyprint: Any, style: Style, fonts: Any, fetcher: Any) -> list[Any]:
    return [
        weasyprint.CSS(string=source(name), font_config=fonts, url_fetcher=fetcher)
        for name in ("print.css", f"print-{style.language}.css")
    ]


def _bound_processor(seconds: int) -> None:
    """Bound the time of the processor, where the work has a process of its own."""
    if not inside():
        return
    import resource

    def stop(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise Unreadable(f"took longer than {seconds} s")

    signal.signal(signal.SIGXCPU, stop)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))


def _html(assessment: Assessment, style: Style, limit: int) -> str:
    given = context(assessment, style, limit)
    arranged = given["report"]
    full = frozenset(entry.number for entry in arranged.problems[:MOST_FULL])
    register = [(entry, exhibit) for entry in arranged.entries for exhibit in entry.exhibits][:MOST_EXHIBITS]
    given |= {
        "edition": style.edition,
        # Our fonts have none of the signs that these stand for.
        "symbols": given["symbols"] | {"fail": "×"},
        "framework_symbols": given["framework_symbols"] | {"not-met": "×", "attested": "+"},
        "attached": ATTACHED if style.variant == "a-3a" else "",
        "risks": risks(assessment),
        "decisions": tuple(decisions(assessment, given["said"], given["told"])),
        "full": full,
        "register": register,
        "most_full": MOST_FULL,
        "most_steps": MOST_STEPS[style.edition],
        "most_evidence": MOST_EVIDENCE,
        "most_exhibits": MOST_EXHIBITS,
        "most_listed": MOST_LISTED,
    }
    return filled(f"{style.edition}.html", given, lambda text: legible(text, LONGEST))


def _weasyprint() -> Any:
    try:
        with warnings.catch_warnings():
            # It announces that it will need a library that it can do without for now.
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint
    except ImportError:
        raise UsageError("--format pdf: needs WeasyPrint; install it with: pip install 'maturity[pdf]'") from None
    except OSError:
        raise UsageError(
            f"--format pdf: a library of the system is missing; on Debian and Ubuntu: apt-get install {PACKAGES}"
        ) from None
    return weasyprint


def _fetcher(weasyprint: Any, files: Mapping[str, bytes]) -> Any:
    """Return a fetcher that knows our fonts by name and nothing else: no file, no host, no data address."""

    class OwnFonts(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, _headers: Mapping[str, str] | None = None) -> Any:
            content = files.get(url.removeprefix("maturity:"))
            if content is None:
                raise ValueError("refused")
            return weasyprint.urls.URLFetcherResponse(url, content)

    return OwnFonts(allowed_protocols=())


def _attachments(weasyprint: Any, attached: Sequence[Attached], made: datetime) -> list[Any]:
    """Return what the PDF carries, dated so that the bytes stay the same."""
    return [
        weasyprint.Attachment(
            string=one.content,
            name=one.name,
            description=one.description,
            created=made,
            modified=made,
            relationship="Data",
        )
        for one in attached
    ]
