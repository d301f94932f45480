"""Time that a draft lost and has again: what of it goes on a line that is there, and what on a new one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from invoicing.domain.draft import Draft
from invoicing.domain.grouping import Group
from invoicing.domain.lines import Line, check_line_count, placed
from invoicing.domain.pieces import Piece, joined
from invoicing.domain.regrouping import DraftedTime


@dataclass(frozen=True)
class TakenBack:
    """The draft with its new lines, and the pieces of each line that was there and has more now.

    `onto`: of the lines that would have been new, those whose time is on one that was there.
    """

    draft: Draft
    new: tuple[Line, ...]
    onto: Mapping[UUID, UUID]
    pieces: Mapping[UUID, Sequence[Piece]]


def take_back(draft: Draft, groups: Sequence[Group], time: Sequence[DraftedTime]) -> TakenBack:
    """Put groups of time on lines that stand for just the same, the first of them, else on new ones behind the time.

    `time` is all that the draft has by now, with its keys as the draft is grouped. Raises `TooManyLinesError`.
    """
    by_line = defaultdict[UUID, list[DraftedTime]](list)
    for one in time:
        by_line[one.line_id].append(one)
    homes: dict[object, UUID] = {}
    for line in draft.lines:
        keys = {_key(one) for one in by_line[line.line_id]}
        if line.tax == draft.tax and len(keys) == 1:
            homes.setdefault(keys.pop(), line.line_id)
    made = draft.with_time(groups).lines
    homes_of = {one.line_id: homes.get(_key(by_line[one.line_id][0])) for one in made}
    onto = {line_id: home for line_id, home in homes_of.items() if home is not None}
    new = [one for one in made if one.line_id not in onto]
    check_line_count(len(draft.lines) + len(draft.discounts) + len(new))
    last = max((n for n, one in enumerate(draft.lines, 1) if one.kind == "time"), default=None)
    place = len(draft.lines) if last is None else last
    lines = placed([*draft.lines[:place], *new, *draft.lines[place:]])
    pieces = defaultdict[UUID, list[Piece]](list)
    for line_id, found in by_line.items():
        home = onto.get(line_id, line_id)
        if home in onto.values():
            pieces[home] += [one.piece for one in found]
    ids = {one.line_id for one in new}
    return TakenBack(
        replace(draft, lines=lines),
        tuple(one for one in lines if one.line_id in ids),
        onto,
        {line_id: joined(found) for line_id, found in pieces.items()},
    )


def _key(one: DraftedTime) -> object:
    return one.group_key, one.piece.hourly_rate, one.piece.overage
