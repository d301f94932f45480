"""Files of banks, their transactions, and what was decided about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from database import Session, Statement, new_id
from domain_errors import NotFoundError
from invoicing.domain.attributes import build
from invoicing.domain.bank_files.statement import BankLine, keys_of
from invoicing.domain.matching import TransactionState
from invoicing.store.mapping import insert_sql, to_json, to_values
from invoicing.store.tables.bank import (
    BankDecisionRow,
    BankFileRow,
    BankMappingRow,
    BankTransactionRow,
)

_GIVEN = {"state": "'open'", "version": "0"}
_INSERT_LINES = Statement(f"""
    {insert_sql(BankTransactionRow, "lines", **_GIVEN)}
    ON CONFLICT (account_id, bank_account, entry_key) DO NOTHING RETURNING id
""")
_CURRENCIES = text("""
    SELECT DISTINCT ON (t.bank_account) t.bank_account, t.currency FROM bank_transactions t
    WHERE t.bank_account = ANY(:accounts) ORDER BY t.bank_account, t.id
""")
_KNOWN = Statement("""
    SELECT count(*) FROM bank_transactions t
    JOIN unnest(CAST(:accounts AS text[]), CAST(:keys AS text[])) AS line(bank_account, entry_key)
        ON (t.bank_account, t.entry_key) = (line.bank_account, line.entry_key)
