"""Group the time of a draft otherwise: its lines are made anew, and what can stay of the old ones does."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from invoicing.domain.discounts import Discount, Percentage, discount_on, percentages_of_lines
from invoicing.domain.draft import Draft
from invoicing.domain.grouping import Group, GroupBy
from invoicing.domain.line_texts import says_hours
from invoicing.domain.lines import Line, check_line_count, placed
from invoicing.domain.pieces import Piece, joined
from invoicing.domain.tax import Tax


@dataclass(frozen=True)
class DraftedTime:
    """A piece on a line of time, with what is known of its entry."""

    line_id: UUID
    piece: Piece
    group_key: str
    work_date: date
    agent_name: str | None
    project_name: str | None
    work_item_name: str | None
    service_type_id: UUID | None
    service_type_name: str | None
    description: str | None


@dataclass(frozen=True)
class Regrouped:
    """The draft with its new lines, which time each of them has, and whose texts and discounts nobody will find again."""

    draft: Draft
    pieces: dict[UUID, tuple[Piece, ...]]
    lost_texts: tuple[Line, ...]
    lost_discounts: tuple[Discount, ...]


_Key = tuple[Tax | None, Percentage | None, str, Decimal, bool]


def regroup(
    draft: Draft,
    by_line: Sequence[DraftedTime],
    anew: Sequence[DraftedTime],
    group_by: GroupBy,
    make_id: Callable[[], UUID],
) -> Regrouped:
    """Put the time of a draft on lines anew. `by_line` has its keys as the draft is grouped, `anew` as it is to be.

    What is no time stays, in its order, and so does how time is taxed and how many per cent are taken off it: no line mixes
    that. A line that has just the time that an old one had keeps the text that a person wrote on it, and the amount that
    is taken off it. Raises `TooManyLinesError`.
    """
    old = {line.line_id: line for line in draft.lines if line.kind == "time"}
    own_texts = _own_texts(draft, by_line, old)
    groups = _grouped(anew, old, percentages_of_lines(draft.discounts))
    same = {_seconds(parts): line_id for line_id, parts in _by_line(by_line).items()}
    ids = {key: make_id() for key in groups}
    taxes = {ids[key]: key[0] for key in groups}
    kept = {ids[key]: same.get(_seconds(parts)) for key, parts in groups.items()}
    made = replace(draft, group_by=group_by).with_time(
        sorted((group_of(ids[key], parts) for key, parts in groups.items()), key=order_of)
    )
    lines = [
        replace(line, tax=taxes[line.line_id], description=own_texts[was])
        if (was := kept[line.line_id]) in own_texts
        else replace(line, tax=taxes[line.line_id])
        for line in made.lines
    ]
    changed = _in_place(draft.lines, lines)
    percentages = {ids[key]: off for key in groups if (off := key[1])}
    discounts, lost = _following(draft, kept, percentages, make_id)
    check_line_count(len(changed) + len(discounts))
    after = replace(draft, version=draft.version + 1, group_by=group_by, lines=changed)
    return Regrouped(
        replace(after, discounts=discounts),
        {ids[key]: tuple(joined([one.piece for one in parts])) for key, parts in groups.items()},
        tuple(old[line_id] for line_id in own_texts if line_id not in kept.values()),
        lost,
    )


def _following(
    draft: Draft,
    kept: Mapping[UUID, UUID | None],
    percentages: Mapping[UUID, Percentage],
    make_id: Callable[[], UUID],
) -> tuple[tuple[Discount, ...], tuple[Discount, ...]]:
    """The discounts: in per cent on all lines with such time, an amount where just its time is; and those that are lost."""
    time = {line.line_id for line in draft.lines if line.kind == "time"}
    own = {one.of_line_id: one for one in draft.discounts if one.of_line_id in time}
    others = [one for one in draft.discounts if one.of_line_id not in time]
    same = {line_id: own[was] for line_id, was in kept.items() if was in own}
    moved = [replace(one, of_line_id=line_id) for line_id, one in same.items()]
    along = (discount_on(off, to, make_id()) for to, off in percentages.items() if to not in same)
    lost = (one for one in own.values() if not one.percentage and one not in same.values())
    return (*others, *moved, *along), tuple(lost)


def _own_texts(
    draft: Draft, by_line: Sequence[DraftedTime], old: dict[UUID, Line]
) -> dict[UUID, str]:
    """What people wrote on lines of time: what these would not be called by themselves."""
    groups = [group_of(line_id, parts) for line_id, parts in _by_line(by_line).items()]
    called = draft.texts_of(groups)
    return {
        line_id: line.description
        for line_id, line in old.items()
        if called.get(line_id) != line.description and not says_hours(line)
    }


def _by_line(time: Iterable[DraftedTime]) -> dict[UUID, list[DraftedTime]]:
    found = defaultdict[UUID, list[DraftedTime]](list)
    for one in time:
        found[one.line_id].append(one)
    return found


def _grouped(
    time: Iterable[DraftedTime], old: Mapping[UUID, Line], percentages: Mapping[UUID, Percentage]
) -> dict[_Key, list[DraftedTime]]:
    found = defaultdict[_Key, list[DraftedTime]](list)
    for one in time:
        treated = old[one.line_id].tax, percentages.get(one.line_id)
        found[*treated, one.group_key, one.piece.hourly_rate, one.piece.overage].append(one)
    return found


def _seconds(time: Iterable[DraftedTime]) -> frozenset[tuple[UUID, int, int]]:
    pieces = joined([one.piece for one in time])
    return frozenset((one.entry_id, one.start, one.end) for one in pieces)


def group_of(line_id: UUID, time: Sequence[DraftedTime]) -> Group:
    """What a draft makes of time that goes on one line; names are those of the newest that has one."""
    newest = sorted(time, key=lambda one: one.work_date, reverse=True)
    services = {one.service_type_id for one in time}
    service = next(iter(services)) if len(services) == 1 else None
    return Group(
        line_id=line_id,
        hourly_rate=time[0].piece.hourly_rate,
        seconds=sum(one.piece.seconds for one in time),
        billed_seconds=sum(one.piece.billed_seconds for one in time),
        first_day=newest[-1].work_date,
        last_day=newest[0].work_date,
        agent_name=newest[0].agent_name,
        project_name=newest[0].project_name,
        work_item_name=newest[0].work_item_name,
        service_type_id=service,
        service_type_name=newest[0].service_type_name if service else None,
        description=time[0].description,
        entry_ids={one.piece.entry_id for one in time},
        overage=time[0].piece.overage,
    )


def order_of(group: Group) -> tuple[object, ...]:
    """As a new draft has them; who has no name comes last."""
    names = (group.project_name, group.work_item_name, group.agent_name)
    named = [(name is None, (name or "").casefold()) for name in names]
    return (group.first_day, *named, group.last_day)


def _in_place(before: Sequence[Line], time: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of time where the first of them was, the others around them as they were."""
    first = next((n for n, one in enumerate(before) if one.kind == "time"), len(before))
    above = [one for one in before[:first] if one.kind != "time"]
    below = [one for one in before[first:] if one.kind != "time"]
    return placed([*above, *time, *below])
