"""Time that agreements cover: held until the line of its charge claims it.

A draft claims all that its charges cover. What is approved or priced later is claimed by that itself, for the line that
there is: on a draft it joins it, for an issued invoice it is `late` and changes nothing that was printed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from database import Session, Statement
from invoicing.domain.charges import AgreementCharge, Covered
from invoicing.domain.draft import Draft
from invoicing.domain.prices import Segment
from invoicing.store.claims import BilledTime, ClaimedRange, share_of
from invoicing.store.merged_time import staying

_SHARE = f"{share_of('upper(open.seconds)')} - {share_of('lower(open.seconds)')}"
_OPEN = f"""
    CROSS JOIN LATERAL jsonb_to_recordset(e.segments)
        AS segment("start" int, "end" int, billed_seconds bigint, treatment text, charge_id uuid)
    LEFT JOIN LATERAL (SELECT range_agg(c.seconds) AS seconds FROM claims c WHERE e.claimed_seconds > 0
        AND c.account_id = e.account_id AND c.entry_id = e.entry_id AND c.released_by IS NULL) AS taken ON true
    CROSS JOIN LATERAL unnest(int4multirange(int4range(segment.start, segment.end))
        - coalesce(taken.seconds, '{{}}')) AS open(seconds)
    CROSS JOIN LATERAL (SELECT ({_SHARE})::int AS billed) AS share
"""
_HELD = "e.billable AND e.priced AND e.held_seconds > 0"
# Entries are found by their charge, each by key, and only then looked at: by `billable` there are indexes of all time.
_CLAIM = Statement(f"""
    WITH line AS MATERIALIZED (
        SELECT * FROM unnest(CAST(:charge_ids AS uuid[]), CAST(:line_ids AS uuid[]), CAST(:versions AS int[]))
            AS line(charge_id, line_id, version)
    ), billed AS (
        INSERT INTO charge_claims (invoice_id, line_id, charge_id, charge_version)
        SELECT CAST(:invoice_id AS uuid), line_id, charge_id, version FROM line
    ), open AS MATERIALIZED (
        SELECT line.line_id, line.charge_id, e.entry_id, open.seconds, e.price_version, share.billed
        FROM line
        CROSS JOIN LATERAL (SELECT * FROM covered_time t WHERE t.charge_id = line.charge_id OFFSET 0) AS covered
        CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.entry_id = covered.entry_id LIMIT 1) AS e
        {_OPEN}
        WHERE {_HELD} AND e.organization_id = :organization_id
            AND segment.treatment IN ('included', 'prepaid') AND segment.charge_id = line.charge_id
    ), claimed AS (
        INSERT INTO claims (invoice_id, line_id, entry_id, seconds, price_version, billed_seconds, charge_id)
        SELECT CAST(:invoice_id AS uuid), line_id, entry_id, seconds, price_version, billed, charge_id FROM open
    )
    SELECT line_id, sum(upper(seconds) - lower(seconds))::int AS seconds, sum(billed)::int AS billed_seconds
    FROM open GROUP BY line_id
""")
_HOLDERS = Statement(f"""
    SELECT DISTINCT b.invoice_id
    FROM unnest(CAST(:entry_ids AS uuid[])) AS asked(entry_id)
    CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.entry_id = asked.entry_id LIMIT 1) AS e
    CROSS JOIN LATERAL jsonb_to_recordset(e.segments) AS segment(treatment text, charge_id uuid)
    CROSS JOIN LATERAL (SELECT * FROM charge_claims b WHERE b.account_id = e.account_id
        AND b.charge_id = segment.charge_id AND b.released_by IS NULL LIMIT 1) AS b
    WHERE {_HELD} AND segment.treatment IN ('included', 'prepaid')
""")
_JOIN = Statement(f"""
    WITH open AS MATERIALIZED (
        SELECT line.invoice_id, line.line_id, line.charge_id, line.number, line.currency, e.entry_id, open.seconds,
            e.price_version, share.billed
        FROM unnest(CAST(:entry_ids AS uuid[])) AS asked(entry_id)
        CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.entry_id = asked.entry_id LIMIT 1) AS e
        {_OPEN}
        CROSS JOIN LATERAL (
            SELECT b.invoice_id, b.line_id, b.charge_id, i.number, i.currency
            FROM charge_claims b
            LEFT JOIN invoices i ON i.account_id = b.account_id AND i.id = b.invoice_id
            LEFT JOIN drafts d ON d.account_id = b.account_id AND d.id = b.invoice_id
                AND d.id = ANY(CAST(:draft_ids AS uuid[]))
            WHERE b.account_id = e.account_id AND b.charge_id = segment.charge_id AND b.released_by IS NULL
                AND coalesce(i.id, d.id) IS NOT NULL
                AND {staying("coalesce(i.organization_id, d.organization_id)")} = {staying("e.organization_id")}
            LIMIT 1) AS line
        WHERE {_HELD} AND segment.treatment IN ('included', 'prepaid')
    ), claimed AS (
        INSERT INTO claims (invoice_id, line_id, entry_id, seconds, price_version, billed_seconds, charge_id, late)
        SELECT invoice_id, line_id, entry_id, seconds, price_version, billed, charge_id, number IS NOT NULL FROM open
    )
    SELECT invoice_id, line_id, charge_id, number, currency, entry_id, lower(seconds) AS start, upper(seconds) AS end,
        price_version, billed AS billed_seconds
    FROM open ORDER BY invoice_id, entry_id, start
