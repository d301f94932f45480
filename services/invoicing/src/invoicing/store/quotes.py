"""Quotes, what became of them, and what bills them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.discounts import Discount
from invoicing.domain.lines import Line
from invoicing.domain.quote import Quote, QuoteAnswer, QuoteContent
from invoicing.domain.quote_billing import QuotedPart
from invoicing.store.mapping import column_names, load_all, to_values
from invoicing.store.tables.quotes import (
    QuoteAnswerRow,
    QuoteClaimRow,
    QuoteDocumentRow,
    QuoteLineRow,
    QuoteRow,
)

_BILLED = text("""
    SELECT q.quote_id, q.quoted_id, q.invoice_id, i.number FROM quote_claims q
    LEFT JOIN invoices i ON i.account_id = q.account_id AND i.id = q.invoice_id
    WHERE q.quote_id = ANY(:quote_ids) AND q.released_by IS NULL
""")

_CLAIM_AGAIN = text("""
    INSERT INTO quote_claims (invoice_id, line_id, quote_id, quoted_id)
    SELECT :draft_id, made.line_id, q.quote_id, q.quoted_id
    FROM quote_claims q JOIN unnest(CAST(:made AS uuid[]), CAST(:billed AS uuid[])) AS made(line_id, billed)
        ON q.line_id = made.billed
    WHERE q.released_by = :credit_note_id
""")


@dataclass(frozen=True)
class Answered:
    """What became of a quote, when, who of the customer said so, and who recorded it."""

    answer: QuoteAnswer
    answered_on: date
    name: str
    reason: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True)
class BilledQuote:
    """The draft or invoice that bills a line of a quote; a draft has no number."""

    quoted_id: UUID
    invoice_id: UUID
    number: str | None


@dataclass(frozen=True)
class StoredQuote:
    """A quote with all that became of it, oldest first, and what bills its lines."""

    quote: Quote
    answers: tuple[Answered, ...] = ()
    billed: tuple[BilledQuote, ...] = ()

    @property
    def answer(self) -> QuoteAnswer | None:
        """What holds of what became of it."""
        return self.answers[-1].answer if self.answers else None

    @property
    def billed_by(self) -> dict[UUID, BilledQuote]:
        """What bills each line, by the line's id; lines that nothing bills are left out."""
        return {one.quoted_id: one for one in self.billed}


async def load_quote(session: Session, quote_id: UUID, *, lock: bool = False) -> StoredQuote | None:
    """A quote; with `lock`, nobody else changes or bills it until the transaction ends."""
    query = select(QuoteRow).where(QuoteRow.id == quote_id)
    rows = await load_all(session, query.with_for_update() if lock else query)
    return (await _with_parts(session, rows))[0] if rows else None


async def load_quotes(
    session: Session, *conditions: ColumnElement[bool], limit: int, newest_first: bool
) -> list[StoredQuote]:
    """Quotes in the order in which they were made, or the newest first."""
    order = QuoteRow.id.desc() if newest_first else QuoteRow.id
    query = select(QuoteRow).where(*conditions).order_by(order).limit(limit)
    return await _with_parts(session, await load_all(session, query))


async def insert_quote(session: Session, quote: Quote) -> None:
    """Write a new quote with its lines."""
    await session.execute(insert(QuoteRow).values(to_values(QuoteRow, quote)))
    await _insert_lines(session, quote)


async def replace_terms(session: Session, quote: Quote) -> None:
    """Write what a quote that was not sent says now."""
    await session.execute(delete(QuoteLineRow).where(QuoteLineRow.quote_id == quote.id))
    await update_quote(session, quote)
    await _insert_lines(session, quote)


async def update_quote(session: Session, quote: Quote) -> None:
    """Write a quote, all but its lines."""
    values = to_values(QuoteRow, quote)
    values.pop("id")
    await session.execute(update(QuoteRow).where(QuoteRow.id == quote.id).values(values))


async def raise_version(session: Session, quote: Quote) -> None:
    """Give a quote its new version, since something became of it."""
    change = update(QuoteRow).where(QuoteRow.id == quote.id).values(version=quote.version)
    await session.execute(change)


async def delete_quote(session: Session, quote_id: UUID) -> None:
    """Remove a quote that was not sent."""
    await session.execute(delete(QuoteLineRow).where(QuoteLineRow.quote_id == quote_id))
    await session.execute(delete(QuoteRow).where(QuoteRow.id == quote_id))


