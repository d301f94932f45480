"""Claims: which seconds of which entry a line charges, at which price.

Whoever makes them or frees them holds the customer's lock (`organization_locks`). The constraints `claimed_once`
hold whatever the code does.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from database import Session, Statement
from invoicing.domain.attributes import build
from invoicing.domain.draft import Draft
from invoicing.domain.grouping import Group, GroupBy
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lost_time import LossReason
from invoicing.store.held_back import IS_HELD_BACK
from invoicing.store.merged_time import staying
from invoicing.store.organization_locks import lock_alone

KEYS: dict[GroupBy, str] = {
    "entry": "entry_id::text",
    "work_item": "concat_ws('/', project_id, work_item_id)",
    "project": "coalesce(project_id::text, '')",
    "agent": "agent_id::text",
    "service_type": "coalesce(service_type_id::text, '')",
    "day": "work_date::text",
    "all": "''",
}
_PERIOD = "work_date BETWEEN :first_day AND :last_day"
_NAMED = "entry_id = ANY(:entry_ids)"


@dataclass(frozen=True)
class ClaimedRange:
    """Seconds of an entry, from `start` to `end`, that a line charges."""

    entry_id: UUID
    line_id: UUID
    start: int
    end: int


@dataclass(frozen=True)
class BilledTime(ClaimedRange):
    """A range on an issued invoice, at the rate of its line, which `price_version` set, or covered by a charge."""

    hourly_rate: Decimal | None
    price_version: int
    charge_id: UUID | None = None


@dataclass(frozen=True)
class DroppedClaim:
    """Seconds of an entry that a line of a draft had until now, and what it charged of them."""

    draft_id: UUID
    line_id: UUID
    entry_id: UUID
    seconds: int
    billed_seconds: int


@dataclass(frozen=True)
class Released:
    """How many claims a credit note released now, and how many it had released before."""

    now: int
    before: int


def share_of(end: str) -> str:
    """What is charged of a segment up to there (`domain.prices.share`)."""
    return f'segment.billed_seconds * ({end} - segment."start") / (segment."end" - segment."start")'


def _claim(group_by: GroupBy, condition: str) -> str:
    """What is open of an entry: its segments by the hour without what live claims have of them, and their share of what is
    charged."""
    return f"""
    WITH picked AS (
        SELECT e.*, segment.hourly_rate, coalesce(segment.treatment = 'overage', false) AS overage,
            open.seconds AS open_seconds,
            {share_of("upper(open.seconds)")} - {share_of("lower(open.seconds)")} AS billed
        FROM time_entries e
        CROSS JOIN LATERAL jsonb_to_recordset(e.segments)
            AS segment("start" int, "end" int, billed_seconds bigint, hourly_rate numeric, treatment text)
        LEFT JOIN LATERAL (SELECT range_agg(c.seconds) AS seconds FROM claims c WHERE e.claimed_seconds > 0
            AND c.account_id = e.account_id AND c.entry_id = e.entry_id AND c.released_by IS NULL) AS taken ON true
        CROSS JOIN LATERAL unnest(int4multirange(int4range(segment.start, segment.end))
            - coalesce(taken.seconds, '{{}}')) AS open(seconds)
        WHERE organization_id = :organization_id AND {condition} AND billable AND claimed_seconds < e.seconds
            AND claimed_seconds + held_seconds < e.seconds AND priced AND currency = :currency
            AND (segment.treatment IS NULL OR segment.treatment = 'overage') AND NOT {IS_HELD_BACK}
    ), keyed AS MATERIALIZED (
        SELECT picked.*, {KEYS[group_by]} AS group_key, upper(open_seconds) - lower(open_seconds) AS long FROM picked
    ), grouped AS MATERIALIZED (
        SELECT uuidv7() AS line_id, group_key, hourly_rate, overage, sum(long) AS seconds, sum(billed) AS billed_seconds,
            min(work_date) AS first_day, max(work_date) AS last_day,
            (array_agg(agent_name ORDER BY work_date DESC))[1] AS agent_name,
            (array_agg(project_name ORDER BY work_date DESC))[1] AS project_name,
            (array_agg(work_item_name ORDER BY work_date DESC))[1] AS work_item_name,
            CASE WHEN count(service_type_id) = count(*) AND min(service_type_id::text) = max(service_type_id::text)
                THEN (array_agg(service_type_id))[1] END AS service_type_id,
            (array_agg(service_type_name ORDER BY work_date DESC))[1] AS service_type_name,
            (array_agg(description))[1] AS description, array_agg(entry_id) AS entry_ids
        FROM keyed GROUP BY group_key, hourly_rate, overage
    ), claimed AS (
        INSERT INTO claims (invoice_id, line_id, entry_id, seconds, price_version, billed_seconds, whole_entry)
        SELECT CAST(:invoice_id AS uuid), line_id, entry_id, open_seconds, price_version, billed,
            open_seconds = int4range(0, keyed.seconds)
        FROM keyed JOIN grouped USING (group_key, hourly_rate, overage)
    )
    SELECT line_id, hourly_rate, overage, seconds, billed_seconds::int, first_day, last_day, agent_name, project_name,
        work_item_name, service_type_id,
        CASE WHEN service_type_id IS NOT NULL THEN service_type_name END AS service_type_name, description, entry_ids
    FROM grouped ORDER BY first_day, project_name, work_item_name, agent_name, last_day, line_id
    """


_CLAIM_PERIOD: dict[GroupBy, Statement] = {one: Statement(_claim(one, _PERIOD)) for one in KEYS}
_CLAIM_NAMED: dict[GroupBy, Statement] = {one: Statement(_claim(one, _NAMED)) for one in KEYS}
_BILLED = Statement("""
    SELECT entry_id, line_id, lower(seconds) AS start, upper(seconds) AS end, price_version
    FROM claims WHERE invoice_id = :invoice_id ORDER BY entry_id, seconds
