"""Links for customers that were replaced or revoked, and what customers asked."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.questions import Question
from invoicing.store.mapping import load_all, to_values
from invoicing.store.tables.customers import CustomerLinkRow, CustomerQuestionRow


async def load_link(session: Session, invoice_id: UUID) -> CustomerLinkRow | None:
    """The link that was made or revoked last; None while the first one holds."""
    query = select(CustomerLinkRow).where(CustomerLinkRow.invoice_id == invoice_id)
    return next(iter(await load_all(session, query)), None)


async def renew_link(session: Session, invoice_id: UUID, *, expires_at: datetime, by: str) -> int:
    """Let a new link take the place of the one that holds; returns its generation."""
    values = {"expires_at": expires_at, "revoked_at": None, "changed_by": by}
    statement = upsert(CustomerLinkRow).values(invoice_id=invoice_id, generation=1, **values)
    renewed = await session.scalars(
        statement.on_conflict_do_update(
            index_elements=["account_id", "invoice_id"],
            set_={**values, "generation": CustomerLinkRow.generation + 1},
        ).returning(CustomerLinkRow.generation)
    )
    return renewed.one()


async def revoke_link(
    session: Session, invoice_id: UUID, *, expires_at: datetime, at: datetime, by: str
) -> None:
    """Let no link open the invoice any more; `expires_at` is that of the first link."""
    values = {"revoked_at": at, "changed_by": by}
    statement = upsert(CustomerLinkRow).values(
        invoice_id=invoice_id, generation=0, expires_at=expires_at, **values
    )
    await session.execute(
        statement.on_conflict_do_update(index_elements=["account_id", "invoice_id"], set_=values)
    )


async def insert_question(session: Session, question: Question) -> None:
    """Store a question."""
    await session.execute(
        insert(CustomerQuestionRow).values(to_values(CustomerQuestionRow, question))
    )


async def count_questions(session: Session, invoice_id: UUID, *, since: datetime) -> int:
    """How often the invoice was asked about since then."""
    query = select(func.count()).where(
        CustomerQuestionRow.invoice_id == invoice_id, CustomerQuestionRow.asked_at > since
    )
    return await session.scalar(query) or 0


async def load_questions(session: Session, invoice_id: UUID) -> Sequence[Question]:
    """What was asked about an invoice, oldest first."""
    query = select(CustomerQuestionRow).where(CustomerQuestionRow.invoice_id == invoice_id)
    rows = await load_all(session, query.order_by(CustomerQuestionRow.asked_at))
    return [build(Question, row) for row in rows]
