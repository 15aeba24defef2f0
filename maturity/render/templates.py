"""The templates in reports/, filled. Every value passes one door: shown as one harmless line, then escaped as text."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from maturity.resources import folder

if TYPE_CHECKING:
    from jinja2 import Environment


def filled(template: str, context: Mapping[str, Any], shown: Callable[[str], str]) -> str:
    """Fill a template. `shown` makes foreign text harmless; a template cannot do without it."""
    return _environment(shown).get_template(template).render(context)


def source(name: str) -> str:
    """Return a file of reports/ as it is."""
    return (folder("reports") / name).read_text(encoding="utf-8")


def _environment(shown: Callable[[str], str]) -> "Environment":
    import jinja2  # only a report that is a page pays for it

    def displayed(value: object) -> object:
        """Markup is what our own macros made; any other text is foreign, or may be."""
        return shown(value) if isinstance(value, str) and not hasattr(value, "__html__") else value

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder("reports")),
        autoescape=True,
        finalize=displayed,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