async def insert_answer(
    session: Session, answer_id: UUID, quote_id: UUID, answered: Answered
) -> None:
    """Add what became of a quote."""
    values = to_values(QuoteAnswerRow, answered, id=answer_id, quote_id=quote_id)
    await session.execute(insert(QuoteAnswerRow).values(values))


async def claim(
    session: Session, quote_id: UUID, draft_id: UUID, parts: Sequence[QuotedPart]
) -> None:
    """Note which lines of a draft bill which lines of a quote. `quoted_once` refuses what another one bills."""
    rows = [
        {
            "invoice_id": draft_id,
            "line_id": part.made.line_id if isinstance(part.made, Line) else part.made.discount_id,
            "quote_id": quote_id,
            "quoted_id": part.quoted_id,
        }
        for part in parts
    ]
    await session.execute(insert(QuoteClaimRow), rows)


async def claim_again(
    session: Session, credit_note_id: UUID, draft_id: UUID, stands_for: Mapping[UUID, UUID]
) -> None:
    """Let lines of a draft bill what the lines that they stand for did until that credit note."""
    made, billed = list(stands_for), list(stands_for.values())
    about = {"credit_note_id": credit_note_id, "draft_id": draft_id}
    await session.execute(_CLAIM_AGAIN, {**about, "made": made, "billed": billed})


async def load_document(session: Session, quote_id: UUID) -> QuoteDocumentRow | None:
    """The document of a sent quote, once it was made."""
    query = select(QuoteDocumentRow).where(QuoteDocumentRow.quote_id == quote_id)
    found: QuoteDocumentRow | None = await session.scalar(query)
    return found


async def insert_document(session: Session, content: QuoteContent, document: bytes) -> None:
    """Keep the document of a sent quote; one that was made before stays."""
    values = to_values(
        QuoteDocumentRow,
        content,
        quote_id=content.id,
        sha256=hashlib.sha256(document).hexdigest(),
        content=document,
    )
    await session.execute(upsert(QuoteDocumentRow).values(values).on_conflict_do_nothing())


async def _insert_lines(session: Session, quote: Quote) -> None:
    lines = [to_values(QuoteLineRow, line, quote_id=quote.id, percent=None) for line in quote.lines]
    taken = {line.position for line in quote.lines}
    free = (place for place in range(1, 10_000) if place not in taken)
    nothing = dict.fromkeys(column_names(QuoteLineRow) - {"account_id", "tax"})
    discounts = [
        nothing
        | to_values(
            QuoteLineRow,
            one,
            quote_id=quote.id,
            line_id=one.discount_id,
            kind="discount",
            position=place,
        )
        for one, place in zip(quote.discounts, free, strict=False)
    ]
    if lines or discounts:
        await session.execute(insert(QuoteLineRow), [*lines, *discounts])


async def _with_parts(session: Session, rows: Sequence[QuoteRow]) -> list[StoredQuote]:
    ids = [row.id for row in rows]
    lines = await _by_quote(session, QuoteLineRow, QuoteLineRow.position, ids)
    answers = await _by_quote(session, QuoteAnswerRow, QuoteAnswerRow.id, ids)
    billed: dict[UUID, list[BilledQuote]] = {}
    for row in await session.execute(_BILLED, {"quote_ids": ids}):
        billed.setdefault(row.quote_id, []).append(build(BilledQuote, row))
    return [
        StoredQuote(
            _quote(row, lines.get(row.id, ())),
            tuple(build(Answered, one) for one in answers.get(row.id, ())),
            tuple(billed.get(row.id, ())),
        )
        for row in rows
    ]


async def _by_quote(
    session: Session, table: Any, order: Any, quote_ids: Sequence[UUID]
) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    query = select(table).where(table.quote_id.in_(quote_ids)).order_by(order)
    for row in await load_all(session, query):
        found.setdefault(row.quote_id, []).append(row)
    return found


def _quote(row: QuoteRow, lines: Sequence[QuoteLineRow]) -> Quote:
    discounts = [line for line in lines if line.kind == "discount"]
    return build(
        Quote,
        row,
        lines=tuple(
            build(Line, line, billed_seconds=line.seconds)
            for line in lines
            if line.kind != "discount"
        ),
        discounts=tuple(build(Discount, line, discount_id=line.line_id) for line in discounts),
    )
