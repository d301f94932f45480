"""Preview what a file of rates or costs would change."""

import re
from collections.abc import Sequence
from datetime import datetime

from database import Session
from domain_errors import FieldError, InvalidInputError
from rates.commands.rate_changes import new_ids, preview_change
from rates.domain.previews import Preview
from rates.domain.rule_file import RuleFileError, RuleRow, field_of
from rates.domain.rule_import import LineAct, acts_of, names_in
from rates.domain.rules import RateBilledError, RuleKind
from rates.store import rates, references

_FIELD = re.compile(r"acts\.(?P<act>\d+)\.\w+\.(?P<column>.+)")
_OF_ACT = re.compile(r"\bacts\.(\d+)\b")


async def preview_file(
    session: Session, rows: Sequence[RuleRow], *, by: str, now: datetime, kind: RuleKind = "rate"
) -> Preview:
    """Tell what the rows of a file would do, and do nothing. Raises `RuleFileError` by line and column."""
    things = await references.called(session, names_in(rows))
    acts = acts_of(rows, await rates.book(session, kind), things, new_ids(), kind)
    try:
        return await preview_change(session, [one.act for one in acts], by=by, now=now, kind=kind)
    except (InvalidInputError, RateBilledError) as error:
        first, *more = (_of_line(one, acts) for one in error.fields)
        raise RuleFileError(first.field, first.reason, *more) from error


def _of_line(error: FieldError, acts: Sequence[LineAct]) -> FieldError:
    """The same refusal, of the line that asked for the act."""
    reason = _OF_ACT.sub(lambda found: f"line {acts[int(found[1])].line}", error.reason)
    found = _FIELD.fullmatch(error.field)
    if found is None:
        return FieldError(error.field, reason)
    column = {"rate_id": "id", "cost_id": "id"}.get(found["column"], found["column"]).removesuffix(
        "_id"
    )
    return FieldError(field_of(acts[int(found["act"])].line, column), reason)
