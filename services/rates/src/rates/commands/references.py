"""Remember what exists in the account."""

from contracts.timer import AgentChanged, OrganizationChanged, ProjectChanged, ServiceTypeChanged
from database import Session
from rates.store import references

ReferenceChanged = OrganizationChanged | AgentChanged | ProjectChanged | ServiceTypeChanged


async def record_reference(session: Session, event: ReferenceChanged) -> None:
    """Note that there is such a thing, archived or not: what was done for it before still has a price."""
    await references.add(session, event.key_field, getattr(event, event.key_field))
