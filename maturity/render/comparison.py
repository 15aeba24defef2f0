"""What changed between two assessments, as text and as Markdown."""

from maturity.model.comparison import Change, Comparison, Direction, Side
from maturity.model.finding import Status
from maturity.render.columns import fit, pad, width
from maturity.render.display import displayable, markdown_code, markdown_text
from maturity.render.report_words import ReportWords, report_words
from maturity.render.style import Style, Tone
from maturity.render.summary import percent, say
from maturity.render.words import Words, words

COLUMNS = 100

_SYMBOLS: dict[Direction, str] = {"worse": "▼", "better": "▲", "same": "◆"}
_TONES: dict[Direction, Tone] = {"worse": "bad", "better": "good", "same": "doubt"}


def text(comparison: Comparison, style: Style) -> str:
    """Return the comparison for a terminal: what got worse first."""
    said, told = words(style.language), report_words(style.language)
    blocks = [
        _head(comparison, style, said, told),
        *(_group(comparison, direction, style, said, told) for direction in _SYMBOLS),
        _principles(comparison, style, said),
    ]
    if not comparison.changes:
        blocks.append([told.no_changes])
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def markdown(comparison: Comparison, style: Style) -> str:
    """Return the comparison for a comment on a pull request."""
    said, told = words(style.language), report_words(style.language)
    before, after = comparison.before, comparison.after
    heading = f"## {said.level.format(level=_moved(before.level, after.level))}"
    shares = _moved(percent(before.score), percent(after.score))
    blocks = [heading, f"{said.score} {shares} · {_commits(before, after, told)}"]
    if not comparison.same_target:
        blocks.append(markdown_text(told.other_target.format(name=before.target)))
    if not comparison.changes:
        blocks.append(told.no_changes)
    for direction, symbol in _SYMBOLS.items():
        rows = [_row(change, style, said, told) for change in comparison.changes if change.direction == direction]
        if rows:
            columns = (
                f"| {told.rule} | {said.level_column} | {told.outcome} | {told.cause} | |\n|---|---|---|---|---|\n"
            )
            title = f"### {symbol} {told.directions[direction]}{said.colon}{len(rows)}"
            blocks.append(f"{title}\n\n{columns}" + "\n".join(rows))
    return "\n\n".join(blocks) + "\n"


def _head(comparison: Comparison, style: Style, said: Words, told: ReportWords) -> list[str]:
    before, after = comparison.before, comparison.after
    level = said.level.format(level=_moved(before.level, after.level))
    shares = f"{said.score} {_moved(percent(before.score), percent(after.score))}"
    lines = [
        f"{displayable(after.target, 60)}{said.colon}{level}{said.comma}{shares}",
        *(
            style.paint("quiet", f"  {displayable(side.started, 40)}  {_commit(side, said, told)}  {_tool(side)}")
            for side in (before, after)
        ),
    ]
    if not comparison.same_target:
        lines.append(style.paint("doubt", told.other_target.format(name=displayable(before.target, 60))))
    return lines


def _group(comparison: Comparison, direction: Direction, style: Style, said: Words, told: ReportWords) -> list[str]:
    """Two lines for each change of one direction: what and why, then what is said of the rule now."""
    changes = [change for change in comparison.changes if change.direction == direction]
    if not changes:
        return []
    heading = f"{told.directions[direction]}{said.colon}{len(changes)}"
    lines = [style.paint("strong", heading[:1].upper() + heading[1:])]
    rules = [displayable(change.rule, 40) for change in changes]
    wide = max(map(width, rules))
    for change, rule in zip(changes, rules, strict=True):
        need = said.required if change.required else said.recommended
        level = f"{said.level_short.format(level=change.level)}{said.comma}{need}"
        moved = style.paint(_TONES[direction], f"{_SYMBOLS[direction]} {pad(rule, wide)}")
        why = style.paint("quiet", f"{level} · {told.causes[change.cause]}")
        lines.append(f"  {moved}  {_outcomes(change, said, told)}  {why}")
        lines.append(f"      {fit(displayable(say(change.summary, style.language)), COLUMNS - 6)}")
    return lines


def _principles(comparison: Comparison, style: Style, said: Words) -> list[str]:
    if not comparison.principles:
        return []
    titles = [displayable(say(one.title, style.language), 30) for one in comparison.principles]
    wide = max(map(width, titles))
    rows = [style.paint("strong", said.principles)]
    for title, one in zip(titles, comparison.principles, strict=True):
        level = said.level_short.format(level=_moved(_known(one.level_before), _known(one.level_after)))
        rows.append(f"  {pad(title, wide)}  {level}  {_moved(percent(one.score_before), percent(one.score_after))}")
    return rows


def _row(change: Change, style: Style, said: Words, told: ReportWords) -> str:
    need = said.required if change.required else said.recommended
    summary = markdown_text(say(change.summary, style.language))
    cells = (
        markdown_code(change.rule),
        f"{change.level} ({need})",
        _outcomes(change, said, told),
        told.causes[change.cause],
    )
    return f"| {' | '.join(cells)} | {summary} |"


def _outcomes(change: Change, said: Words, told: ReportWords) -> str:
    before = _outcome(change.before, said, told, waived=change.waived_before)
    return _moved(before, _outcome(change.after, said, told, waived=change.waived_after))


def _outcome(status: Status | None, said: Words, told: ReportWords, *, waived: bool) -> str:
    word = said.statuses[status] if status else told.no_rule
    return f"{word} ({told.waived_sign})" if waived else word


def _commits(before: Side, after: Side, told: ReportWords) -> str:
    short = [side.commit[:10] if side.commit else told.no_commit for side in (before, after)]
    return _moved(*map(markdown_code, short))


def _commit(side: Side, said: Words, told: ReportWords) -> str:
    commit = displayable(side.commit[:10]) if side.commit else told.no_commit
    return f"{commit} ({said.changed})" if side.dirty else commit


def _tool(side: Side) -> str:
    return displayable(f"maturity {side.version}", 40)


def _known(level: int | None) -> str:
    return "-" if level is None else str(level)


def _moved(before: object, after: object) -> str:
    """Return what it was and what it is; one of them where both are the same."""
    return f"{before} → {after}" if before != after else f"{after}"