""")
_NUMBERS = text("""
    SELECT c.entry_id, string_agg(DISTINCT i.number, ', ') AS number
    FROM claims c LEFT JOIN invoices i ON i.account_id = c.account_id AND i.id = c.invoice_id
    WHERE c.entry_id = ANY(:entry_ids) AND c.released_by IS NULL AND (i.id IS NOT NULL OR c.written_off)
    GROUP BY c.entry_id
""")
_DROP = """
    WITH dropped AS (
        DELETE FROM claims WHERE {which} AND invoice_id = ANY(:draft_ids)
        RETURNING invoice_id, line_id, entry_id, upper(seconds) - lower(seconds) AS seconds, billed_seconds
    ), noted AS (
        INSERT INTO lost_time (draft_id, entry_id, seconds, reason, agent_name, work_item_name, work_date)
        SELECT lost.invoice_id, lost.entry_id, lost.seconds, :reason, known.agent_name, known.work_item_name, known.work_date
        FROM (SELECT invoice_id, entry_id, sum(seconds) AS seconds FROM dropped GROUP BY 1, 2) AS lost
        CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.entry_id = lost.entry_id LIMIT 1) AS known
    )
    SELECT * FROM dropped
"""
_DROP_ENTRIES = text(_DROP.format(which="entry_id = ANY(:entry_ids)"))
_DROP_LINE = text(_DROP.format(which="line_id = :line_id"))
_HOLDERS = text("""
    SELECT DISTINCT invoice_id FROM claims WHERE entry_id = ANY(:entry_ids) AND released_by IS NULL
""")
_LOCK_INVOICE = text(f"""
    SELECT number, ARRAY(SELECT {lock_alone("place.id")}::text FROM (SELECT DISTINCT id
        FROM unnest(ARRAY[i.organization_id, {staying("i.organization_id")}]) AS id ORDER BY id) AS place)
    FROM invoices i WHERE id = :invoice_id
