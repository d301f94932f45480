"""Let drafts follow new prices of the time that they have, and show what that changed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from database import Session, new_id
from domain_errors import NotFoundError
from invoicing.domain.draft import Draft
from invoicing.domain.lines import Line, charging, shrink
from invoicing.domain.repricing import Followed, Kin, TakenTime, follow
from invoicing.store import claims, drafts, line_time, prices, repricing
from invoicing.store.prices import Price
from invoicing.store.tables.drafts import DraftRow


async def follow_prices(
    session: Session, entry_ids: Sequence[UUID], newest: Mapping[UUID, Price]
) -> None:
    """Have drafts charge these entries by their new prices; what cannot be on them any more is lost.

    Entries of which an issued invoice charges something, or a write-off has some, keep their price, also on drafts.
    """
    draft_ids = await drafts.lock_drafts(session, await claims.holders(session, entry_ids))
    if not draft_ids:
        return
    taken = await repricing.take(session, entry_ids, draft_ids)
    if not taken:
        return
    freed = {one.piece.entry_id for one in taken}
    await prices.save_prices(session, [newest[entry_id] for entry_id in freed])
    now = await repricing.prices_now(session, freed)
    kin = await repricing.kin(session, draft_ids)
    found = await drafts.load_drafts(session, DraftRow.id.in_({one.draft_id for one in taken}))
    before = {one.draft.id: one.draft for one in found}
    by_draft = defaultdict[UUID, list[TakenTime]](list)
    for one in taken:
        by_draft[one.draft_id].append(one)
    after = {
        id_: follow(draft, by_draft[id_], now, kin.get(id_, Kin()), new_id)
        for id_, draft in before.items()
    }
    for id_, followed in after.items():
        await _write_lines(session, before[id_], followed.draft)
    await repricing.claim(session, {id_: one.pieces for id_, one in after.items()})
    await _charge(session, after, taken)
    await repricing.note(session, [change for one in after.values() for change in one.repriced])
    await repricing.lose(session, {id_: one.lost for id_, one in after.items()})
    if seen := [id_ for id_, one in after.items() if one.is_seen]:
        await drafts.raise_versions(session, seen)


async def dismiss_repriced_time(
    session: Session, draft_id: UUID, ids: Sequence[UUID], *, by: str, now: datetime
) -> None:
    """Show these changes no longer; again it changes nothing. Raises `NotFoundError`."""
    if await drafts.load_draft(session, draft_id) is None:
        raise NotFoundError("draft")
    await repricing.dismiss(session, draft_id, ids, by=by, now=now)


async def _write_lines(session: Session, before: Draft, after: Draft) -> None:
    """Write lines that are new, and what is otherwise of the others but for their time."""
    known = {line.line_id for line in before.lines}
    if before.lines != after.lines:
        await drafts.rewrite(session, before, after)
    if new := [line for line in after.lines if line.line_id not in known]:
        await drafts.insert_lines(session, after.id, new)


async def _charge(
    session: Session, after: Mapping[UUID, Followed], taken: Sequence[TakenTime]
) -> None:
    """Price the lines anew by what they have now; those of time that have nothing go."""
    touched = {one.line_id for one in taken}
    touched |= {piece.line_id for one in after.values() for piece in one.pieces}
    time = await line_time.time_of(session, list(after), touched)
    lines = [
        (line, one.draft.currency)
        for one in after.values()
        for line in one.draft.lines
        if line.line_id in touched
    ]
    hourly = [(line, currency) for line, currency in lines if line.hourly_rate is not None]
    await line_time.write_time(
        session,
        [
            charging(line, time[line.line_id], line.hourly_rate, currency)
            for line, currency in hourly
            if line.line_id in time and line.hourly_rate is not None
        ],
    )
    await line_time.remove_lines(session, {line.line_id for line, _ in hourly} - time.keys())
    for line in _shrunk(lines, taken):
        await drafts.reprice_line(session, line)


def _shrunk(lines: Sequence[tuple[Line, str]], taken: Sequence[TakenTime]) -> Iterator[Line]:
    """Lines of agreements without what these do not cover any more."""
    seconds, billed = Counter[UUID](), Counter[UUID]()
    for one in taken:
        seconds[one.line_id] += one.piece.seconds
        billed[one.line_id] += one.piece.billed_seconds
    for line, currency in lines:
        if line.charge_id:
            yield shrink(line, seconds[line.line_id], billed[line.line_id], currency)
