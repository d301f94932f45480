"""Responses about comparisons of figures."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

import web
from rates.domain.reconciliation import DifferenceKind


class DifferenceResponse(web.ResponseModel):
    """Figures that should be equal and are not, and the entries that they are of."""

    kind: DifferenceKind
    """`day-sums`, `month-sums`: what costs and revenue are read from, against the entries; `segments`: how an entry is
    charged, against its time; `price`: the price in force against the one that was published."""
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


class ReconciliationResponse(web.ResponseModel):
    """A comparison of all figures of the account with its entries, to the second and the cent."""

    id: UUID = Field(validation_alias="reconciliation_id")
    """Its id."""
    asked_at: datetime
    """When it was asked for."""
    asked_by: str | None
    """Who asked; null: it is the one of the day."""
    finished_at: datetime | None
    """When it ended; null while it is under way."""
    entries: int
    """Number of entries that were compared so far."""
    seconds: int
    """Their duration, in whole seconds."""
    found: int
    """How many differences there are. None: all figures are equal."""
    differences: list[DifferenceResponse]
    """The differences, 500 at most."""


class ReconciliationsResponse(web.ResponseModel):
    """The latest comparisons."""

    items: list[ReconciliationResponse]
    """The newest first."""
