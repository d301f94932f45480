"""Requests and responses of changes of costs: as those of rates, for people who may see what time costs."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import AliasPath, Field

import web
from money import Money
from rates.domain.acts import MOST_ACTS, Act, Create, End, Replace, Withdraw
from rates.schemas.changes import (
    ActKindResponse,
    ChangePreviewResponse,
    ChangeSummary,
    NewId,
    OneActRequest,
    WholeFiguresResponse,
)
from rates.schemas.rules import CostResponse, CreateCostRequest, Day, EndRateRequest, HourlyRate

Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class WithdrawCostRequest(web.RequestModel):
    """Take back a cost that should never have been, also when time that it covers was billed."""

    cost_id: UUID
    """The cost."""
    version: Version
    """The version of it that the caller has read."""


class EndCostRequest(EndRateRequest):
    """End a cost on another day, or let it hold until further notice."""

    cost_id: UUID
    """The cost."""
    version: Version
    """The version of it that the caller has read."""


class ReplaceCostRequest(web.RequestModel):
    """Another amount from a day on: the cost ends the day before, and a new one for the same work takes its days."""

    cost_id: UUID
    """The cost."""
    version: Version
    """The version of it that the caller has read."""
    hourly_cost: HourlyRate
    """What an hour costs the account from then on."""
    valid_from: Day
    """First day of the new amount, on which the cost must hold. On the cost's own first day the cost is withdrawn."""


class CostActRequest(OneActRequest):
    """One act of a change: just one of the four. A cost is named by one act at most, so their order does not matter."""

    create: CreateCostRequest | None = None
    """Create a cost."""
    end: EndCostRequest | None = None
    """End a cost on another day, or let it hold until further notice."""
    withdraw: WithdrawCostRequest | None = None
    """Take back a cost."""
    replace: ReplaceCostRequest | None = None
    """Another amount from a day on."""

    def act(self, new_id: NewId) -> Act:
        """The act that the caller wants."""
        if self.create:
            return Create(new_id(), self.create.at(self.create.hourly_cost))
        if self.end:
            return End(self.end.cost_id, self.end.version, self.end.valid_to)
        if self.withdraw:
            return Withdraw(self.withdraw.cost_id, self.withdraw.version)
        assert self.replace
        asked = self.replace
        cost = Money(asked.hourly_cost.amount, asked.hourly_cost.currency)
        return Replace(asked.cost_id, asked.version, cost, asked.valid_from, new_id())


class PreviewCostChangeRequest(web.RequestModel):
    """A change of costs that is to be looked at."""

    acts: Annotated[list[CostActRequest], Field(min_length=1, max_length=MOST_ACTS)]
    """What is to be done, together and at once."""

    def wanted(self, new_id: NewId) -> Sequence[Act]:
        """The acts; costs that they begin get ids of their own."""
        return [one.act(new_id) for one in self.acts]


class CostActResponse(ActKindResponse):
    """One act of a change, and what it does to costs."""

    before: CostResponse | None
    """The cost as it is before; null: the act creates one."""
    after: list[CostResponse]
    """Versions of costs that it records: none of a cost that is withdrawn, two where one is ended and another begins. In a
    preview `recorded_at` is the time of the preview."""


class CostChangePreviewResponse(ChangePreviewResponse):
    """What a change of costs would do. Nothing is changed until it is applied."""

    acts: list[CostActResponse] = Field(validation_alias=AliasPath("content", "acts"))
    """What is to be done."""


class CostChangeSummary(ChangeSummary):
    """A change of costs that was applied."""

    acts: list[CostActResponse]
    """What was done; in lists the first three acts."""


class CostChangeResponse(CostChangeSummary):
    """A change of costs that was applied, with all of its acts."""

    figures: WholeFiguresResponse = Field(validation_alias=AliasPath("content", "figures"))
    """What its preview said."""
