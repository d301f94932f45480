"""Requests and responses about rounding."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AliasPath, Field

import web
from rates.domain.rounding import (
    MOST_SECONDS,
    NewRoundingPolicy,
    Rounding,
    RoundingMode,
    RoundingScope,
)
from rates.schemas.rules import Day, Moment

StepSeconds = Literal[60, 300, 360, 600, 900, 1800, 3600]


class RoundingRequest(web.RequestModel):
    """How time is rounded before it is charged. The recorded seconds stay what they are."""

    mode: RoundingMode
    """`up`, `down` or to the `nearest` multiple of the step, a half up; what is a multiple stays put. `none`: not at all,
    which a customer may have where the account rounds."""
    step_seconds: StepSeconds | None = None
    """The step: 1, 5, 6, 10, 15, 30 or 60 minutes. Null with the mode `none`, and only then."""
    scope: RoundingScope = "entry"
    """`entry`: each time entry by itself. `day-work-item`: what all agents did for the customer on one work item on one day
    is rounded together; the last entry, by id, gets the difference. An entry without a work item is rounded by itself."""
    minimum_seconds: Annotated[int, Field(ge=0, le=MOST_SECONDS)] = 0
    """An entry counts at least so many seconds before it is rounded, and is never billed with fewer; 0: no minimum."""
    valid_from: Day
    """First day of work for which it holds. May lie in the past: time that is not billed yet is priced again."""

    @property
    def rounding(self) -> Rounding:
        """How to round."""
        return Rounding(self.mode, self.step_seconds, self.scope, self.minimum_seconds)


class CreateRoundingPolicyRequest(RoundingRequest):
    """How the time of a customer, or of all who have no policy of their own, is rounded before it is charged."""

    organization_id: UUID | None = None
    """Customer of timer, an organization, whose time is rounded so; null: the account's default, for customers without a
    policy of their own."""
    valid_to: Day | None = None
    """Last day of work for which it holds, included; null: until further notice. Not before `valid_from`."""

    def policy(self) -> NewRoundingPolicy:
        """The policy that the caller wants."""
        return NewRoundingPolicy(
            self.organization_id, self.rounding, self.valid_from, self.valid_to
        )


class ReplaceRoundingPolicyRequest(RoundingRequest):
    """How time is rounded from a day on, on which the policy must hold."""


class EndRoundingPolicyRequest(web.RequestModel):
    """The only thing of a policy that can change: its last day."""

    valid_to: Day | None
    """Last day of work for which it holds, included; null: until further notice. Not before `valid_from`."""


class RoundingPolicyFilterRequest(web.FilterModel):
    """Which policies are asked for."""

    organization_id: UUID | None = None
    """Only policies of this customer, and of those that were merged into it."""
    of_account: bool = False
    """Only the account's defaults."""
    on: Day | None = None
    """Only policies that hold on this day."""
    known_at: Moment | None = None
    """Time (RFC 3339) whose knowledge is asked for; absent: what is known now."""


class RoundingPolicyResponse(web.ResponseModel):
    """How the time of a customer is rounded, or of all who have no policy of their own, on the days on which it holds.

    A policy is never overwritten. Ending it makes the next version; `known_at` in a query reads an earlier one.
    """

    id: UUID = Field(validation_alias="policy_id")
    """Its id, the same in every version."""
    version: int
    """Counts its versions from 1; what `ETag` and `If-Match` carry."""
    organization_id: UUID | None
    """Customer whose time is rounded so; null: the account's default."""
    mode: RoundingMode = Field(validation_alias=AliasPath("rounding", "mode"))
    """`up`, `down`, `nearest` or `none`."""
    step_seconds: int | None = Field(validation_alias=AliasPath("rounding", "step_seconds"))
    """What time is rounded to a multiple of; null with the mode `none`."""
    scope: RoundingScope = Field(validation_alias=AliasPath("rounding", "scope"))
    """Whether each `entry` is rounded by itself or all of a `day-work-item` together."""
    minimum_seconds: int = Field(validation_alias=AliasPath("rounding", "minimum_seconds"))
    """What an entry counts and is billed with at the least; 0: no minimum."""
    valid_from: date
    """First day of work for which it holds."""
    valid_to: date | None
    """Last day of work for which it holds, included; null: until further notice."""
    recorded_at: datetime
    """When this version was recorded."""
    superseded_at: datetime | None
    """When the next version replaced this one, or the policy was withdrawn; null: it is the newest and holds."""


class RoundingExplanationResponse(web.ResponseModel):
    """How much of an entry is charged, and why."""

    seconds: int
    """What was recorded, in whole seconds."""
    billed_seconds: int
    """What is charged of it."""
    policy: RoundingPolicyResponse | None
    """The policy that rounds it; null: none, all is charged as recorded."""
    entries: int = Field(validation_alias=AliasPath("together", "entries"))
    """How many entries were rounded together, this one included; 1: it by itself."""
    together_seconds: int = Field(validation_alias=AliasPath("together", "seconds"))
    """What was recorded in all of these."""
    together_billed_seconds: int = Field(validation_alias=AliasPath("together", "billed_seconds"))
    """What is charged of all of these."""
    others_gone: bool
    """Whether it keeps its share of what was rounded when it was billed, of which nothing else is there any more: others
    that were rounded together with it have been moved or discarded since."""
    why: str
    """The same in English, for people."""
