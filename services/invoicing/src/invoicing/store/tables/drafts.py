"""Drafts and their lines."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, composite, mapped_column

from database.mapping import AccountOwned, grants
from invoicing.domain.appendix import TimeAppendix
from invoicing.domain.grouping import GroupBy
from invoicing.domain.tax import Tax, TaxCategory
from invoicing.domain.terms import Terms
from invoicing.store.tables.base import (
    Base,
    LineColumns,
    agreement_is_named,
    discounts_of_lines,
    hours_are_charged,
    quantity_is_priced,
    time_is_charged,
)


class DraftRow(AccountOwned, Base):
    """An invoice that can still be changed."""

    __tablename__ = "drafts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    organization_id: Mapped[UUID]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    group_by: Mapped[GroupBy]
    currency: Mapped[str]
    language: Mapped[str]
    notes: Mapped[str]
    reference: Mapped[str]
    purchase_order: Mapped[str | None]
    time_appendix: Mapped[TimeAppendix | None]
    hour_decimals: Mapped[int | None]
    terms: Mapped[Terms | None]
    payment_instructions: Mapped[str | None]
    reminder_fee_of: Mapped[UUID | None]
    tax_category: Mapped[TaxCategory]
    tax_rate: Mapped[Decimal]
    tax_code: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    tax: Mapped[Tax] = composite("tax_category", "tax_rate", "tax_code")

    __table_args__ = (
        Index("drafts_organization", "account_id", "organization_id"),
        grants("SELECT, INSERT, UPDATE, DELETE"),
    )


class DraftLineRow(AccountOwned, LineColumns, Base):
    """A line of a draft.

    A discount has `percent` or `amount` and no tax: it is taken off its line, or spread over the whole, when the invoice
    is added up. A text has neither. A trigger sees to it that the draft is there, others delete the lines with it, and the
    discount of a line with that.
    """

    __tablename__ = "draft_lines"

    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID]
    position: Mapped[int]
    amount: Mapped[Decimal | None]
    percent: Mapped[Decimal | None]
    of_line_id: Mapped[UUID | None]
    tax_category: Mapped[TaxCategory | None]
    tax_rate: Mapped[Decimal | None]
    tax_code: Mapped[str | None]
    tax: Mapped[Tax | None] = composite("tax_category", "tax_rate", "tax_code")

    __table_args__ = (
        CheckConstraint("seconds > 0", name="draft_lines_seconds_check"),
        time_is_charged("draft_lines"),
        hours_are_charged("draft_lines"),
        agreement_is_named("draft_lines"),
        quantity_is_priced("draft_lines"),
        *discounts_of_lines("draft_lines", "draft_id"),
        Index("draft_lines_order", "account_id", "draft_id", "position"),
        grants(
            "SELECT, INSERT, DELETE, UPDATE (position, amount, percent, of_line_id, tax_category, tax_rate, tax_code,"
            " seconds, billed_seconds, hourly_rate, hours, service_type_id, service_type_name, description, first_day,"
            " last_day, included_seconds, rolled_over_seconds, quantity, unit, unit_price)"
        ),
    )
