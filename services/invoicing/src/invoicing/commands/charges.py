"""Record what agreements charge; drafts follow it."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from uuid import UUID

from contracts.rates import AgreementChargeChanged
from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.charges import AgreementCharge, Covered, line_of
from invoicing.domain.lines import Line
from invoicing.store import charges, claims, drafts
from invoicing.store.charges import ChargeLine
from invoicing.store.drafts import OpenDraft
from invoicing.store.tables.drafts import DraftRow


async def record_charges(session: Session, events: Sequence[AgreementChargeChanged]) -> None:
    """Store the newest version of each charge. Lines of drafts follow; issued invoices stay as they are."""
    newest: dict[UUID, AgreementCharge] = {}
    for event in events:
        known = newest.get(event.charge_id)
        if known is None or known.version < event.version:
            newest[event.charge_id] = build(AgreementCharge, event)
    saved = await charges.save_charges(session, list(newest.values()))
    lines = await charges.lines_of(session, saved) if saved else []
    if not lines:
        return
    draft_ids = await drafts.lock_drafts(session, [one.invoice_id for one in lines])
    if draft_ids:
        await _follow(session, draft_ids, {one.line_id: one for one in lines}, newest)


async def _follow(
    session: Session,
    draft_ids: Collection[UUID],
    lines: dict[UUID, ChargeLine],
    newest: dict[UUID, AgreementCharge],
) -> None:
    """Let these drafts say what their charges are now, and lose those that are not to be billed any more."""
    changed, now = list[Line](), datetime.now(UTC)
    for found in await drafts.load_drafts(session, DraftRow.id.in_(draft_ids)):
        for line in found.draft.lines:
            if line.line_id not in lines:
                continue
            charge = newest[lines[line.line_id].charge_id]
            if _stays(found, charge, now):
                changed.append(_changed(line, charge))
            else:
                await claims.drop_line(session, found.draft.id, line.line_id)
                await drafts.delete_line(session, found.draft.id, line.line_id)
    await drafts.rewrite_lines(session, changed)
    await charges.follow(session, [lines[line.line_id] for line in changed])
    await drafts.raise_versions(session, list(draft_ids))


def _stays(found: OpenDraft, charge: AgreementCharge, now: datetime) -> bool:
    today = found.account.settings.today(now)
    return charge.is_billable(today) and charge.currency == found.draft.currency


def _changed(line: Line, charge: AgreementCharge) -> Line:
    """The line as the charge is now, with the time that it has."""
    assert line.tax
    covered = Covered(line.seconds or 0, line.billed_seconds or 0)
    return line_of(charge, line.line_id, covered, line.position, line.tax)
