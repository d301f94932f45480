"""Prices of entries, and what has none or a foreign one."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query

import web
from rates import queries
from rates.api.costs import sees_costs
from rates.queries.multipliers import explain_multiplied
from rates.schemas.costs import CostMatchResponse, EntryCostResponse
from rates.schemas.currencies import ForeignCurrencyEntryResponse
from rates.schemas.multipliers import MultiplierCandidateResponse
from rates.schemas.prices import (
    PriceMatchRequest,
    PriceMatchResponse,
    PriceResponse,
    UnpricedEntryResponse,
)
from rates.schemas.revenue import PeriodRequest

router = web.router()
Reader = Annotated[web.Caller, web.allow("manager", "billing")]


@router.get("/prices", tags=["prices"])
async def match_price(
    session: web.Session, caller: Reader, asked: Annotated[PriceMatchRequest, Query()]
) -> PriceMatchResponse:
    """Tell what an hour of billable work would cost: the winning rate, the others and why they lose.

    It need not have been done. The customer of a project is not looked up: send both. Owners and managers also see what it
    would cost the account.
    """
    found = PriceMatchResponse.model_validate(await queries.match_price(session, asked.work))
    if not sees_costs(caller):
        return found
    cost = CostMatchResponse.model_validate(await queries.match_cost(session, asked.work))
    return found.model_copy(update={"cost": cost})


@router.get("/prices/{entry_id}", tags=["prices"])
async def explain_price(
    entry_id: Annotated[UUID, Path(description="Time entry, by its id in timer")],
    session: web.Session,
    caller: Reader,
) -> PriceResponse:
    """Explain the price of a time entry: the winning rate, the others and why they lost, earlier prices.

    Owners and managers also see what it costs the account. 404 until the entry has come from timer, which takes a moment.
    """
    found = await queries.explain_price(session, entry_id)
    multiplied = await explain_multiplied(session, entry_id, found.rules_as_of)
    told: dict[str, Any] = {
        "multipliers": [
            MultiplierCandidateResponse.model_validate(one) for one in multiplied.candidates
        ],
        "repricing": found.repricing or multiplied.repricing,
    }
    if sees_costs(caller):
        cost = await queries.explain_entry_cost(session, entry_id)
        told["cost"] = EntryCostResponse.model_validate(cost)
    return PriceResponse.model_validate(found).model_copy(update=told)


@router.get("/unpriced-entries", tags=["prices"])
async def list_unpriced_entries(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[PeriodRequest, Query()],
) -> web.Page[UnpricedEntryResponse]:
    """List the billable entries of a period that have no price, whether approved or not, in the order of their ids.

    What was recorded or changed a moment ago may still be on its way from timer.
    """
    entries = await queries.list_unpriced(
        session, asked.period, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[UnpricedEntryResponse].of(
        entries, paging, UnpricedEntryResponse.model_validate, id_name="entry_id"
    )


@router.get("/foreign-currency-entries", tags=["prices"])
async def list_foreign_currency_entries(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[PeriodRequest, Query()],
) -> web.Page[ForeignCurrencyEntryResponse]:
    """List the entries of a period that are priced in another currency than their customer is invoiced in.

    Those that an invoice bills are not among them. Nothing is ever converted: mend the rate, the customer's currency, or
    the price of the entry, or bill the time on a draft in the currency of its price.
    """
    entries = await queries.list_foreign_currency(
        session, asked.period, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[ForeignCurrencyEntryResponse].of(
        entries, paging, ForeignCurrencyEntryResponse.model_validate, id_name="entry_id"
    )
