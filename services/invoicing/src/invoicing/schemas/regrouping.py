"""How a draft is grouped, as JSON."""

from typing import Self
from uuid import UUID

import web
from invoicing.domain.grouping import GroupBy
from invoicing.queries.regrouping import Regrouping
from invoicing.schemas.amounts import AmountOf, AmountsResponse, respond
from invoicing.schemas.lines import LineResponse


class RegroupRequest(web.RequestModel):
    """What a line of time is to stand for."""

    group_by: GroupBy
    """As for a new draft. Lines that people split or merged are made anew, too."""


class RegroupFilter(web.FilterModel):
    """Which grouping is asked about."""

    group_by: GroupBy
    """What a line of time would stand for."""


class LostTextResponse(web.ResponseModel):
    """A line whose text somebody wrote, and whose time goes to several lines or to one with other time."""

    line_id: UUID
    """The line."""
    description: str
    """Its text."""


class LostDiscountResponse(web.ResponseModel):
    """An amount taken off a line whose time goes to several lines or to one with other time."""

    discount_id: UUID
    """The discount."""
    description: str
    """What it says."""


class RegroupingResponse(AmountsResponse):
    """What a draft would be; nothing was changed."""

    group_by: GroupBy
    """How its time would be grouped."""
    lines: list[LineResponse]
    """All its lines. Those of time have other ids once they are made."""
    subtotal: AmountOf
    """What they come to before tax: another grouping rounds elsewhere."""
    lost_texts: list[LostTextResponse]
    """What people wrote on lines and would be gone."""
    lost_discounts: list[LostDiscountResponse]
    """Discounts of lines that would be gone."""

    @classmethod
    def of(cls, found: Regrouping) -> Self:
        """From what the query found."""
        content = found.content
        return respond(
            cls,
            found,
            currency=content.currency,
            subtotal=content.totals.subtotal,
            lines=[LineResponse.of_line(one, content.currency) for one in content.lines],
            lost_texts=[LostTextResponse.model_validate(one) for one in found.lost_texts],
            lost_discounts=[
                LostDiscountResponse.model_validate(one) for one in found.lost_discounts
            ],
        )
