"""What a gate found, as workflow commands that GitHub shows at the lines of a pull request.

The form is GitHub's: `::error file=...,line=...,title=...::message`, where `%` and line ends are escaped, and in
properties `:` and `,` too. Only our own lines start with `::`; foreign text is escaped and never starts a line.
"""

from collections.abc import Iterable

from maturity.model.finding import Finding
from maturity.render.display import displayable
from maturity.render.style import Language
from maturity.render.summary import first_step, say, telling

MOST = 10
"""GitHub shows ten errors of a step."""
LONGEST = 900


def annotations(findings: Iterable[Finding], language: Language) -> str:
    """Return one command per finding, at the place that tells most."""
    return "".join(_command(finding, language) + "\n" for finding in list(findings)[:MOST])


def _command(finding: Finding, language: Language) -> str:
    place = telling(finding)
    properties = {}
    if place is not None and place.path:
        properties["file"] = displayable(place.path)
        if place.line:
            properties["line"] = str(place.line)
    properties["title"] = f"maturity {displayable(finding.rule, 60)}"
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = f"{say(finding.summary, language)} {first_step(say(finding.fix, language))}"
    return f"::error {listed}::{_data(displayable(message, LONGEST))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
