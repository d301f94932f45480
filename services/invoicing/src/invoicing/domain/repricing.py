"""A draft that follows new prices of its time: what goes on which line then, what changed, and what cannot follow."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from invoicing.domain.discounts import Percentage, discount_on, percentages_of_lines
from invoicing.domain.draft import Draft
from invoicing.domain.lines import Line, at_rate, placed
from invoicing.domain.pieces import Piece, joined
from invoicing.domain.prices import Segment
from invoicing.domain.tax import Tax
from invoicing.domain.wording import Wording, wording
from invoicing.domain.write_off import LinedPiece


@dataclass(frozen=True)
class TakenTime:
    """Seconds that a line of a draft had, at the price that they had then; `charge_id`: an agreement covered them."""

    draft_id: UUID
    line_id: UUID
    charge_id: UUID | None
    piece: Piece


@dataclass(frozen=True)
class PriceNow:
    """How an entry is charged by now, and to whom; not `ready`: it is not billed, or its price is on its way."""

    entry_id: UUID
    version: int | None
    organization_id: UUID | None
    currency: str | None
    ready: bool
    segments: tuple[Segment, ...] = ()

    def is_for(self, draft: Draft) -> bool:
        """Whether the draft can charge it."""
        whose = self.organization_id, self.currency
        return self.ready and whose == (draft.organization_id, draft.currency)


@dataclass(frozen=True)
class Repricing:
    """What became of seconds of an entry on a draft: which line has them, and how they are charged, before and after."""

    draft_id: UUID
    entry_id: UUID
    from_line_id: UUID
    line_id: UUID
    seconds: int
    hourly_rate_before: Decimal
    hourly_rate: Decimal
    billed_seconds_before: int
    billed_seconds: int
    overage_before: bool
    overage: bool
    price_version_before: int
    price_version: int

    @property
    def is_seen(self) -> bool:
        """Whether a reader of the draft sees a difference."""
        before = self.hourly_rate_before, self.billed_seconds_before, self.overage_before
        return before != (self.hourly_rate, self.billed_seconds, self.overage)


@dataclass(frozen=True)
class RepricedTime(Repricing):
    """As it is shown, with what is known of the entry."""

    id: UUID
    agent_name: str | None
    work_item_name: str | None
    work_date: date | None
    repriced_at: datetime


@dataclass(frozen=True)
class Kin:
    """Lines of a draft that came of one another by new prices: of which each came, and whether it exceeds an agreement."""

    parent: Mapping[UUID, UUID] = field(default_factory=dict)
    overage: Mapping[UUID, bool] = field(default_factory=dict)

    def root(self, line_id: UUID) -> UUID:
        """The line that all of them came of."""
        while (parent := self.parent.get(line_id, line_id)) != line_id:
            line_id = parent
        return line_id


@dataclass(frozen=True)
class Followed:
    """The draft with its lines as they are then, the pieces that go on them, what changed, and what each entry lost."""

    draft: Draft
    pieces: tuple[LinedPiece, ...]
    repriced: tuple[Repricing, ...]
    lost: Mapping[UUID, int]

    @property
    def is_seen(self) -> bool:
        """Whether the draft is another one for its reader."""
        return bool(self.repriced or self.lost)


_Kind = tuple[Decimal, bool]
"""What an hour costs, and whether it exceeds an agreement."""
_Pair = tuple[Piece, Piece]
"""The same seconds as they were charged, and as they are."""


def follow(
    draft: Draft,
    taken: Sequence[TakenTime],
    prices: Mapping[UUID, PriceNow],
    kin: Kin,
    make_id: Callable[[], UUID],
) -> Followed:
    """Put the time that was taken off a draft back on it, as it is charged now; what cannot be on it is lost.

    Time that is charged as before stays on its line. A line of which all is charged otherwise, and alike, is changed as
    it stands; else what differs goes on a line behind it, where more may follow, with as many per cent taken off.
    """
    lines = _Lines(draft, taken, kin, make_id)
    lost = Counter[UUID]()
    lined, repriced = list[LinedPiece](), list[Repricing]()
    by_line = defaultdict[UUID, list[TakenTime]](list)
    for one in taken:
        by_line[one.line_id].append(one)
    for line in draft.lines:
        groups = defaultdict[_Kind, list[_Pair]](list)
        for one in by_line[line.line_id]:
            lost[one.piece.entry_id] += one.piece.seconds
            for before, after in _anew(one, prices[one.piece.entry_id], draft):
                groups[after.hourly_rate, after.overage].append((before, after))
                lost[one.piece.entry_id] -= after.seconds
        for kind, pairs in lines.in_order(line, groups):
            to = lines.place(line, kind, sum(after.seconds for _, after in pairs))
            lined += [LinedPiece(to, one) for one in joined([after for _, after in pairs])]
            repriced += _changes(draft.id, line.line_id, to, pairs)
    seen = tuple(one for one in repriced if one.is_seen)
    return Followed(lines.draft(), tuple(lined), seen, +lost)


def _anew(taken: TakenTime, price: PriceNow, draft: Draft) -> Iterator[_Pair]:
    """What of it the draft can charge now, by the segments of the new price: as it was, and as it is."""
    if taken.charge_id or not price.is_for(draft):
        return
    assert price.version
    for segment in price.segments:
        start = max(taken.piece.start, segment.start)
        end = min(taken.piece.end, segment.end)
        if segment.is_held or start >= end:
            continue
        yield (
            replace(taken.piece, start=start, end=end),
            Piece(
                entry_id=taken.piece.entry_id,
                start=start,
                end=end,
                price_version=price.version,
                hourly_rate=segment.hourly_rate,
                segment_start=segment.start,
                segment_end=segment.end,
                segment_billed=segment.billed_seconds,
                overage=segment.treatment == "overage",
            ),
        )


def _changes(draft_id: UUID, from_line: UUID, to: UUID, pairs: Sequence[_Pair]) -> list[Repricing]:
    """One for each entry."""
    by_entry = defaultdict[UUID, list[_Pair]](list)
    for before, after in pairs:
        by_entry[after.entry_id].append((before, after))
    return [
        Repricing(
            draft_id=draft_id,
            entry_id=entry_id,
            from_line_id=from_line,
            line_id=to,
            seconds=sum(after.seconds for _, after in found),
            hourly_rate_before=found[0][0].hourly_rate,
            hourly_rate=found[0][1].hourly_rate,
            billed_seconds_before=sum(before.billed_seconds for before, _ in found),
            billed_seconds=sum(after.billed_seconds for _, after in found),
            overage_before=found[0][0].overage,
            overage=found[0][1].overage,
            price_version_before=found[0][0].price_version,
            price_version=found[0][1].price_version,
        )
        for entry_id, found in by_entry.items()
    ]


class _Lines:
    """The lines of a draft while time comes back to them."""

    def __init__(
        self, draft: Draft, taken: Sequence[TakenTime], kin: Kin, make_id: Callable[[], UUID]
    ) -> None:
        self._draft, self._make_id = draft, make_id
        self._order = [one.line_id for one in draft.lines]
        self._line = {one.line_id: one for one in draft.lines}
        self._root = {line_id: kin.root(line_id) for line_id in self._order}
        self._kin = defaultdict[UUID, list[UUID]](list)
        for line_id, root in self._root.items():
            self._kin[root].append(line_id)
        self._percentages = percentages_of_lines(draft.discounts)
        self._discounts = list(draft.discounts)
        self._overage = {**kin.overage, **{one.line_id: one.piece.overage for one in taken}}
        self._has = Counter({one.line_id: one.seconds or 0 for one in draft.lines})
        for one in taken:
            self._has[one.line_id] -= one.piece.seconds

    def draft(self) -> Draft:
        """The draft with the lines as they are by now; those without time are still there."""
        lines = placed([self._line[one] for one in self._order])
        return replace(self._draft, lines=lines, discounts=tuple(self._discounts))

    def in_order(
        self, line: Line, groups: Mapping[_Kind, Sequence[_Pair]]
    ) -> list[tuple[_Kind, Sequence[_Pair]]]:
        """What is charged as the line is comes first, then that of which there is most."""
        most = {kind: sum(after.seconds for _, after in groups[kind]) for kind in groups}
        now = self._kind(line.line_id)
        order = sorted(groups, key=lambda kind: (kind != now, -most[kind], kind))
        return [(kind, groups[kind]) for kind in order]

    def place(self, line: Line, kind: _Kind, seconds: int) -> UUID:
        """The line on which so much of a line goes that is charged so now."""
        to = self._known(line, kind) or self._made(line, kind)
        self._has[to] += seconds
        return to

    def _known(self, line: Line, kind: _Kind) -> UUID | None:
        """The line itself, or one of its kin, that charges so."""
        found = [one for one in self._kin[self._root[line.line_id]] if self._kind(one) == kind]
        if line.line_id in found:
            return line.line_id
        return next(
            (one for one in found if self._treated(one) == self._treated(line.line_id)), None
        )

    def _treated(self, line_id: UUID) -> tuple[Tax | None, Percentage | None]:
        """How it is taxed, and what is taken off it in per cent."""
        return self._line[line_id].tax, self._percentages.get(line_id)

    def _made(self, line: Line, kind: _Kind) -> UUID:
        """The line, when it has nothing else, or a new one behind it."""
        changed = self._as(self._line[line.line_id], kind)
        if self._has[line.line_id]:
            changed = at_rate(changed, kind[0], self._draft.currency)
            changed = replace(changed, line_id=self._make_id())
            root = self._root[changed.line_id] = self._root[line.line_id]
            self._kin[root].append(changed.line_id)
            self._order.insert(self._order.index(line.line_id) + 1, changed.line_id)
            self._take_along(line.line_id, changed.line_id)
        self._line[changed.line_id] = changed
        self._overage[changed.line_id] = kind[1]
        return changed.line_id

    def _take_along(self, line_id: UUID, to: UUID) -> None:
        """Take as many per cent off what leaves a line as off that."""
        if percentage := self._percentages.get(line_id):
            self._percentages[to] = percentage
            self._discounts.append(discount_on(percentage, to, self._make_id()))

    def _kind(self, line_id: UUID) -> tuple[Decimal | None, bool]:
        return self._line[line_id].hourly_rate, self._overage.get(line_id, False)

    def _as(self, line: Line, kind: _Kind) -> Line:
        rate, overage = kind
        description = line.description
        if overage != self._overage.get(line.line_id, False):
            words = wording(self._draft.language)
            description = _beyond(description, words) if overage else _within(description, words)
        return replace(line, hourly_rate=rate, description=description)


def _beyond(description: str, words: Wording) -> str:
    return words.overage(description)


def _within(description: str, words: Wording) -> str:
    before, _, after = words.overage("\0").partition("\0")
    return description.removeprefix(before).removesuffix(after)
