"""What the templates of whole reports are given."""

from functools import partial
from typing import Any

from maturity.model.assessment import Assessment
from maturity.model.rule import Text
from maturity.render import crosswalk, summary
from maturity.render.charts import radar
from maturity.render.display import displayable
from maturity.render.frameworkwords import framework_words
from maturity.render.moment import moment
from maturity.render.report import report
from maturity.render.report_words import report_words
from maturity.render.style import Style
from maturity.render.words import words


def context(assessment: Assessment, style: Style, limit: int) -> dict[str, Any]:
    """Return the values and the functions by which templates speak of an assessment.

    No text of a finding gets longer than the limit.
    """
    said, told, framed = words(style.language), report_words(style.language), framework_words(style.language)

    def say(text: Text) -> str:
        return displayable(summary.say(text, style.language), limit)

    return {
        "said": said,
        "told": told,
        "lang": {"en": "en", "zh": "zh-CN"}[style.language],
        "report": report(assessment),
        "assessment": assessment,
        "target": assessment.target,
        "radar": radar(assessment.principles),
        "picture": told.results_picture.format(
            values=said.comma.join(f"{say(one.title)} {one.level}" for one in assessment.principles)
        ),
        "changes": style.changes,
        "frameworks": style.chapters,
        "framed": framed,
        "framework_symbols": crosswalk.SYMBOLS,
        "framework_counts": partial(crosswalk.counts, said=framed),
        "framework_score": partial(crosswalk.score_lines, language=style.language),
        "made": moment(assessment.started),
        "symbols": summary.SYMBOLS,
        "highest": summary.HIGHEST,
        "limit": limit,
        "most_listed": None,
        "shown": displayable,
        "where": summary.where,
        "percent": summary.percent,
        "gaps": summary.gaps(assessment),
        "basis": summary.basis(assessment, said),
        "blockers": summary.selected(assessment, assessment.blockers),
        "plan": summary.selected(assessment, assessment.plan),
        "say": say,
        "passing": partial(summary.passing, words=said),
        "effort": partial(summary.effort, words=said),
    }
