"""What customers asked for outside of projects."""

from uuid import UUID

from sqlalchemy.orm import Mapped

from timer.store.tables.base import (
    CATALOGUE,
    Base,
    Versioned,
    belongs_to,
    flag,
)


class Ticket(Versioned, Base):
    """Support that a contact asked for."""

    __tablename__ = "tickets"

    name: Mapped[str]
    requester_id: Mapped[UUID]
    service_type_id: Mapped[UUID | None]
    closed: Mapped[bool] = flag(False)

    __table_args__ = (
        belongs_to("contacts", "requester_id", name="ticket_requester"),
        belongs_to("service_types", "service_type_id", name="ticket_service_type"),
        CATALOGUE,
    )
