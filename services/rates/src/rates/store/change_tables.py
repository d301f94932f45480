"""The tables of changes of rates: as they were previewed, as they were done, and how far their re-pricing is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import CheckConstraint, Dialect, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from database.mapping import TYPES, AccountOwned, grants
from rates.domain.previews import Content
from rates.domain.rules import RuleKind
from rates.store.base import Base


class _ContentType(TypeDecorator[Content]):
    """What a change does and what its preview said, as JSON."""

    impl = JSONB
    cache_ok = True
    adapter = TypeAdapter(Content)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """To JSON."""
        return self.adapter.dump_python(value, mode="json")

    def process_result_value(self, value: Any, dialect: Dialect) -> Content:
        """From JSON."""
        return self.adapter.validate_python(value)


class PreviewRow(AccountOwned, Base):
    """A change of rules that somebody looks at. Nothing of it holds; applied, it becomes a `RateChangeRow` of the same id.

    `rules_as_of`: the last change of rates before it (null: there was none), `fingerprint` what time in its reach was.
    """

    __tablename__ = "rate_change_previews"

    change_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[RuleKind] = mapped_column(TYPES[str])
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    rules_as_of: Mapped[datetime | None]
    fingerprint: Mapped[str]
    undoes: Mapped[UUID | None]
    content: Mapped[Content] = mapped_column(_ContentType)

    __table_args__ = (
        CheckConstraint("kind IN ('rate', 'cost')", name="rate_change_previews_kind_check"),
        CheckConstraint("expires_at > made_at", name="rate_change_previews_expire_later"),
        Index("rate_change_previews_by_end", "account_id", "expires_at"),
        grants("SELECT, INSERT, DELETE"),
    )


class RateChangeRow(AccountOwned, Base):
    """A change that was done, for ever. The versions of rates that it made were recorded at `applied_at`."""

    __tablename__ = "rate_changes"

    change_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[RuleKind] = mapped_column(TYPES[str])
    applied_at: Mapped[datetime]
    applied_by: Mapped[str]
    undoes: Mapped[UUID | None]
    content: Mapped[Content] = mapped_column(_ContentType)

    __table_args__ = (
        CheckConstraint("kind IN ('rate', 'cost')", name="rate_changes_kind_check"),
        Index(
            "rate_changes_undone",
            "account_id",
            "undoes",
            unique=True,
            postgresql_where=text("undoes IS NOT NULL"),
        ),
        grants("SELECT, INSERT"),
    )


class ProgressRow(AccountOwned, Base):
    """How far the re-pricing of a change is.

    `parts_left`: its scopes that are not worked off yet; `entries`: those that were there when it was applied.
    """

    __tablename__ = "rate_change_progress"

    change_id: Mapped[UUID] = mapped_column(primary_key=True)
    parts_left: Mapped[int]
    entries: Mapped[int]
    entries_done: Mapped[int] = mapped_column(server_default=text("0"))
    prices_changed: Mapped[int] = mapped_column(server_default=text("0"))
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("parts_left >= 0", name="rate_change_progress_parts_check"),
        CheckConstraint(
            "(parts_left = 0) = (finished_at IS NOT NULL)", name="rate_change_progress_finished"
        ),
        grants("SELECT, INSERT, UPDATE"),
    )
