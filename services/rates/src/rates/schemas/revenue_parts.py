"""Figures of many parts as responses. They are ours, so nothing of them is checked: an answer may have thousands."""

from collections.abc import Sequence

import web
from money import Money
from rates.domain.valued_time import (
    Charges,
    Cost,
    Costs,
    Earnings,
    Group,
    Part,
    UnpricedTime,
    ValuedTime,
)
from rates.schemas.costs import CostOfPartResponse, CostsOfPartResponse, CostsResponse
from rates.schemas.revenue import (
    ChargesResponse,
    CostsAndRevenueRequest,
    CostsAndRevenueResponse,
    RevenueResponse,
    RevenueTotalResponse,
    UnpricedTimeResponse,
    ValuedGroupResponse,
    ValuedPartResponse,
)
from web import trusted


def valued_time_response(
    found: ValuedTime, asked: CostsAndRevenueRequest
) -> CostsAndRevenueResponse:
    """By customer, unless something else was asked for."""
    total = _part_response(found.total)
    groups = [_group_response(one) for one in found.groups]
    revenue = [
        RevenueResponse(organization_id=group.id, **dict(one))
        for group in groups
        if group.id is not None and asked.by is None
        for one in group.earnings
    ]
    return CostsAndRevenueResponse(
        first_day=asked.first_day,
        last_day=asked.last_day,
        revenue=revenue,
        totals=total.earnings,
        unpriced=total.unpriced,
        billable_seconds=total.billable_seconds,
        not_billable_seconds=total.not_billable_seconds,
        groups=groups if asked.by else [],
        costs=CostsResponse.of(found, by_customer=asked.by is None),
    )


def _group_response(group: Group) -> ValuedGroupResponse:
    parts = [_part_response(one) for one in group.parts]
    return trusted(ValuedGroupResponse, {**_part(group), "parts": parts})


def _part_response(part: Part) -> ValuedPartResponse:
    return trusted(ValuedPartResponse, _part(part))


def _part(part: Part) -> dict[str, object]:
    return {
        "id": part.id,
        "day": part.day,
        "name": part.name,
        "earnings": [_earnings(one) for one in part.earnings],
        "unpriced": [_unpriced(one) for one in part.unpriced],
        "billable_seconds": part.billable_seconds,
        "not_billable_seconds": part.not_billable_seconds,
        "costs": None if part.costs is None else _costs(part.costs),
    }


def _earnings(one: Earnings) -> RevenueTotalResponse:
    return trusted(
        RevenueTotalResponse,
        {
            "entries": one.entries,
            "seconds": one.seconds,
            "billed_seconds": one.billed_seconds,
            "rate_seconds": one.rate_seconds,
            "amount": _money(one.amount),
            "invoiced_seconds": one.invoiced_seconds,
            "invoiced": _money(one.invoiced),
            "to_invoice_seconds": one.to_invoice_seconds,
            "to_invoice": _money(one.to_invoice),
            "approved_seconds": one.approved_seconds,
            "approved": _money(one.approved),
            "logged_seconds": one.logged_seconds,
            "logged": _money(one.logged),
            "written_off_seconds": one.written_off_seconds,
            "included_seconds": one.included_seconds,
            "prepaid_seconds": one.prepaid_seconds,
            "charges": _charges(one.charges),
        },
    )


def _charges(one: Charges) -> ChargesResponse:
    amounts = {name: _money(getattr(one, name)) for name in ("amount", "billed", "ready")}
    return trusted(ChargesResponse, {**amounts, "expected": _money(one.expected)})


def _unpriced(one: UnpricedTime) -> UnpricedTimeResponse:
    values = {"reason": one.reason, "entries": one.entries, "seconds": one.seconds}
    return trusted(UnpricedTimeResponse, values)


def _costs(costs: Costs) -> CostsOfPartResponse:
    return trusted(
        CostsOfPartResponse,
        {
            "sums": _sums(costs.sums),
            "margin": None if costs.margin is None else _money(costs.margin),
            "entries_without_cost": costs.entries_without_cost,
            "seconds_without_cost": costs.seconds_without_cost,
        },
    )


def _sums(sums: Sequence[Cost]) -> list[CostOfPartResponse]:
    return [
        trusted(
            CostOfPartResponse,
            {"entries": one.entries, "seconds": one.seconds, "amount": _money(one.amount)},
        )
        for one in sums
    ]


def _money(money: Money) -> web.Money:
    return trusted(web.Money, {"amount": money.amount, "currency": money.currency})
