"""Issue drafts that somebody chose, whoever made them: a billing run that drafts nothing."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from database import Session, new_id
from invoicing.commands.billing_runs import let_work
from invoicing.domain.billing_runs import (
    BillingRun,
    ChosenDraft,
    IssueDrafts,
    check_issue_date,
    unknown_drafts,
)
from invoicing.store import accounts, drafts
from invoicing.store import billing_runs as store
from invoicing.store.drafts import OpenDraft
from invoicing.store.tables.drafts import DraftRow

_LOADED_AT_ONCE = 50
"""Of a thousand drafts of 43 lines all at once took 63 MB, and a second of the processor's before others had a turn."""


async def issue_drafts(
    session: Session, asked: IssueDrafts, *, by: str, now: datetime
) -> BillingRun:
    """Begin a run of these drafts; workers issue each as it is now, or as the caller saw it.

    Raises `InvalidInputError` for what is no draft, and for what would be refused for each.
    """
    account = await accounts.load_account(session)
    check_issue_date(asked.issue_date, account.settings.today(now))
    versions = {one.invoice_id: one.version for one in asked.drafts}
    chosen = await _choose(session, asked, versions, by)
    known = {one.invoice_id for one in chosen}
    others = [n for n, one in enumerate(asked.drafts) if one.invoice_id not in known]
    if others:
        raise unknown_drafts(others, "is no draft; it may be issued or discarded meanwhile")
    run = _run(asked, by, now)
    await store.insert_run(session, run)
    await store.insert_chosen(session, run.id, chosen)
    await let_work(session, run.id)
    return run


async def _choose(
    session: Session, asked: IssueDrafts, versions: Mapping[UUID, int | None], by: str
) -> list[ChosenDraft]:
    """What the drafts come to now. Some at a time: their lines are many, and others want answers meanwhile."""
    ids, chosen = list(versions), list[ChosenDraft]()
    for start in range(0, len(ids), _LOADED_AT_ONCE):
        some = DraftRow.id.in_(ids[start : start + _LOADED_AT_ONCE])
        for one in await drafts.load_drafts(session, some):
            chosen.append(_chosen(one, asked, versions[one.draft.id], by))
    return chosen


def _run(asked: IssueDrafts, by: str, now: datetime) -> BillingRun:
    return BillingRun(
        first_day=None,
        last_day=None,
        issue="none",
        delivery=asked.delivery,
        id=new_id(),
        created_at=now,
        created_by=by,
        planned_at=now,
    )


def _chosen(found: OpenDraft, asked: IssueDrafts, seen: int | None, by: str) -> ChosenDraft:
    draft = found.draft
    return ChosenDraft(
        invoice_id=draft.id,
        organization_id=draft.organization_id,
        currency=draft.currency,
        total=found.content.totals.total,
        issuing="waiting",
        asked_version=seen or draft.version,
        asked_by=by,
        issue_date=asked.issue_date,
        delivery=asked.delivery,
    )
