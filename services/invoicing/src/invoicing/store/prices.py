"""Prices of entries, as they arrive from rates: before their hours or after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.prices import Segment, held_seconds
from invoicing.store.organization_locks import KNOWN_ORGANIZATIONS, lock_newcomer

_COLUMNS = {
    "price_version": "version",
    "price_entry_version": "entry_version",
    "priced_seconds": "seconds",
    "currency": "currency",
    "segments": "segments",
    "unpriced_reason": "reason",
}
"""What an entry keeps of its price, by the name that the price has for it."""
_CHARGED = "segments", "currency", "price_entry_version"
"""What lines charge by."""


def _of(row: str) -> str:
    return f"({', '.join(f'{row}.{name}' for name in _CHARGED)})"


_FITS = f"(known.claimed_seconds = 0 OR {_of('known')} IS NOT DISTINCT FROM {_of('excluded')})"
# The locks are taken in the statement that works under them, to spare a round trip. What ON CONFLICT finds, and `old`, are
# the row as it is after the wait; an entry that came to another customer meanwhile has that customer locked at the end.
_SAVE = text(f"""
    WITH asked AS MATERIALIZED (
        SELECT * FROM unnest(CAST(:entry_id AS uuid[]), CAST(:version AS int[]), CAST(:entry_version AS int[]),
            CAST(:seconds AS int[]), CAST(:currency AS text[]), CAST(:segments AS jsonb[]), CAST(:held AS int[]),
            CAST(:reason AS text[]))
            AS price(entry_id, version, entry_version, seconds, currency, segments, held, reason)
    ), {KNOWN_ORGANIZATIONS}, saved AS (
        INSERT INTO time_entries AS known (entry_id, {", ".join(_COLUMNS)}, held_seconds)
        SELECT entry_id, {", ".join(_COLUMNS.values())}, held FROM asked
        WHERE (SELECT count(*) FROM locked) >= 0 ORDER BY entry_id
        ON CONFLICT (account_id, entry_id) DO UPDATE
        SET {", ".join(f"{name} = CASE WHEN {_FITS} THEN excluded.{name} ELSE known.{name} END" for name in _COLUMNS)},
            held_seconds = CASE WHEN NOT {_FITS} THEN known.held_seconds
                WHEN excluded.held_seconds = 0 OR known.claimed_seconds = 0 THEN excluded.held_seconds
                ELSE open_held(known.account_id, known.entry_id, excluded.segments) END
        WHERE known.price_version IS NULL
            OR (known.price_entry_version, known.price_version)
                < (excluded.price_entry_version, excluded.price_version)
        RETURNING entry_id, new.organization_id, (old.price_entry_version, old.price_version)
            = (new.price_entry_version, new.price_version) AS kept
    )
    SELECT entry_id, kept FROM saved WHERE kept OR {lock_newcomer("saved.organization_id")}
""")


@dataclass(frozen=True)
class Price:
    """The newest price of an entry, or why it has none."""

    entry_id: UUID
    version: int
    entry_version: int
    seconds: int | None = None
    currency: str | None = None
    segments: tuple[Segment, ...] = ()
    reason: str | None = None

    @property
    def is_covered(self) -> bool:
        """Whether an agreement covers some of the entry."""
        return any(one.is_held for one in self.segments)

    @property
    def order(self) -> tuple[int, int]:
        """The highest is the newest."""
        return self.entry_version, self.version


async def save_prices(session: Session, prices: Sequence[Price]) -> list[UUID]:
    """Store prices newer than what is there, an entry once.

    Returns the entries that keep the price they have, since lines charge something of them by it.
    """
    columns = {
        name: [getattr(price, name) for price in prices]
        for name in ("entry_id", *_COLUMNS.values())
        if name != "segments"
    }
    columns["segments"] = [_json(price.segments) for price in prices]
    columns["held"] = [held_seconds(price.segments) for price in prices]
    return [row.entry_id for row in await session.execute(_SAVE, columns) if row.kept]


def _json(segments: Sequence[Segment]) -> str | None:
    """Rates are numbers of JSON, which the database compares by their value. What is hourly does not say so."""
    if not segments:
        return None
    parts = (
        f'{{"start": {one.start}, "end": {one.end}, "billed_seconds": {one.billed_seconds}, '
        f'"hourly_rate": {one.hourly_rate}{_of_agreement(one)}}}'
        for one in segments
    )
    return f"[{', '.join(parts)}]"


def _of_agreement(segment: Segment) -> str:
    if segment.treatment == "hourly":
        return ""
    charge = f', "charge_id": "{segment.charge_id}"' if segment.charge_id else ""
    return f', "treatment": "{segment.treatment}"{charge}'