""")
_RELEASE = text("""
    WITH wanted AS (
        SELECT * FROM unnest(CAST(:line_id AS uuid[]), CAST(:entry_id AS uuid[]), CAST(:starts AS int[]),
            CAST(:ends AS int[])) AS wanted(line_id, entry_id, "start", "end")
    ), released AS (
        UPDATE claims c SET released_by = :credit_note_id FROM wanted w
        WHERE c.invoice_id = :invoice_id AND c.line_id = w.line_id AND c.entry_id = w.entry_id
            AND c.seconds = int4range(w."start", w."end") AND c.released_by IS NULL
            AND (c.charge_id IS NULL OR c.line_id = ANY(CAST(:charge_lines AS uuid[])))
        RETURNING c.entry_id
    )
    SELECT (SELECT count(*) FROM released) AS now, (SELECT count(*) FROM wanted w JOIN claims c
        ON c.line_id = w.line_id AND c.entry_id = w.entry_id AND c.seconds = int4range(w."start", w."end")
        WHERE c.invoice_id = :invoice_id AND c.released_by = :credit_note_id) AS before
""")


async def claim(session: Session, draft: Draft, entry_ids: Collection[UUID]) -> list[Group]:
    """Claim for a draft all that is ready in its period, or just these entries; returns what goes on its lines."""
    statement = (_CLAIM_NAMED if entry_ids else _CLAIM_PERIOD)[draft.group_by]
    asked = {
        "invoice_id": draft.id,
        "organization_id": draft.organization_id,
        "currency": draft.currency,
        "entry_ids": entry_ids,
        "first_day": draft.first_day,
        "last_day": draft.last_day,
    }
    return [Group(**row) for row in await statement.all(session, asked)]


async def billed_by(session: Session, content: InvoiceContent) -> list[BilledTime]:
    """What the invoice that is being issued charges of each entry, by the entry's id."""
    lines = {line.line_id: line for line in content.lines}
    rows = await _BILLED.all(session, {"invoice_id": content.id})
    return [
        BilledTime(**row, hourly_rate=line.hourly_rate, charge_id=line.charge_id)
        for row in rows
        if (line := lines[row["line_id"]])
    ]


async def holders(session: Session, entry_ids: Sequence[UUID]) -> list[UUID]:
    """The drafts and invoices that bill something of these entries."""
    return list(await session.scalars(_HOLDERS, {"entry_ids": entry_ids}))


async def invoice_numbers(session: Session, entry_ids: Sequence[UUID]) -> dict[UUID, str | None]:
    """The numbers of the issued invoices that charge something of these entries; None: something is just written off."""
    rows = await session.execute(_NUMBERS, {"entry_ids": entry_ids})
    return {row.entry_id: row.number for row in rows}


async def drop(
    session: Session,
    entry_ids: Sequence[UUID],
    draft_ids: Sequence[UUID],
    reason: LossReason,
) -> list[DroppedClaim]:
    """Free these entries from these drafts, which show what they lost, and why."""
    about = {"entry_ids": entry_ids, "draft_ids": draft_ids, "reason": reason}
    rows = await session.execute(_DROP_ENTRIES, about)
    return [build(DroppedClaim, row, draft_id=row.invoice_id) for row in rows]


async def drop_line(session: Session, draft_id: UUID, line_id: UUID) -> None:
    """Free what a line has whose agreement's charge is not to be billed any more; the draft shows what it lost."""
    reason: LossReason = "agreement-changed"
    about = {"draft_ids": [draft_id], "line_id": line_id, "reason": reason}
    await session.execute(_DROP_LINE, about)


async def lock_invoice(session: Session, invoice_id: UUID) -> str | None:
    """Be alone with the billable time of an issued invoice's customer, and of who stands for it; returns the number."""
    row = (await session.execute(_LOCK_INVOICE, {"invoice_id": invoice_id})).first()
    return None if row is None else row.number


async def release(
    session: Session,
    invoice_id: UUID,
    credit_note_id: UUID,
    ranges: Sequence[ClaimedRange],
    charge_lines: Collection[UUID] = (),
) -> Released:
    """Release the claims of an issued invoice that are just these ranges; of agreements, those on the given lines."""
    wanted = set(ranges)
    columns = {
        "line_id": [one.line_id for one in wanted],
        "entry_id": [one.entry_id for one in wanted],
        "starts": [one.start for one in wanted],
        "ends": [one.end for one in wanted],
    }
    about = {
        "invoice_id": invoice_id,
        "credit_note_id": credit_note_id,
        "charge_lines": list(charge_lines),
    }
    return build(Released, (await session.execute(_RELEASE, about | columns)).one())
