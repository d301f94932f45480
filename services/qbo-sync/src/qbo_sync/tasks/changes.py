"""What changed in a company since a time, also when Intuit cannot list one of the things that changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from qbo_sync.commands.sweep import Changes, Skipped
from qbo_sync.intuit.company import CompanyClient, quoted
from qbo_sync.intuit.faults import RefusedError

LOOK_BACK = timedelta(days=29)
"""Intuit tells changes of 30 days; whoever was away for longer asks for everything."""
MOST_CHANGES = 1000
"""As many as Intuit lists; there may be more then."""
NARROWEST = timedelta(seconds=1)
"""Intuit's times have seconds, so nothing is gained by asking for less."""


@dataclass(frozen=True)
class Listing:
    """What changed until a time; not `complete`: there may be more, which Intuit did not list."""

    until: datetime
    changes: Changes = field(default_factory=dict)
    complete: bool = True
    skipped: Sequence[Skipped] = ()


async def list_changes(
    company: CompanyClient, entities: Sequence[str], since: datetime | None
) -> Listing:
    """List what changed. One thing that Intuit cannot give makes it refuse the whole: it is looked for by halves.

    Raises `RefusedError` when Intuit refuses whatever is asked for.
    """
    now = datetime.now(UTC)
    if since is None or since < now - LOOK_BACK:
        return Listing(now, complete=False)
    try:
        changes, until = await company.changes(",".join(entities), since)
    except RefusedError:
        if len(entities) > 1:
            return _joined([await list_changes(company, [entity], since) for entity in entities])
        return await _list_around(company, entities[0], since, now)
    return Listing(until, changes, complete=sum(map(len, changes.values())) < MOST_CHANGES)


async def _list_around(
    company: CompanyClient, entity: str, refused_since: datetime, since: datetime
) -> Listing:
    """Find the time after which Intuit can list again; what changed until then is to be read one by one."""
    changes, until = await company.changes(entity, since)
    reason = ""
    while since - refused_since > NARROWEST:
        middle = refused_since + (since - refused_since) / 2
        try:
            changes, until = await company.changes(entity, middle)
            since = middle
        except RefusedError as refused:
            refused_since, reason = middle, str(refused)
    skipped = await _name(company, entity, refused_since, since, reason)
    return Listing(until, changes, complete=False, skipped=[skipped])


async def _name(
    company: CompanyClient, entity: str, first: datetime, last: datetime, reason: str
) -> Skipped:
    """Name what changed between two times: by its id, if Intuit gives at least that."""
    first = first.replace(microsecond=0)
    last = last.replace(microsecond=0) + NARROWEST
    try:
        ids = await company.ids(
            entity,
            f"where MetaData.LastUpdatedTime >= {quoted(first.isoformat())}"
            f" and MetaData.LastUpdatedTime <= {quoted(last.isoformat())}",
        )
    except RefusedError:
        ids = []
    return Skipped(entity, ids, f"changed at {first:%Y-%m-%d %H:%M:%S} UTC", reason)


def _joined(listings: Sequence[Listing]) -> Listing:
    return Listing(
        min(listing.until for listing in listings),
        {name: found for listing in listings for name, found in listing.changes.items()},
        complete=all(listing.complete for listing in listings),
        skipped=[skipped for listing in listings for skipped in listing.skipped],
    )