""")


@dataclass(frozen=True, kw_only=True)
class StoredBankFile:
    """A file that was read: how many booked lines it has, how many were new, how many wait."""

    id: UUID
    name: str
    format: str
    preset: str | None
    sha256: str
    lines: int
    new_lines: int
    left_out: int
    first_day: date
    last_day: date
    imported_at: datetime
    imported_by: str


@dataclass(frozen=True, kw_only=True)
class BankTransaction:
    """A movement of a bank account, and what was decided about it last."""

    id: UUID
    file_id: UUID
    bank_account: str
    booked_on: date
    amount: Decimal
    currency: str
    text: str
    counterparty: str
    counterparty_account: str
    reference: str
    end_to_end_id: str
    bank_reference: str
    state: TransactionState
    version: int
    payment_id: UUID | None = None
    refund_id: UUID | None = None
    reason: str | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None

    @property
    def words(self) -> str:
        """What a payment made of it has as its reference."""
        return " ".join(filter(None, (self.reference, self.counterparty, self.text)))[:200]


async def insert_file(session: Session, stored: StoredBankFile, lines: Sequence[BankLine]) -> None:
    """Write a file and those of its lines that no file brought before, in the order of their days."""
    await session.execute(insert(BankFileRow).values(to_values(BankFileRow, stored)))
    keyed = sorted(zip(lines, keys_of(lines), strict=True), key=lambda one: one[0].booked_on)
    rows = [
        to_values(BankTransactionRow, line, id=new_id(), file_id=stored.id, entry_key=key)
        for line, key in keyed
    ]
    await _INSERT_LINES.all(session, {"lines": to_json(rows)})


async def count_known(session: Session, lines: Sequence[BankLine]) -> int:
    """How many of these lines are here already."""
    values = {"accounts": [one.bank_account for one in lines], "keys": keys_of(lines)}
    found: int = await _KNOWN.scalar(session, values)
    return found


async def currencies(session: Session, accounts: Collection[str]) -> dict[str, str]:
    """The currency of each bank account that is known."""
    rows = await session.execute(_CURRENCIES, {"accounts": list(accounts)})
    return {row.bank_account: row.currency for row in rows}


async def last_account(session: Session, preset: str | None) -> str:
    """Which account the last file of a bank was of; empty when there was none."""
    query = (
        select(BankTransactionRow.bank_account)
        .join(BankFileRow, BankFileRow.id == BankTransactionRow.file_id)
        .where(BankFileRow.preset == preset)
        .order_by(BankTransactionRow.id.desc())
        .limit(1)
    )
    return (await session.scalar(query) or "") if preset else ""


async def load_files(session: Session, *, after: UUID | None, limit: int) -> list[StoredBankFile]:
    """Files, the newest first."""
    query = select(BankFileRow).order_by(BankFileRow.id.desc()).limit(limit)
    if after:
        query = query.where(BankFileRow.id < after)
    return [build(StoredBankFile, row) for row in await session.scalars(query)]


async def load_transactions(
    session: Session,
    *conditions: ColumnElement[bool],
    limit: int | None = None,
    newest_first: bool = False,
) -> list[BankTransaction]:
    """Transactions with their newest decision, in the order of their ids or the newest first."""
    newest = and_(
        BankDecisionRow.transaction_id == BankTransactionRow.id,
        BankDecisionRow.version == BankTransactionRow.version,
    )
    query = (
        select(BankTransactionRow, BankDecisionRow)
        .outerjoin(BankDecisionRow, newest)
        .where(*conditions)
        .order_by(BankTransactionRow.id.desc() if newest_first else BankTransactionRow.id)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    rows = await session.execute(query)
    return [build(BankTransaction, row, decision) for row, decision in rows]


async def load_transaction(session: Session, transaction_id: UUID) -> BankTransaction:
    """One transaction. Raises `NotFoundError`."""
    found = await load_transactions(session, BankTransactionRow.id == transaction_id)
    if not found:
        raise NotFoundError("transaction of the bank")
    return found[0]


async def lock_transaction(session: Session, transaction_id: UUID) -> BankTransaction:
    """Lock a transaction: nobody else decides about it meanwhile. Raises `NotFoundError`."""
    query = select(BankTransactionRow.id).where(BankTransactionRow.id == transaction_id)
    await session.execute(query.with_for_update())
    return await load_transaction(session, transaction_id)


async def lock_open(session: Session, ids: Collection[UUID]) -> list[BankTransaction]:
    """Lock those of the transactions that are open still, in the order of their ids."""
    wanted = (BankTransactionRow.id.in_(ids), BankTransactionRow.state == "open")
    query = select(BankTransactionRow.id).where(*wanted).order_by(BankTransactionRow.id)
    locked = (await session.scalars(query.with_for_update())).all()
    return await load_transactions(session, BankTransactionRow.id.in_(locked)) if locked else []


async def decide(
    session: Session,
    transaction: BankTransaction,
    state: TransactionState,
    *,
    by: str,
    now: datetime,
    **what: Any,
) -> BankTransaction:
    """Write the next decision about a transaction, which is locked."""
    said: dict[str, Any] = {"payment_id": None, "refund_id": None, "reason": None, **what}
    said |= {
        "version": transaction.version + 1,
        "decided_at": now,
        "decided_by": by,
        "state": state,
    }
    decision = {"transaction_id": transaction.id, **said}
    await session.execute(insert(BankDecisionRow).values(decision))
    changed = update(BankTransactionRow).where(BankTransactionRow.id == transaction.id)
    await session.execute(changed.values(state=state, version=said["version"]))
    return replace(transaction, **said)


async def undo(
    session: Session, transaction_id: UUID, *, reason: str, by: str, now: datetime
) -> None:
    """Let a transaction be open again, when it is not: its payment or refund was reversed."""
    transaction = await lock_transaction(session, transaction_id)
    if transaction.state == "taken":
        await decide(session, transaction, "open", by=by, now=now, reason=reason)


async def transaction_of_refund(session: Session, refund_id: UUID) -> UUID | None:
    """The transaction of the bank that was taken as this refund."""
    query = (
        select(BankTransactionRow.id)
        .join(
            BankDecisionRow,
            and_(
                BankDecisionRow.transaction_id == BankTransactionRow.id,
                BankDecisionRow.version == BankTransactionRow.version,
            ),
        )
        .where(BankDecisionRow.refund_id == refund_id, BankTransactionRow.state == "taken")
    )
    return await session.scalar(query)


async def load_mapping(session: Session, headers: str) -> BankMappingRow | None:
    """What the account said of files with these headers."""
    return await session.scalar(select(BankMappingRow).where(BankMappingRow.headers == headers))


async def save_mapping(
    session: Session, headers: str, mapping: dict[str, Any], bank_account: str
) -> None:
    """Remember it."""
    values = {"headers": headers, "mapping": mapping, "bank_account": bank_account}
    statement = upsert(BankMappingRow).values(values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["account_id", "headers"], set_=values)
    )
