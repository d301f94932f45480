"""Finding customers and contacts by the beginnings of words, as they are typed."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from database import Session
from timer.names import beginnings
from timer.queries.master_data import CONTACTS, ORGANIZATIONS, Noun
from timer.store.arrays import any_of
from timer.store.customer_words import CONTACT_WORDS, ORGANIZATION_WORDS, Words
from timer.store.tables.base import Versioned
from timer.store.tables.customers import Contact, Organization

R = TypeVar("R", bound=Versioned)


async def search_organizations(session: Session, text: str, limit: int) -> Sequence[Organization]:
    """At most `limit` organizations, each with a word for the beginning of every word of `text`.

    One that is found and was merged into another shows that one.
    """
    found = await _search(session, ORGANIZATIONS, ORGANIZATION_WORDS, text, limit)
    staying = list(dict.fromkeys(row.merged_into or row.id for row in found))
    return await _by_ids(session, ORGANIZATIONS, staying, known=found)


async def search_contacts(session: Session, text: str, limit: int) -> Sequence[Contact]:
    """As organizations, by name and e-mail address."""
    return await _search(session, CONTACTS, CONTACT_WORDS, text, limit)


async def _search(
    session: Session, noun: Noun[R], words: Words, text: str, limit: int
) -> Sequence[R]:
    wanted = beginnings(text)
    if not wanted:
        return []
    ids = await words.find(session, wanted, limit)
    return await _by_ids(session, noun, ids)


async def _by_ids(
    session: Session, noun: Noun[R], ids: Sequence[UUID], known: Sequence[R] = ()
) -> Sequence[R]:
    """The rows with these ids, in their order; those that are known are not read."""
    by_id = {row.id: row for row in known}
    if missing := [one for one in ids if one not in by_id]:
        rows = await session.scalars(select(noun.table).where(noun.table.id == any_of(missing)))
        by_id |= {row.id: row for row in rows}
    return [by_id[one] for one in ids]
