"""Preview changes of rates, apply what was previewed, and undo it by a change of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from database import Session, new_id
from domain_errors import FieldError, InvalidInputError, NotFoundError
from rates.commands.repricing import KIND, schedule_repricing
from rates.domain.acts import Act, Create, PreviewExpiredError, PreviewOutdatedError
from rates.domain.changes import Plan, Progress, RateChange, check_plan, field_of, opposite, plan
from rates.domain.previews import (
    Content,
    Figures,
    PlannedAct,
    Preview,
    differences,
    time_of,
    totals_of,
)
from rates.domain.rules import unknown
from rates.store import rate_changes, rates, reach, references

LIFETIME = timedelta(hours=1)


async def preview_change(
    session: Session, acts: Sequence[Act], *, by: str, now: datetime, undoes: UUID | None = None
) -> Preview:
    """Check the acts and tell what they would do; the preview is kept for an hour, and nothing else.

    Raises `ActsRefusedError`, `UnknownReferenceError` or `RateBilledError`.
    """
    rules_as_of = await rate_changes.changed_at(session)
    planned = await _plan(session, acts, now)
    seen = await reach.preview(session, planned.regions, planned.superseded, planned.added)
    figures = await _figures(session, planned, seen)
    preview = Preview(
        *(new_id(), by, now, now + LIFETIME, rules_as_of, seen.fingerprint, undoes),
        content=Content(_planned(acts, planned), figures),
    )
    await rate_changes.add_preview(session, preview)
    return preview


async def apply_change(session: Session, token: UUID, *, by: str, now: datetime) -> RateChange:
    """Do what this person previewed, in one transaction; the time in its reach is priced again soon after.

    Applied before, it is what it is. Raises `InvalidInputError`, `PreviewExpiredError`, and `PreviewOutdatedError` when
    rules have changed since, or the time in its reach has.
    """
    preview = await rate_changes.find_preview(session, token, by)
    if preview is None:
        raise InvalidInputError("token", "not a preview of yours, or one of long ago")
    if (done := await rate_changes.find(session, token)) is not None:
        return done
    if now >= preview.expires_at:
        raise PreviewExpiredError
    moment, before = await rates.begin_change_after(session)
    if (done := await rate_changes.find(session, token)) is not None:
        return done
    if before != preview.rules_as_of:
        raise PreviewOutdatedError("rates were changed since the preview")
    return await _apply(session, preview, moment)


async def preview_undoing(session: Session, change_id: UUID, *, by: str, now: datetime) -> Preview:
    """Preview the opposite of a change. Raises `NotFoundError`, and what `preview_change` does."""
    change = await rate_changes.find(session, change_id)
    if change is None:
        raise NotFoundError("change of rates")
    before, after = await rate_changes.rules_of(session, change.applied_at)
    acts = opposite(before, after, new_ids())
    return await preview_change(session, acts, by=by, now=now, undoes=change_id)


async def _apply(session: Session, preview: Preview, moment: datetime) -> RateChange:
    acts = [one.act for one in preview.content.acts]
    planned = await _plan(session, acts, moment)
    there = await reach.look(session, planned.regions)
    if there.fingerprint != preview.fingerprint:
        raise PreviewOutdatedError("time that the change touches has moved since the preview")
    await rates.replace_all(session, planned.superseded, planned.added, moment, preview.made_by)
    content = replace(preview.content, acts=_planned(acts, planned))
    change = RateChange(
        *(preview.change_id, moment, preview.made_by, preview.undoes, None, content),
        progress=Progress.begun(parts=len(planned.regions), entries=there.parts, now=moment),
    )
    await rate_changes.add(session, change)
    await schedule_repricing(session, *planned.regions, part_of=change.change_id)
    return change


async def _plan(session: Session, acts: Sequence[Act], now: datetime) -> Plan:
    planned = plan(acts, await rates.book(session), now)
    unknowns = await _unknown(session, acts)
    billed = await reach.billed_by(session, planned.withdrawn)
    refused = [
        FieldError(field_of(number, acts[number], "rate_id"), billed[rule_id].describe_billed())
        for rule_id, number in planned.withdrawn.items()
        if rule_id in billed
    ]
    check_plan(planned, unknowns, refused)
    return planned


async def _unknown(session: Session, acts: Sequence[Act]) -> list[FieldError]:
    named = [
        (number, thing)
        for number, act in enumerate(acts)
        if isinstance(act, Create)
        for thing in act.new.scope.named.items()
    ]
    known = await references.which_known(session, {thing for _, thing in named})
    return [
        unknown(field, field_of(number, acts[number], ""))
        for number, (field, id_) in named
        if (field, id_) not in known
    ]


def _planned(acts: Sequence[Act], planned: Plan) -> list[PlannedAct]:
    steps = zip(acts, planned.steps, strict=True)
    return [PlannedAct(act, step.before, step.after) for act, step in steps]


async def _figures(session: Session, planned: Plan, seen: reach.Seen) -> Figures:
    repriced = seen.repriced
    customers = differences(repriced)
    return Figures(
        looked_at=seen.looked_at,
        changed=time_of(repriced),
        newly_priced=time_of(one for one in repriced if one.before is None),
        newly_unpriced=time_of(one for one in repriced if one.after is None),
        billed=await reach.billed(session, planned.regions),
        repricing=await rate_changes.is_under_way(session, KIND),
        customers=customers,
        totals=totals_of(customers),
        examples=await reach.examples(session, repriced),
    )


def new_ids() -> Iterator[UUID]:
    """Ids for what begins."""
    while True:
        yield new_id()
