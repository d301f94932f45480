"""Days on which people are away."""

from datetime import date
from uuid import UUID

from pydantic import AliasPath, Field

import web
from timer.absence import AbsenceKind, AbsenceState, DaysAway
from timer.schemas.fields import Day, LongText, Name, Partial, VersionedResponse


class AbsenceContent(web.RequestModel):
    """When somebody is away and why."""

    kind: AbsenceKind
    """Holiday, sick, parental leave, or other."""
    first_day: Day
    """The first day."""
    last_day: Day
    """The last day, included."""
    starts_at_noon: bool = False
    """Whether the agent works on the first day until noon."""
    ends_at_noon: bool = False
    """Whether the agent works on the last day from noon on."""
    note: LongText = ""
    """What the agent, or whoever records it, has to say."""


class AbsenceRequest(AbsenceContent):
    """Days on which an agent wants to be, or is, away."""

    agent_id: UUID | None = None
    """Whose; null: the caller's own. Only managers record those of others."""

    @property
    def days(self) -> DaysAway:
        """The days."""
        return DaysAway(self.first_day, self.last_day, self.starts_at_noon, self.ends_at_noon)


class AbsencePatch(AbsenceContent, Partial):
    """The fields that change."""


class AbsenceFilterRequest(web.FilterModel):
    """Which absences to list."""

    agent_id: UUID | None = None
    """Only those of this agent. Agents get their own in any case."""
    state: AbsenceState | None = None
    """Only those in this state."""
    first_day: web.Day | None = None
    """Only those that touch this day or later ones."""
    last_day: web.Day | None = None
    """Only those that touch this day or earlier ones."""


class DeclineRequest(web.RequestModel):
    """Why an absence is declined."""

    reason: Name
    """For the agent to read."""


class AbsenceResponse(VersionedResponse):
    """Days on which an agent is away, or has asked to be."""

    agent_id: UUID
    """The agent."""
    kind: AbsenceKind
    """Holiday, sick, parental leave, or other."""
    first_day: date = Field(validation_alias=AliasPath("days", "first_day"))
    """The first day."""
    last_day: date = Field(validation_alias=AliasPath("days", "last_day"))
    """The last day, included."""
    starts_at_noon: bool = Field(validation_alias=AliasPath("days", "starts_at_noon"))
    """Whether the agent works on the first day until noon."""
    ends_at_noon: bool = Field(validation_alias=AliasPath("days", "ends_at_noon"))
    """Whether the agent works on the last day from noon on."""
    state: AbsenceState
    """Requested by the agent, or decided by a manager. Only approved absences lessen the capacity."""
    note: str
    """What the agent, or whoever recorded it, had to say."""
    answer: str
    """Why a manager declined it."""
