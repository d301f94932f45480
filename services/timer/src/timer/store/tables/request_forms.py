"""The public request form of an account, and what was sent by it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.mapping import AccountOwned, current_account_default, grants
from timer.store.tables.base import Base


class RequestFormRow(AccountOwned, Base):
    """The account's form. It is found by its address before it is known whose it is."""

    __tablename__ = "request_forms"

    version: Mapped[int]
    slug: Mapped[str]
    title: Mapped[str]
    introduction: Mapped[str]
    active: Mapped[bool]
    secret: Mapped[bytes]

    __table_args__ = (
        UniqueConstraint("slug", name="request_forms_slug_key"),
        grants("SELECT, INSERT, UPDATE", across_accounts=True),
    )


class RequestFormSlug(Base):
    """An address that an account has or had: no other account gets it, so links in old mails lead to nobody else."""

    __tablename__ = "request_form_slugs"

    slug: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(server_default=current_account_default())

    __table_args__ = (grants("SELECT, INSERT"),)


class FormRequestRow(AccountOwned, Base):
    """A request that was sent by the form, by the nonce of its token, which is good for one. `number`: what was answered.

    `digest`: of what was sent, so that sending it again is answered alike.
    """

    __tablename__ = "form_requests"

    nonce: Mapped[bytes] = mapped_column(primary_key=True)
    network: Mapped[str]
    digest: Mapped[bytes]
    number: Mapped[int]
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("form_request_by_time", "account_id", "created_at"),
        grants("SELECT, INSERT, DELETE"),
    )
