"""Import policies of rounding, multipliers and holidays from files, or tell what that would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from database import Session
from domain_errors import FieldError
from rates.commands.holidays import add_holidays
from rates.commands.multipliers import create_multiplier, end_multiplier, replace_multiplier
from rates.commands.rounding import create_policy, end_policy, replace_policy
from rates.domain import multiplier_file, rounding_file
from rates.domain.dated_import import LineChange, New, Wanted, changes_of
from rates.domain.multiplier_file import HolidayRow, MultiplierRow, new_holidays
from rates.domain.multipliers import NewMultiplier
from rates.domain.rounding import NewRoundingPolicy
from rates.domain.rounding_file import PolicyRow
from rates.domain.rule_import import scope_of, things_named
from rates.domain.rules import Scope, unknown
from rates.domain.table_file import Errors, field_of
from rates.store import holidays, multipliers, rates, references, rounding_policies
from rates.store.multipliers import MultiplierFilter
from rates.store.rounding_policies import RoundingFilter


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """What a line begins, ends or replaces; `id`: of what was there."""

    line: int
    act: Literal["create", "end", "replace"]
    id: UUID | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Imported:
    """What the lines of a file change, or would; the others are there already."""

    dry_run: bool
    unchanged: int
    changes: Sequence[ImportedLine]


async def import_policies(
    session: Session, rows: Sequence[PolicyRow], *, by: str, dry_run: bool
) -> Imported:
    """Make the policies what the rows say, all or nothing. Raises `RuleFileError` by line and column."""
    await rates.begin_change(session)
    errors = Errors()
    scopes = await _scopes(session, {row.line: row.named for row in rows}, errors)
    wanted = [
        Wanted(row.line, row.policy_id, row.version, replace(row.policy, organization_id=whose))
        for row in rows
        if row.line in scopes
        for whose in [scopes[row.line].organization_id]
    ]
    there = await rounding_policies.list_policies(session, RoundingFilter(), None, None, None)
    book = [rounding_file.kept(one) for one in there]
    changes = changes_of(wanted, book, rounding_file.KIND, errors)
    for one in [] if dry_run else _in_order(changes):
        await _change_policy(session, one, by)
    return _imported(changes, len(rows), dry_run=dry_run)


async def _change_policy(session: Session, one: LineChange[NewRoundingPolicy], by: str) -> None:
    new = one.new
    if one.id is None:
        await create_policy(session, new, by=by)
    elif one.act == "end":
        await end_policy(session, one.id, new.valid_to, expected=one.version, by=by)
    else:
        rounding, first = new.rounding, new.valid_from
        await replace_policy(session, one.id, rounding, first, expected=one.version, by=by)


async def import_multipliers(
    session: Session, rows: Sequence[MultiplierRow], *, by: str, dry_run: bool
) -> Imported:
    """Make the multipliers what the rows say, all or nothing. Raises `RuleFileError` by line and column."""
    await rates.begin_change(session)
    errors = Errors()
    scopes = await _scopes(session, {row.line: row.named for row in rows}, errors)
    wanted = [
        Wanted(
            row.line,
            row.multiplier_id,
            row.version,
            replace(row.multiplier, scope=scopes[row.line]),
        )
        for row in rows
        if row.line in scopes
    ]
    there = await multipliers.list_multipliers(session, MultiplierFilter(Scope()), None, None, None)
    book = [multiplier_file.kept(one) for one in there]
    changes = changes_of(wanted, book, multiplier_file.KIND, errors)
    for one in [] if dry_run else _in_order(changes):
        await _change_multiplier(session, one, by)
    return _imported(changes, len(rows), dry_run=dry_run)


async def _change_multiplier(session: Session, one: LineChange[NewMultiplier], by: str) -> None:
    if one.id is None:
        await create_multiplier(session, one.new, by=by)
    elif one.act == "end":
        await end_multiplier(session, one.id, one.new.valid_to, expected=one.version, by=by)
    else:
        await replace_multiplier(session, one.id, one.new, expected=one.version, by=by)


async def import_holidays(
    session: Session, rows: Sequence[HolidayRow], *, by: str, dry_run: bool
) -> Imported:
    """Add the holidays of the rows that are not there, all or none. Raises `RuleFileError` by line and column."""
    days = [row.holiday.day for row in rows]
    found = new_holidays(rows, await holidays.between(session, min(days), max(days)))
    if found and not dry_run:
        await add_holidays(session, [row.holiday for row in found], by=by)
    lines = [
        ImportedLine(row.line, "create", None, row.holiday.day, row.holiday.day) for row in found
    ]
    return Imported(dry_run, len(rows) - len(lines), lines)


async def _scopes(
    session: Session, named: Mapping[int, Mapping[str, UUID | str]], errors: Errors
) -> dict[int, Scope]:
    """What the rows name, by line; what is not known is an error of its line, which then has no scope."""
    things = await references.called(session, things_named(named.values()))
    scopes = {line: scope_of(line, names, things, errors) for line, names in named.items()}
    wanted = {thing for scope in scopes.values() for thing in scope.named.items()}
    known = await references.which_known(session, wanted)
    for line, scope in scopes.items():
        for field, id_ in scope.named.items():
            if (field, id_) not in known:
                reason = unknown(field).reason
                errors.append(FieldError(field_of(line, field), reason))
    wrong = {error.field.split(".")[1] for error in errors}
    return {line: scope for line, scope in scopes.items() if str(line) not in wrong}


def _in_order(changes: Sequence[LineChange[New]]) -> list[LineChange[New]]:
    """What ends makes room for what begins."""
    order = {"end": 0, "replace": 1, "create": 2}
    return sorted(changes, key=lambda one: order[one.act])


def _imported(changes: Sequence[LineChange[New]], rows: int, *, dry_run: bool) -> Imported:
    lines = [
        ImportedLine(one.line, one.act, one.id, one.new.valid_from, one.new.valid_to)
        for one in changes
    ]
    return Imported(dry_run, rows - len(lines), lines)
