"""Set prices on entries by hand, and remove them. They hold at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from database import Session
from domain_errors import DomainError, FieldError, NotFoundError, StaleVersionError
from rates.commands.pricing import publish
from rates.domain.overrides import (
    EntryBilledError,
    EntryNotBillableError,
    NewOverride,
    OverridableEntry,
    Override,
    OverridesRefusedError,
    VersionRequiredError,
)
from rates.store import overrides, prices


async def override_price(session: Session, new: NewOverride, *, by: str, now: datetime) -> Override:
    """Set the price of an entry, and publish it.

    Raises `EntryBilledError`, `EntryNotBillableError`, `NotFoundError`, `VersionRequiredError` and `StaleVersionError`.
    """
    found = await _lock(session, [new.entry_id])
    override = _known(found, new.entry_id).override(new, now, by)
    await _hold(session, found, [override])
    return override


async def override_prices(
    session: Session, news: Sequence[NewOverride], *, by: str, now: datetime
) -> Sequence[Override]:
    """Set the prices of several entries, of each once, or of none.

    Raises `OverridesRefusedError` that names each entry that stands in the way.
    """
    found = await _lock(session, [new.entry_id for new in news])
    made: list[Override] = []
    refused: list[FieldError] = []
    for new in news:
        try:
            made.append(_known(found, new.entry_id).override(new, now, by))
        except DomainError as error:
            refused.append(FieldError(str(new.entry_id), _told(error)))
    if refused:
        raise OverridesRefusedError(fields=refused)
    await _hold(session, found, made)
    return made


async def remove_override(
    session: Session, entry_id: UUID, *, expected: int, by: str, now: datetime
) -> None:
    """Let the rates price the entry again. Raises `EntryBilledError`, `NotFoundError` and `StaleVersionError`."""
    found = await _lock(session, [entry_id])
    _known(found, entry_id).must_be_removable(expected)
    await overrides.supersede(session, [entry_id], now, by)
    await publish(session, await prices.reprice(session, [entry_id]))


Found = Mapping[UUID, OverridableEntry]


async def _lock(session: Session, entry_ids: Sequence[UUID]) -> Found:
    """Be alone with the account's prices, as re-pricing is: no message prices by what was set before."""
    await prices.hold_pricing(session)
    return await overrides.entries(session, entry_ids)


def _known(found: Found, entry_id: UUID) -> OverridableEntry:
    if entry_id not in found:
        raise NotFoundError("time entry")
    return found[entry_id]


async def _hold(session: Session, found: Found, made: Sequence[Override]) -> None:
    """Let these hold from now on, and publish the prices; those that hold already are left alone."""
    new = [one for one in made if one != found[one.entry_id].in_force]
    replaced = [one for one in new if found[one.entry_id].in_force]
    if replaced:
        await overrides.supersede(
            session,
            [one.entry_id for one in replaced],
            replaced[0].recorded_at,
            replaced[0].recorded_by,
        )
    if new:
        await overrides.add(session, new)
        await publish(session, await prices.reprice(session, [one.entry_id for one in new]))


def _told(error: DomainError) -> str:
    return f"{_KINDS[type(error)]}: {error}"


_KINDS: dict[type[DomainError], str] = {
    NotFoundError: "not-found",
    StaleVersionError: "changed-meanwhile",
    VersionRequiredError: "price-set",
    EntryBilledError: "entry-billed",
    EntryNotBillableError: "entry-not-billable",
}
"""Why an entry stands in the way of several prices."""