""")
_GROW = Statement("""
    WITH grown AS (
        SELECT * FROM unnest(CAST(:draft_ids AS uuid[]), CAST(:line_ids AS uuid[]), CAST(:entry_ids AS uuid[]),
            CAST(:seconds AS int[]), CAST(:billed AS int[])) AS grown(draft_id, line_id, entry_id, seconds, billed)
    ), found AS (
        SELECT draft_id, entry_id, sum(seconds)::int AS seconds FROM grown GROUP BY 1, 2
    ), shortened AS (
        UPDATE lost_time lost SET seconds = lost.seconds - found.seconds FROM found WHERE lost.draft_id = found.draft_id
            AND lost.entry_id = found.entry_id AND lost.lost_at = now() AND lost.seconds > found.seconds
    ), forgotten AS (
        DELETE FROM lost_time lost USING found WHERE lost.draft_id = found.draft_id
            AND lost.entry_id = found.entry_id AND lost.lost_at = now() AND lost.seconds <= found.seconds
    )
    UPDATE draft_lines l SET seconds = coalesce(l.seconds, 0) + by_line.seconds,
        billed_seconds = coalesce(l.billed_seconds, 0) + by_line.billed
    FROM (SELECT line_id, sum(seconds)::int AS seconds, sum(billed)::int AS billed FROM grown GROUP BY 1) AS by_line
    WHERE l.line_id = by_line.line_id
""")
_NOTE = Statement("""
    INSERT INTO covered_time (charge_id, entry_id)
    SELECT * FROM unnest(CAST(:charge_ids AS uuid[]), CAST(:entry_ids AS uuid[])) AS named ORDER BY 1, 2
    ON CONFLICT DO NOTHING
""")
_OF_LINES = Statement("""
    SELECT line_id, entry_id, lower(seconds) AS start, upper(seconds) AS end FROM claims
    WHERE invoice_id = :invoice_id AND line_id = ANY(CAST(:line_ids AS uuid[])) AND released_by IS NULL
""")


@dataclass(frozen=True, kw_only=True)
class JoinedTime(BilledTime):
    """Covered time that a line got after it was made; of a draft there is no number and no currency."""

    invoice_id: UUID
    billed_seconds: int
    number: str | None
    currency: str | None

    @property
    def seconds(self) -> int:
        """How much it is, raw."""
        return self.end - self.start


async def note_covered(session: Session, prices: Mapping[UUID, Sequence[Segment]]) -> None:
    """Remember where to look for the time of charges, by the prices of entries."""
    named = sorted(
        {
            (segment.charge_id, entry_id)
            for entry_id, segments in prices.items()
            for segment in segments
            if segment.is_held and segment.charge_id
        }
    )
    columns = {"charge_ids": [one for one, _ in named], "entry_ids": [one for _, one in named]}
    await _NOTE.all(session, columns)


async def claim(
    session: Session, draft: Draft, lines: Mapping[UUID, AgreementCharge]
) -> dict[UUID, Covered]:
    """Let lines of a new draft, by id, bill their charges and have the time that these cover; returns how much, by line."""
    columns = {
        "invoice_id": draft.id,
        "organization_id": draft.organization_id,
        "line_ids": list(lines),
        "charge_ids": [charge.charge_id for charge in lines.values()],
        "versions": [charge.version for charge in lines.values()],
    }
    rows = await _CLAIM.all(session, columns)
    return {row["line_id"]: Covered(row["seconds"], row["billed_seconds"]) for row in rows}


async def holders(session: Session, entry_ids: Collection[UUID]) -> list[UUID]:
    """The drafts and invoices that bill the charges by which some of these entries are held."""
    rows = await _HOLDERS.all(session, {"entry_ids": list(entry_ids)})
    return [row["invoice_id"] for row in rows]


async def join(
    session: Session, entry_ids: Collection[UUID], draft_ids: Sequence[UUID]
) -> list[JoinedTime]:
    """Claim what is held of these entries for the lines that bill its charges: of issued invoices, and of these drafts."""
    columns = {"entry_ids": list(entry_ids), "draft_ids": list(draft_ids)}
    return [JoinedTime(hourly_rate=None, **row) for row in await _JOIN.all(session, columns)]


async def grow(session: Session, joined: Sequence[JoinedTime]) -> None:
    """Add time to lines of drafts. What they lost of it in this transaction, they did not."""
    columns = {
        "draft_ids": [one.invoice_id for one in joined],
        "line_ids": [one.line_id for one in joined],
        "entry_ids": [one.entry_id for one in joined],
        "seconds": [one.seconds for one in joined],
        "billed": [one.billed_seconds for one in joined],
    }
    await _GROW.all(session, columns)


async def claims_of(
    session: Session, invoice_id: UUID, line_ids: Collection[UUID]
) -> list[ClaimedRange]:
    """What lines of an issued invoice have, with what came late."""
    about = {"invoice_id": invoice_id, "line_ids": list(line_ids)}
    return [ClaimedRange(**row) for row in await _OF_LINES.all(session, about)]
