"""Files of banks and their transactions, with proposals what they are."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.customer_order import OfCustomer
from invoicing.domain.matching import (
    CustomerCredit,
    Movement,
    OpenItems,
    Proposal,
    TransactionState,
    certain,
)
from invoicing.store import bank
from invoicing.store.bank import BankTransaction, StoredBankFile
from invoicing.store.open_items import load_credits, open_items
from invoicing.store.tables.bank import BankTransactionRow

MOST_AT_ONCE = 2000
"""How many open transactions are looked at for certain ones at once; the others follow when these are decided."""


@dataclass(frozen=True)
class TransactionFilter:
    """Which transactions are asked for; None is any."""

    state: TransactionState | None = None
    file_id: UUID | None = None
    bank_account: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    newest_first: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as SQL."""
        row, found = BankTransactionRow, list[ColumnElement[bool]]()
        for column, value in (
            (row.state, self.state),
            (row.file_id, self.file_id),
            (row.bank_account, self.bank_account),
        ):
            if value is not None:
                found.append(column == value)
        if self.first_day:
            found.append(row.booked_on >= self.first_day)
        if self.last_day:
            found.append(row.booked_on <= self.last_day)
        return found


@dataclass(frozen=True)
class SeenTransaction:
    """A transaction, and what it may be while it is open."""

    transaction: BankTransaction
    proposals: tuple[Proposal, ...] = ()

    @property
    def id(self) -> UUID:
        """By which a list goes on."""
        return self.transaction.id


@dataclass(frozen=True)
class BankSummary:
    """How many transactions wait, and of how many it is certain what they are."""

    open: int
    certain: int
    set_aside: int


async def list_transactions(
    session: Session, filters: TransactionFilter, *, after: UUID | None, limit: int
) -> list[SeenTransaction]:
    """Transactions by id: in the order of their days within a file, or the newest first."""
    conditions, row = filters.conditions(), BankTransactionRow
    if after:
        conditions.append(row.id < after if filters.newest_first else row.id > after)
    found = await bank.load_transactions(
        session, *conditions, limit=limit, newest_first=filters.newest_first
    )
    return await seen(session, found)


async def get_transaction(session: Session, transaction_id: UUID) -> SeenTransaction:
    """One transaction. Raises `NotFoundError`."""
    [found] = await seen(session, [await bank.load_transaction(session, transaction_id)])
    return found


async def list_files(session: Session, *, after: UUID | None, limit: int) -> list[StoredBankFile]:
    """Files, the newest first."""
    return await bank.load_files(session, after=after, limit=limit)


async def summary(session: Session) -> BankSummary:
    """What waits."""
    row = BankTransactionRow
    query = (
        select(row.state, func.count().label("number"))
        .where(row.state != "taken")
        .group_by(row.state)
    )
    counts = {row.state: row.number for row in await session.execute(query)}
    sure = await certain_ones(session) if counts.get("open") else []
    return BankSummary(counts.get("open", 0), len(sure), counts.get("set-aside", 0))


async def certain_ones(session: Session) -> list[tuple[BankTransaction, Proposal]]:
    """The open transactions of which it is certain what they are, the oldest first."""
    found = await bank.load_transactions(
        session, BankTransactionRow.state == "open", limit=MOST_AT_ONCE
    )
    items = await items_for(session, found)
    return await asyncio.to_thread(certain, items, [(one, movement(one)) for one in found])


async def seen(session: Session, transactions: Sequence[BankTransaction]) -> list[SeenTransaction]:
    """Transactions with what those that are open may be."""
    waiting = [one for one in transactions if one.state == "open"]
    if not waiting:
        return [SeenTransaction(one) for one in transactions]
    items = await items_for(session, waiting)
    return [
        SeenTransaction(one, items.proposals(movement(one)) if one.state == "open" else ())
        for one in transactions
    ]


async def items_for(session: Session, transactions: Sequence[BankTransaction]) -> OpenItems:
    """What is open, as far as these transactions may be it."""
    return await open_items(
        session,
        currencies={one.currency for one in transactions},
        paid_out=[-one.amount for one in transactions if one.amount < 0],
        accounts={one.counterparty_account for one in transactions} - {""},
    )


def movement(transaction: BankTransaction) -> Movement:
    """What the bank says of it."""
    return build(Movement, transaction)


async def list_credits(
    session: Session,
    organization_id: UUID | None,
    *,
    after: OfCustomer | None = None,
    limit: int | None = None,
) -> list[CustomerCredit]:
    """Which customers have credit, in which currency, by name; all of them without a limit."""
    return await load_credits(session, organization_id, after=after, limit=limit)
