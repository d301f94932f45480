"""Compare the books with those of other services: ask for statements, look closer at what differs, tell what stays so."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import tasks
from database import Session, current_account
from messaging import outbox
from rates import events
from rates.domain.books import (
    BUCKETS,
    LAST_LOOK,
    MOST_DAYS,
    MOST_SUSPECTS,
    BookEntry,
    DifferingEntry,
    differing_days,
    differing_entries,
)
from rates.domain.reconciliation import MOST_KEPT, BooksState, ComparedBooks, OtherService
from rates.store import compared_books, reconciliations
from rates.store.compared_books import Stated

COMPARE, ASK_AGAIN, GIVE_UP = "compare-books", "ask-for-books", "give-up-on-books"
_PATIENCE = timedelta(minutes=30)
"""So long a service may take to answer; it may be down, or deployed anew."""
log = logging.getLogger(__name__)


async def begin(session: Session, reconciliation_id: UUID, now: datetime) -> list[ComparedBooks]:
    """Ask every other service what its books say."""
    begun = await compared_books.begin(session, reconciliation_id, now)
    for books in begun:
        await _ask(session, reconciliation_id, books)
    return begun


async def take_statements(session: Session, stated: Sequence[Stated]) -> None:
    """Keep what services say, and have it compared."""
    kept = await compared_books.keep_stated(session, stated)
    nothing: Mapping[str, Any] = {}
    keys = {_key(*one): nothing for one in kept}
    await tasks.schedule_all(session, COMPARE, keys, again=True)


async def compare(session: Session, key: str, pause: timedelta, now: datetime) -> None:
    """Compare the answer to the latest look, once all of it is there. What differs is looked at again after a pause."""
    reconciliation_id, service = _parsed(key)
    books = await compared_books.lock(session, reconciliation_id, service)
    if books is None or books.state != "asked":
        return
    parts = await compared_books.stated(session, reconciliation_id, books)
    if parts is None:
        return
    if books.look == 1:
        after = await _compare_days(session, books, parts)
        differs = bool(after.days)
    else:
        differing = await _compare_entries(session, books, parts)
        if books.look == LAST_LOOK:
            await _end(session, reconciliation_id, books, _unchanged(books, differing), now)
            return
        after = replace(
            books,
            suspects={str(one.entry.entry_id): one.fact for one in differing[:MOST_SUSPECTS]},
            days=sorted({one.day for one in _sides(differing)})[:MOST_DAYS],
        )
        differs = bool(differing)
    if not differs:
        await _end(session, reconciliation_id, after, (), now)
        return
    await compared_books.save(
        session, reconciliation_id, replace(after, state="waiting", look=books.look + 1)
    )
    await tasks.schedule(session, ASK_AGAIN, key=key, due_at=now + pause, again=True)


async def ask_again(session: Session, key: str, now: datetime) -> None:
    """Ask for the entries of the days that differ."""
    reconciliation_id, service = _parsed(key)
    books = await compared_books.lock(session, reconciliation_id, service)
    if books is None or books.state != "waiting":
        return
    asked = replace(books, state="asked", asked_at=now)
    await compared_books.save(session, reconciliation_id, asked)
    await _ask(session, reconciliation_id, asked)


async def give_up(session: Session, key: str, now: datetime) -> None:
    """End a comparison whose service does not answer, or that cannot go on: no other begins while one is under way."""
    reconciliation_id, service = _parsed(key)
    books = await compared_books.lock(session, reconciliation_id, service)
    if books is None or now < books.asked_at + _PATIENCE:
        return
    log.error("the books of %s were not compared, in %s", service, reconciliation_id)
    ended = replace(books, state="unanswered", finished_at=now, suspects=None)
    await compared_books.save(session, reconciliation_id, ended)


async def _ask(session: Session, reconciliation_id: UUID, books: ComparedBooks) -> None:
    version = await reconciliations.next_version(session, reconciliation_id)
    account_id = current_account(session)
    question = events.figures_asked(account_id, reconciliation_id, books, version)
    await outbox.publish(session, question)
    key = _key(reconciliation_id, books.service)
    await tasks.schedule(session, GIVE_UP, key=key, due_at=books.asked_at + _PATIENCE, again=True)


async def _compare_days(
    session: Session, books: ComparedBooks, parts: Sequence[Mapping[str, Any]]
) -> ComparedBooks:
    days, entries, seconds = list[date](), 0, 0
    for part in parts:
        edges = [one and date.fromisoformat(one) for one in (part["first_day"], part["last_day"])]
        theirs = [{**one, "day": date.fromisoformat(one["day"])} for one in part["days"]]
        ours = await compared_books.our_days(session, books.service, *edges)
        days += differing_days(ours, theirs)
        entries += sum(one["entries"] for one in theirs)
        seconds += sum(one["seconds"] for one in theirs)
    buckets = None
    if books.service == "invoicing":
        buckets = {name: sum(part[name] for part in parts) for name in BUCKETS}
    return replace(books, days=days[:MOST_DAYS], entries=entries, seconds=seconds, buckets=buckets)


async def _compare_entries(
    session: Session, books: ComparedBooks, parts: Sequence[Mapping[str, Any]]
) -> list[DifferingEntry]:
    theirs = compared_books.stated_entries(parts)
    ours, more = await compared_books.our_entries(session, books.service, books.days)
    cut = [side for side, is_cut in ((theirs, parts[-1]["more"]), (ours, more)) if is_cut]
    return differing_entries(ours, theirs, cut=cut)


def _unchanged(books: ComparedBooks, differing: Sequence[DifferingEntry]) -> list[DifferingEntry]:
    """Those that differed in the same way at the look before."""
    suspects = books.suspects or {}
    return [one for one in differing if suspects.get(str(one.entry.entry_id)) == one.fact]


async def _end(
    session: Session,
    reconciliation_id: UUID,
    books: ComparedBooks,
    found: Sequence[DifferingEntry],
    now: datetime,
) -> None:
    state: BooksState = "differ" if found else "agree"
    ended = replace(books, state=state, finished_at=now, found=len(found), days=(), suspects=None)
    await compared_books.save(session, reconciliation_id, ended)
    if not found:
        return
    log.error("%d entries differ from %s in %s", len(found), books.service, reconciliation_id)
    told = [one.told(books.service) for one in found]
    await compared_books.add_found(session, reconciliation_id, told[:MOST_KEPT], len(told))
    version = await reconciliations.next_version(session, reconciliation_id)
    account_id = current_account(session)
    event = events.books_differ(account_id, reconciliation_id, ended, told, version)
    await outbox.publish(session, event)


def _sides(differing: Sequence[DifferingEntry]) -> list[BookEntry]:
    return [side for one in differing for side in (one.ours, one.theirs) if side]


def _key(reconciliation_id: UUID, service: OtherService) -> str:
    return f"{reconciliation_id} {service}"


def _parsed(key: str) -> tuple[UUID, OtherService]:
    reconciliation_id, service = key.split()
    return UUID(reconciliation_id), "timer" if service == "timer" else "invoicing"
