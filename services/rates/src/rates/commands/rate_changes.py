"""Preview changes of rates or costs, apply what was previewed, and undo it by a change of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from database import Session, new_id
from domain_errors import FieldError, InvalidInputError, NotFoundError
from rates.commands.previewing import foresee
from rates.commands.repricing import KIND, schedule_repricing
from rates.domain.acts import Act, Create, PreviewExpiredError, PreviewOutdatedError
from rates.domain.changes import Plan, Progress, RateChange, check_plan, field_of, opposite, plan
from rates.domain.previews import (
    Content,
    Figures,
    PlannedAct,
    Preview,
    differences,
    differences_of_costs,
    time_of,
    totals_of,
)
from rates.domain.rules import RuleKind, unknown
from rates.store import proposed, rate_changes, rates, reach, references
from rates.store.proposed import Proposal

LIFETIME = timedelta(hours=1)


async def preview_change(
    session: Session,
    acts: Sequence[Act],
    *,
    by: str,
    now: datetime,
    undoes: UUID | None = None,
    kind: RuleKind = "rate",
) -> Preview:
    """Check the acts and tell what they would do; the preview is kept for an hour, and nothing else.

    Raises `ActsRefusedError`, `UnknownReferenceError` or `RateBilledError`.
    """
    rules_as_of = await rate_changes.changed_at(session)
    planned = await _plan(session, acts, now, kind)
    there = await reach.look(session, planned.regions, kind)
    figures = await _figures(session, planned, kind, there)
    preview = Preview(
        *(new_id(), kind, by, now, now + LIFETIME, rules_as_of, there.fingerprint, undoes),
        content=Content(_planned(acts, planned), figures),
    )
    await rate_changes.add_preview(session, preview)
    return preview


async def apply_change(
    session: Session, token: UUID, *, by: str, now: datetime, kind: RuleKind = "rate"
) -> RateChange:
    """Do what this person previewed, in one transaction; the time in its reach is priced again soon after.

    Applied before, it is what it is. Raises `InvalidInputError`, `PreviewExpiredError`, and `PreviewOutdatedError` when
    rules have changed since, or the time in its reach has.
    """
    preview = await rate_changes.find_preview(session, token, by, kind)
    if preview is None:
        raise InvalidInputError("token", "not a preview of yours, or one of long ago")
    if (done := await rate_changes.find(session, token, kind)) is not None:
        return done
    if now >= preview.expires_at:
        raise PreviewExpiredError
    moment, before = await rates.begin_change_after(session)
    if (done := await rate_changes.find(session, token, kind)) is not None:
        return done
    if before != preview.rules_as_of:
        raise PreviewOutdatedError("rules were changed since the preview")
    return await _apply(session, preview, moment)


async def preview_undoing(
    session: Session, change_id: UUID, *, by: str, now: datetime, kind: RuleKind = "rate"
) -> Preview:
    """Preview the opposite of a change. Raises `NotFoundError`, and what `preview_change` does."""
    change = await rate_changes.find(session, change_id, kind)
    if change is None:
        raise NotFoundError(f"change of {kind}s")
    before, after = await rates.changed_at(session, change.applied_at, kind)
    acts = opposite(before, after, new_ids())
    return await preview_change(session, acts, by=by, now=now, undoes=change_id, kind=kind)


async def _apply(session: Session, preview: Preview, moment: datetime) -> RateChange:
    acts, kind = [one.act for one in preview.content.acts], preview.kind
    planned = await _plan(session, acts, moment, kind)
    there = await reach.look(session, planned.regions, kind)
    if there.fingerprint != preview.fingerprint:
        raise PreviewOutdatedError("time that the change touches has moved since the preview")
    await rates.replace_all(
        session, planned.superseded, planned.added, moment, preview.made_by, kind
    )
    content = replace(preview.content, acts=_planned(acts, planned))
    change = RateChange(
        *(preview.change_id, kind, moment, preview.made_by, preview.undoes, None, content),
        progress=Progress.begun(parts=len(planned.regions), entries=there.parts, now=moment),
    )
    await rate_changes.add(session, change)
    await schedule_repricing(
        session, *planned.regions, billed=kind == "cost", part_of=change.change_id
    )
    return change


async def _plan(session: Session, acts: Sequence[Act], now: datetime, kind: RuleKind) -> Plan:
    planned = plan(acts, await rates.book(session, kind), now, kind)
    unknowns = await _unknown(session, acts)
    billed = await reach.billed_by(session, planned.withdrawn) if kind == "rate" else {}
    refused = [
        FieldError(field_of(number, acts[number], f"{kind}_id"), billed[rule_id].describe_billed())
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


async def _figures(session: Session, planned: Plan, kind: RuleKind, there: reach.Reach) -> Figures:
    proposal = Proposal(kind, planned.regions, planned.superseded, planned.added)
    foreseen = await foresee(session, proposal, there)
    repriced = foreseen.repriced
    customers = (
        differences_of_costs(repriced)
        if kind == "cost"
        else differences(repriced, foreseen.true_ups)
    )
    return Figures(
        looked_at=there.time,
        changed=time_of(repriced),
        newly_priced=time_of(one for one in repriced if one.before is None),
        newly_unpriced=time_of(one for one in repriced if one.after is None),
        billed=await reach.billed(session, planned.regions),
        repricing=await rate_changes.is_under_way(session, KIND),
        customers=customers,
        totals=totals_of(customers),
        examples=await proposed.examples(session, repriced),
    )


def new_ids() -> Iterator[UUID]:
    """Ids for what begins."""
    while True:
        yield new_id()
