"""Responses about comparisons of figures."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

import web
from rates.domain.reconciliation import BooksState, DifferenceKind, OtherService


class DifferenceResponse(web.ResponseModel):
    """Figures that should be equal and are not, and the entries that they are of."""

    kind: DifferenceKind
    """`day-sums`, `month-sums`: what costs and revenue are read from, against the entries; `segments`: how an entry is
    charged, against its time; `price`: the price in force against the one that was published, or that which invoicing
    has. Of other services also `approved`: whether an entry is approved, with these hours and customer; `billed`: what
    invoices bill of it; `held`: what agreements cover of it; `buckets`: seconds are in none of invoicing's, or in two."""
    service: Literal["rates", "timer", "invoicing"]
    """Whose figures differ: its own, or those of another service."""
    work_date: date
    """Day of work; of `month-sums` the first of the month."""
    organization_id: UUID | None
    """The customer; null: time for none."""
    seconds: int
    """By the entries."""
    other_seconds: int
    """By what differs from them."""
    amount: web.Money | None
    """By the entries, rounded once; null: without a price. When both amounts and seconds are equal, cost or state differ."""
    other_amount: web.Money | None
    """By what differs from them."""
    entry_ids: list[UUID]
    """The entries, 100 at most; empty when there is none."""


class BucketsResponse(web.ResponseModel):
    """Where invoicing has approved billable time: each second in one of six buckets."""

    approved_seconds: int
    """All of it: what the others add up to."""
    unpriced_seconds: int
    """Without a price."""
    held_seconds: int
    """Covered by agreements, for the line of their charge."""
    ready_seconds: int
    """To be billed."""
    drafted_seconds: int
    """On drafts."""
    billed_seconds: int
    """On issued invoices, and not given back."""
    written_off_seconds: int
    """Not to be charged."""


class BooksResponse(web.ResponseModel):
    """The comparison with the books of another service."""

    service: OtherService
    """Which one."""
    state: BooksState
    """`asked`, or `waiting` to ask again about what may be on its way; `agree`, `differ`; `unanswered` for half an hour."""
    finished_at: datetime | None
    """When it ended; null while it is under way."""
    entries: int
    """Number of approved entries in its books."""
    seconds: int
    """Their duration, in whole seconds."""
    found: int
    """How many entries differ."""
    buckets: BucketsResponse | None
    """Where invoicing has the billable time; null: timer, or not known yet."""


class ReconciliationResponse(web.ResponseModel):
    """A comparison of all figures of the account with its entries, to the second and the cent."""

    id: UUID = Field(validation_alias="reconciliation_id")
    """Its id."""
    asked_at: datetime
    """When it was asked for."""
    asked_by: str | None
    """Who asked; null: it is the one of the day."""
    finished_at: datetime | None
    """When the comparison of rates' own figures ended; null while it is under way."""
    entries: int
    """Number of entries that were compared so far."""
    seconds: int
    """Their duration, in whole seconds."""
    found: int
    """How many differences there are. None: all figures are equal."""
    books: list[BooksResponse]
    """The comparisons with timer and invoicing, which go on for some minutes where something may differ."""
    differences: list[DifferenceResponse]
    """The differences, 500 at most."""


class ReconciliationsResponse(web.ResponseModel):
    """The latest comparisons."""

    items: list[ReconciliationResponse]
    """The newest first."""
