"""`/v1/prices/{entry_id}`: why an entry costs what it costs."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import web
from rates.api.rates import RateOut
from rates.choosing import Reason, Verdict
from rates.queries.explaining import Explanation, explain
from rates.store.prices import Price

router = web.router(tags=["prices"])


class CandidateOut(web.ResponseModel):
    """A rule that covers the work: whether it gives the price, and why."""

    rate: RateOut
    won: bool
    why: str

    @classmethod
    def of(cls, verdict: Verdict) -> "CandidateOut":
        """Show a verdict."""
        return cls(rate=RateOut.of(verdict.rule), won=verdict.won, why=verdict.why)


class PriceVersionOut(web.ResponseModel):
    """A price as it was said to the other services."""

    price_version: int
    entry_version: int
    seconds: int
    rate_id: UUID | None
    hourly_rate: web.Money | None
    unpriced_reason: Reason | None
    priced_at: datetime

    @classmethod
    def of(cls, price: Price) -> "PriceVersionOut":
        """Show a version of a price."""
        money = None
        if price.hourly_rate is not None and price.currency is not None:
            money = web.Money(amount=price.hourly_rate, currency=price.currency)
        return cls(
            price_version=price.price_version,
            entry_version=price.entry_version,
            seconds=price.seconds,
            rate_id=price.rule_id,
            hourly_rate=money,
            unpriced_reason=price.unpriced_reason,
            priced_at=price.priced_at,
        )


class PriceOut(web.ResponseModel):
    """The price of an entry: the rate that gives it or the reason why there is none, and how it came about.

    `repricing`: rates have changed, and the newest price version does not say so yet. `billed_price_version`: the one
    of the `history` that the invoice names, which is the price for ever.
    """

    entry_id: UUID
    entry_version: int
    work_date: date
    seconds: int
    billable: bool
    billed_at: datetime | None
    billed_price_version: int | None
    rate: RateOut | None
    unpriced_reason: Reason | None
    repricing: bool
    candidates: list[CandidateOut]
    history: list[PriceVersionOut]

    @classmethod
    def of(cls, explained: Explanation) -> "PriceOut":
        """Show an explanation."""
        entry = explained.entry
        return cls(
            entry_id=entry.entry_id,
            entry_version=entry.version,
            work_date=entry.work.work_date,
            seconds=entry.seconds,
            billable=entry.work.billable,
            billed_at=entry.billed_at,
            billed_price_version=entry.billed_price_version,
            rate=None if explained.rule is None else RateOut.of(explained.rule),
            unpriced_reason=explained.unpriced_reason,
            repricing=explained.repricing,
            candidates=[CandidateOut.of(verdict) for verdict in explained.verdicts],
            history=[PriceVersionOut.of(price) for price in explained.history],
        )


@router.get("/prices/{entry_id}")
async def explain_price(
    entry_id: UUID,
    session: web.Session,
    caller: Annotated[web.Caller, web.allow("manager", "billing")],
) -> PriceOut:
    """Explain the price of a time entry: the winning rate, the others and why they lost, earlier prices."""
    explained = await explain(session, caller.account_id, entry_id)
    if explained is None:
        raise web.not_found("time entry")
    return PriceOut.of(explained)
