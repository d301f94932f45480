"""The time behind the lines, as it is printed after them."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from babel.dates import format_date

from invoicing.domain.appendix import Appendix, AppendixEntry
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.words import Wording
from invoicing.printing.lines import written_hours
from typesetting.widths import is_plain, width

_TEXT_POINTS = 9
_PAGE_POINTS = 470
_DATE_POINTS, _PERSON_POINTS, _GAP_POINTS = 72, 98, 12
_LONG = 800


def time_appendix(content: InvoiceContent, appendix: Appendix, words: Wording) -> dict[str, Any]:
    """A table with a heading for each line, unless no line has more than one entry."""
    named = any(entry.agent_name for entry in appendix.entries)
    groups = [list(group) for _, group in groupby(appendix.entries, lambda entry: entry.line_id)]
    written = [written_hours(x.seconds, x.billed_seconds, words) for x in appendix.entries]
    widest = round(max(46, *(width(text) * _TEXT_POINTS + _GAP_POINTS for text in written)), 1)
    left = _PAGE_POINTS - _DATE_POINTS - widest - (_PERSON_POINTS if named else 0) - _GAP_POINTS
    described = {line.line_id: line.description for line in content.lines}
    several = any(len(group) > 1 for group in groups)
    return {
        "title": words.appendix,
        "subtitle": words.appendix_to(words.invoice, content.number or words.draft),
        "columns": [words.work_date, *([words.person] if named else []), words.work, words.hours],
        "widths": [_DATE_POINTS, *([_PERSON_POINTS] if named else []), None, widest],
        "groups": [
            {
                "text": described[group[0].line_id] if several else None,
                "hours": _sum(group, words),
                "rows": [_row(entry, named, left, words) for entry in group],
            }
            for group in groups
        ],
        "total": [words.total, _sum(appendix.entries, words)],
    }


def _sum(entries: Sequence[AppendixEntry], words: Wording) -> str:
    seconds = sum(entry.seconds for entry in entries)
    return written_hours(seconds, sum(entry.billed_seconds for entry in entries), words)


def _row(entry: AppendixEntry, named: bool, left: float, words: Wording) -> dict[str, Any]:
    day = str(format_date(entry.work_date, "medium", words.locale))
    name = entry.agent_name or ""
    plain = is_plain(name) and is_plain(entry.work)
    narrow = width(name) * _TEXT_POINTS <= _PERSON_POINTS - _GAP_POINTS
    return {
        "cells": [day, *([name] if named else []), entry.work],
        "hours": written_hours(entry.seconds, entry.billed_seconds, words),
        "plain": plain,
        "one": plain and narrow and width(entry.work) * _TEXT_POINTS <= left,
        "long": len(entry.work) > _LONG,
    }
