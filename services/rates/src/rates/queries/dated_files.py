"""Policies of rounding, multipliers and holidays as tables."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from database import Session
from rates.domain import multiplier_file, rounding_file
from rates.domain.rules import SCOPE_FIELDS, Scope
from rates.store import holidays, multipliers, references, rounding_policies
from rates.store.multipliers import MultiplierFilter
from rates.store.rounding_policies import RoundingFilter


async def rounding_table(session: Session, on: date | None) -> Iterator[str]:
    """Lines of CSV with all policies, or those that hold on a day."""
    found = await rounding_policies.list_policies(session, RoundingFilter(on=on), None, None, None)
    ids = {one.organization_id for one in found if one.organization_id}
    return rounding_file.lines(found, await _names(session, ids))


async def multiplier_table(session: Session, on: date | None) -> Iterator[str]:
    """Lines of CSV with all multipliers, or those that hold on a day."""
    filter_ = MultiplierFilter(Scope(), on=on)
    found = await multipliers.list_multipliers(session, filter_, None, None, None)
    ids = {id_ for one in found for id_ in one.scope.named.values()}
    return multiplier_file.lines(found, await _names(session, ids))


async def holiday_table(session: Session) -> Iterator[str]:
    """Lines of CSV with all holidays."""
    return multiplier_file.holiday_lines(await holidays.list_holidays(session, None, None, None))


async def _names(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    named = await references.names(session, SCOPE_FIELDS, ids) if ids else {}
    return {id_: name for id_, name in named.items() if isinstance(id_, UUID)}
