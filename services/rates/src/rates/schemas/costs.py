"""Responses of the API about what time costs the account. They are filled for owners and managers only."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import Field

import web
from money import Money
from rates.domain.valued_time import ValuedTime
from rates.schemas.rules import CostResponse


class CostCandidateResponse(web.ResponseModel):
    """A cost that names nothing but what the work has: whether it holds for it, and why."""

    cost: CostResponse = Field(validation_alias="rule")
    """The cost."""
    won: bool
    """Whether it is what the work costs."""
    why: str
    """Why it won or lost, in English, for people."""


class EntryCostResponse(web.ResponseModel):
    """What an entry costs the account, whether it is billable or not, and billed or not."""

    hourly_cost: web.Money | None
    """What an hour of it costs; null: no cost covers it on its day."""
    amount: web.Money | None
    """What all of it costs: seconds × hourly cost, rounded once, half up, to the currency's decimals; null: not known."""
    margin: web.Money | None
    """What it earns by its price in force, rounded for itself, less what it costs. Time that is not billable earns nothing.
    Null: its price or its cost is not known, or they are in two currencies, for nothing is ever converted."""
    cost: CostResponse | None = Field(validation_alias="rule")
    """Cost that holds for it by now; null: none does."""
    repricing: bool
    """Whether costs have changed and `hourly_cost` does not follow them yet; it will within seconds."""
    candidates: list[CostCandidateResponse]
    """Costs that cover the work, on its day or another, the most specific first."""


class CostMatchResponse(web.ResponseModel):
    """What an hour of some work would cost the account by the costs as they are, and why."""

    cost: CostResponse | None = Field(validation_alias="rule")
    """Cost that would hold for it; null: none covers it on its day."""
    candidates: list[CostCandidateResponse]
    """Costs that cover the work, on its day or another, the most specific first."""


class CostOfPartResponse(web.ResponseModel):
    """What time costs in one currency, billable or not."""

    entries: int
    """Number of time entries."""
    seconds: int
    """Their duration, in whole seconds."""
    amount: web.Money
    """What they cost: Σ seconds × hourly cost, rounded once, half up, to the currency's decimals."""


class CostsOfPartResponse(web.ResponseModel):
    """What time costs the account, billable or not, and what remains of what it earns."""

    sums: list[CostOfPartResponse]
    """By currency."""
    margin: web.Money | None
    """What it earns less what it costs. Null: it costs nothing, or not all of it is in one currency."""
    entries_without_cost: int
    """Number of time entries that no cost covers."""
    seconds_without_cost: int
    """Their duration, in whole seconds: while there is any, the margin looks too high."""


class CostSumResponse(web.ResponseModel):
    """What the time of a customer costs in one currency, billable or not."""

    organization_id: UUID | None
    """The customer, an organization of timer; null: time for none."""
    entries: int
    """Number of time entries."""
    seconds: int
    """Their duration, in whole seconds."""
    amount: web.Money
    """What they cost: Σ seconds × hourly cost, rounded once, half up, to the currency's decimals."""


class MarginResponse(web.ResponseModel):
    """What remains of a customer's expected revenue when the time that it cost is paid."""

    organization_id: UUID | None
    """The customer, an organization of timer; null: time for none, which only costs."""
    amount: web.Money
    """Expected revenue less cost, both of them in this one currency."""
    seconds_without_cost: int
    """Time of the customer that no cost covers, in whole seconds: while there is any, the margin looks too high."""


class TimeWithoutCostResponse(web.ResponseModel):
    """Time that no cost covers."""

    entries: int
    """Number of time entries."""
    seconds: int
    """Their duration, in whole seconds."""


class CostsResponse(web.ResponseModel):
    """What the time of a period costs the account, billable or not, and what remains of its revenue."""

    costs: list[CostSumResponse]
    """By customer and currency; empty when `by` was asked for."""
    totals: list[web.Money]
    """The same by currency; currencies are never added up."""
    margins: list[MarginResponse]
    """Of each customer whose time costs something, and whose revenue and costs are all in one currency; empty when `by` was
    asked for."""
    margin_totals: list[web.Money]
    """Sum of these margins by currency; when `by` was asked for, that of all time, if all is in one currency."""
    without_cost: TimeWithoutCostResponse
    """Time that no cost covers, and that is in none of these sums."""

    @classmethod
    def of(cls, found: ValuedTime, *, by_customer: bool) -> Self | None:
        """Null where nobody may see it."""
        whole = found.total.costs
        if whole is None:
            return None
        customers = [(one.id, one.costs) for one in found.groups if one.costs and by_customer]
        costs = [
            CostSumResponse(organization_id=id_, **dict(CostOfPartResponse.model_validate(cost)))
            for id_, of_customer in customers
            for cost in of_customer.sums
        ]
        margins = [
            MarginResponse(
                organization_id=id_,
                amount=web.Money.model_validate(of_customer.margin),
                seconds_without_cost=of_customer.seconds_without_cost,
            )
            for id_, of_customer in customers
            if of_customer.margin is not None
        ]
        return cls(
            costs=costs,
            totals=_totals([one.amount for one in costs or whole.sums]),
            margins=margins,
            margin_totals=_totals(
                [one.amount for one in margins]
                if by_customer
                else [whole.margin]
                if whole.margin
                else []
            ),
            without_cost=TimeWithoutCostResponse(
                entries=whole.entries_without_cost, seconds=whole.seconds_without_cost
            ),
        )


def _totals(amounts: Iterable[Money | web.Money]) -> list[web.Money]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in amounts:
        sums[one.currency] += one.amount
    return [web.Money(amount=amount, currency=code) for code, amount in sorted(sums.items())]
