"""What rules that are not there yet would make of time, as re-pricing would: rounded, multiplied, beside agreements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

from database import Session
from money import Money
from rates.commands.division import ProposedDivision, propose_division
from rates.domain.allocation import Allocated
from rates.domain.charges import Charge
from rates.domain.division import DividedEntry
from rates.domain.previews import Charged, Payer, Repriced, TrueUps
from rates.domain.segments import Segment, Treatment
from rates.store import charges, customers, divided_time, proposed
from rates.store.proposed import Place, Proposal, ProposedPrice
from rates.store.reach import Reach

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Time that would be charged otherwise, and what minimums of spending would charge."""

    repriced: Sequence[Repriced]
    true_ups: Mapping[Payer, TrueUps] = field(default_factory=dict)


async def foresee(session: Session, proposal: Proposal, there: Reach) -> Foreseen:
    """Value the time in reach, and what is charged together with it, by the rules as they would be; nothing is written."""
    if proposal.kind == "cost" or not there.divides:
        return Foreseen(await proposed.alike(session, proposal, rounds=there.rounds))
    prices = await proposed.each(session, proposal, rounds=there.rounds)
    if not prices:
        return Foreseen([])
    entries = {one.entry_id: one for one in await _load(session, prices)}
    valued = {one.entry_id: _valued(entries[one.entry_id], one) for one in prices}
    divided = await propose_division(session, valued)
    repriced = await _repriced(session, entries, divided)
    return Foreseen(repriced, await _true_ups(session, divided.charges))


async def _load(session: Session, prices: Sequence[ProposedPrice]) -> list[DividedEntry]:
    return await divided_time.load(session, [one.entry_id for one in prices])


def _valued(entry: DividedEntry, price: ProposedPrice) -> DividedEntry:
    return replace(
        entry,
        rule_id=price.rule_id,
        amount=price.amount,
        currency=price.currency,
        rounding_seconds=price.rounding_seconds,
    )


async def _repriced(
    session: Session, entries: Mapping[UUID, DividedEntry], divided: ProposedDivision
) -> list[Repriced]:
    """An entry that was not proposed is as it is stored."""
    changed = [
        (before, after, charged)
        for after, charged in divided.time
        for before in [entries.get(after.entry_id, after)]
        if not after.billed and _differ(before, after, charged)
    ]
    places = await proposed.places(session, [after.entry_id for _, after, _ in changed])
    return [_one(*one, places[one[0].entry_id]) for one in changed]


def _differ(before: DividedEntry, after: DividedEntry, charged: Allocated) -> bool:
    same_price = (before.amount, before.currency) == (after.amount, after.currency)
    return not same_price or _as_stored(before) != _by_hour(charged.segments, charged.currency)


def _one(before: DividedEntry, after: DividedEntry, charged: Allocated, place: Place) -> Repriced:
    assert before.seconds is not None
    return Repriced(
        *(place.organization_id, before.project_id, place.work_item_id),
        before=_price(before),
        after=_price(after),
        entries=1,
        seconds=before.seconds,
        example=before.entry_id,
        charged_before=_as_stored(before),
        charged_after=_by_hour(charged.segments, charged.currency),
    )


def _price(entry: DividedEntry) -> Money | None:
    if entry.amount is None or entry.currency is None:
        return None
    return Money(entry.amount, entry.currency)


def _as_stored(entry: DividedEntry) -> tuple[Charged, ...]:
    segments = entry.whole if entry.segments is None else entry.segments
    return _by_hour(segments, entry.currency or entry.segments_currency)


def _by_hour(segments: Iterable[Segment], currency: str | None) -> tuple[Charged, ...]:
    """What is charged by the hour, by treatment and rate."""
    seconds: dict[tuple[Treatment, Decimal], int] = defaultdict(int)
    for one in segments:
        if one.charged_by_hour:
            seconds[one.treatment, one.hourly_rate] += one.billed_seconds
    return tuple(
        Charged(treatment, Money(rate, currency), billed)
        for (treatment, rate), billed in sorted(seconds.items())
        if currency
    )


async def _true_ups(session: Session, charged: Sequence[Charge]) -> dict[Payer, TrueUps]:
    topped = [one for one in charged if one.kind == "true-up"]
    if not topped:
        return {}
    payers = await customers.find_all(session, {one.organization_id for one in topped})
    after: dict[tuple[UUID, str], Decimal] = defaultdict(Decimal)
    for one in topped:
        payer = payers[one.organization_id].organization_id
        after[payer, one.currency] += ZERO if one.cancelled else one.amount
    before = await charges.true_ups(session, {one.agreement_id for one in topped})
    return {
        key: TrueUps(Money(before.get(key, ZERO), key[1]), Money(amount, key[1]))
        for key, amount in after.items()
    }
