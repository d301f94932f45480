"""Remember what exists in the account."""

from collections.abc import Sequence
from uuid import UUID

from contracts.timer import (
    AgentChanged,
    OrganizationChanged,
    OrganizationMerged,
    ProjectChanged,
    ServiceTypeChanged,
    TeamChanged,
)
from database import Session
from rates.store import references

ReferenceChanged = (
    OrganizationChanged
    | OrganizationMerged
    | AgentChanged
    | TeamChanged
    | ProjectChanged
    | ServiceTypeChanged
)


async def record_references(session: Session, events: Sequence[ReferenceChanged]) -> None:
    """Note that there are such things, archived, merged or not: what was done for them before still has a price."""
    things = {(event.key_field, UUID(event.key)) for event in events}
    await references.add(session, things)
