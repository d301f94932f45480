"""Files of tickets. Messages of a ticket may own some of them one day: they belong to the ticket all the same."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from database.mapping import AccountOwned, BigInt, grants
from timer.store.tables.base import CATALOGUE, Base, Identified, belongs_to


class AttachmentRow(Identified, Base):
    """A file of a ticket without its content. `added_by`: the subject of the caller; null for who sent the public form."""

    __tablename__ = "attachments"

    ticket_id: Mapped[UUID]
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[bytes]
    added_by: Mapped[str | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("size > 0", name="attachments_size_check"),
        belongs_to("tickets", "ticket_id"),
        Index("attachment_of_ticket", "account_id", "ticket_id", "id"),
        grants("SELECT, INSERT, DELETE"),
    )


class AttachmentContent(Identified, Base):
    """What is in a file: apart, so that lists do not read it."""

    __tablename__ = "attachment_contents"

    content: Mapped[bytes]

    __table_args__ = (belongs_to("attachments", "id"), grants("SELECT, INSERT, DELETE"))


class AttachmentSpace(AccountOwned, Base):
    """How many bytes the account's attachments have, all together."""

    __tablename__ = "attachment_space"

    bytes: Mapped[BigInt]

    __table_args__ = (CheckConstraint("bytes >= 0", name="attachment_space_check"), CATALOGUE)
