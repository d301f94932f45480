"""A draft that corrects an issued invoice: what was given back, on lines as the invoice had them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from invoicing.domain.crediting import LiveClaim
from invoicing.domain.discounts import Discount
from invoicing.domain.draft import Draft, DraftRequest
from invoicing.domain.grouping import Group
from invoicing.domain.invoice import DraftedAs, InvoiceContent
from invoicing.domain.line_texts import with_hours
from invoicing.domain.lines import MOST_LINES, Line, LineKind, check_line_count, placed
from invoicing.domain.pieces import Piece, joined
from invoicing.domain.regrouping import DraftedTime, group_of, order_of
from invoicing.domain.tax import Tax
from invoicing.domain.terms import Terms

_BY_HAND: frozenset[LineKind] = frozenset({"fee", "fixed", "expense", "text"})
_Key = tuple[UUID | None, str, Decimal, bool]


@dataclass(frozen=True)
class Corrected:
    """An issued invoice, what was chosen for its draft, and what a credit note gave back; `whole`: all of it at once."""

    content: InvoiceContent
    drafted_as: DraftedAs | None
    released: Sequence[LiveClaim]
    whole: bool

    def request(self, organization_id: UUID, today: date) -> DraftRequest:
        """What is asked for: what the invoice said beside its lines. A due date that is over does not apply any more."""
        content, chosen = self.content, self.drafted_as
        return DraftRequest(
            organization_id,
            group_by=chosen.group_by if chosen else "work_item",
            currency=content.currency,
            notes=content.notes,
            reference=content.reference,
            purchase_order=content.purchase_order,
            terms=_still(chosen.terms, today) if chosen else None,
            payment_instructions=chosen.payment_instructions if chosen else None,
        )

    def begun(self, empty: Draft) -> Draft:
        """The draft without lines, as it was chosen to be taxed, and what is printed of its time."""
        chosen = self.drafted_as
        if chosen is None:
            return empty
        tax = self.tax(chosen.tax, empty.tax)
        return replace(empty, tax=tax, time_appendix=chosen.time_appendix)

    def tax(self, billed: Tax, proposed: Tax) -> Tax:
        """How it is taxed again: what just followed the proposal follows what is proposed by now."""
        return proposed if self.drafted_as and billed == self.drafted_as.proposed_tax else billed

    def line(self, line_id: UUID | None) -> Line | None:
        """A line of the invoice."""
        return next((one for one in self.content.lines if one.line_id == line_id), None)


@dataclass(frozen=True)
class CorrectedTime:
    """A draft with its time on lines, which time each of them has, and which line of the invoice each stands for."""

    draft: Draft
    pieces: dict[UUID, tuple[Piece, ...]]
    stands_for: dict[UUID, UUID]


def time_as_billed(
    draft: Draft, corrected: Corrected, time: Sequence[DraftedTime], make_id: Callable[[], UUID]
) -> CorrectedTime:
    """Put what a line of the invoice charged on one line again, one for each price that it has by now.

    Other time goes along with it where it is grouped, priced and taxed alike, else on lines behind.
    Raises `TooManyLinesError`.
    """
    keyed = _keyed(corrected, time)
    ids = {key: make_id() for key in keyed}
    stands_for = {ids[key]: key[0] for key in keyed if key[0]}
    known = {line.line_id: line for line in corrected.content.lines}
    billed = {line_id: known[was] for line_id, was in stands_for.items()}
    groups = [group_of(ids[key], parts) for key, parts in keyed.items()]
    groups.sort(key=lambda one: (_position(billed.get(one.line_id)), *order_of(one)))
    made = draft.with_time(groups)
    lines = [
        replace(line, description=_said(line, group, was, corrected, draft)) if was else line
        for line, group in zip(made.lines, groups, strict=True)
        for was in [billed.get(line.line_id)]
    ]
    pieces = {ids[key]: tuple(joined([one.piece for one in parts])) for key, parts in keyed.items()}
    return CorrectedTime(replace(made, lines=tuple(lines)), pieces, stands_for)


def as_billed(
    draft: Draft,
    corrected: Corrected,
    stands_for: dict[UUID, UUID],
    of_expenses: Collection[UUID],
    proposed: Tax,
    make_id: Callable[[], UUID],
) -> tuple[Draft, dict[UUID, UUID]]:
    """Order, tax and discount the lines as the invoice had them; also returns what each line and discount stands for.

    What was credited whole at once has the lines again that people made by hand: all but those `of_expenses`.
    Raises `TooManyLinesError`.
    """
    known = {line.line_id: line for line in corrected.content.lines}
    copies = list(_copies(corrected, of_expenses, make_id))
    stands_for = {**stands_for, **{one.line_id: was for was, one in copies}}
    lines = [
        replace(line, tax=line.tax and was.tax and corrected.tax(was.tax, proposed))
        if (was := known.get(stands_for.get(line.line_id, line.line_id)))
        else line
        for line in (*draft.lines, *(one for _, one in copies))
    ]
    lines.sort(key=lambda one: _position(known.get(stands_for.get(one.line_id, one.line_id))))
    discounts = dict(_discounts(corrected, lines, stands_for, make_id))
    check_line_count(len(lines) + len(discounts))
    after = replace(draft, lines=placed(lines), discounts=tuple(discounts))
    return after, stands_for | {one.discount_id: was for one, was in discounts.items()}


def _still(terms: Terms | None, today: date) -> Terms | None:
    if terms and terms.due_date and terms.due_date < today:
        return None
    return terms


def _position(line: Line | None) -> int:
    return line.position if line else 2 * MOST_LINES


def _keyed(corrected: Corrected, time: Sequence[DraftedTime]) -> dict[_Key, list[DraftedTime]]:
    """The time by its line of the invoice and its price; what was on none, by its group."""
    claims = defaultdict[UUID, list[LiveClaim]](list)
    for claim in corrected.released:
        claims[claim.entry_id].append(claim)
    found, homes = defaultdict[_Key, list[DraftedTime]](list), dict[object, _Key]()
    others = list[DraftedTime]()
    plain = _plain_lines(corrected)
    for one in time:
        for line_id, part in _cut(one, claims[one.piece.entry_id]):
            if line_id is None:
                others.append(part)
                continue
            key = (line_id, "", part.piece.hourly_rate, part.piece.overage)
            found[key].append(part)
            if line_id in plain:
                homes.setdefault(_grouped(part), key)
    for one in others:
        found[homes.get(_grouped(one), (None, *_grouped(one)))].append(one)
    return found


def _grouped(time: DraftedTime) -> tuple[str, Decimal, bool]:
    return time.group_key, time.piece.hourly_rate, time.piece.overage


def _plain_lines(corrected: Corrected) -> set[UUID]:
    """Lines that were taxed as all of the draft, with nothing taken off them: other time may join them."""
    discounted = {line.of_line_id for line in corrected.content.lines}
    usual = corrected.drafted_as and corrected.drafted_as.tax
    return {
        line.line_id
        for line in corrected.content.lines
        if line.line_id not in discounted and usual in (None, line.tax)
    }


def _cut(
    time: DraftedTime, claims: Sequence[LiveClaim]
) -> Iterator[tuple[UUID | None, DraftedTime]]:
    """Its seconds by the line that charged them."""
    piece = time.piece
    within = {place for one in claims for place in (one.start, one.end)}
    places = [piece.start, *(x for x in sorted(within) if piece.start < x < piece.end), piece.end]
    for start, end in pairwise(places):
        held = (one.line_id for one in claims if one.start <= start and end <= one.end)
        yield next(held, None), replace(time, piece=replace(piece, start=start, end=end))


def _said(made: Line, group: Group, was: Line, corrected: Corrected, draft: Draft) -> str:
    """What a person wrote on the line of the invoice; else what a line is called by itself."""
    language = corrected.content.language
    then = replace(
        group,
        first_day=was.first_day or group.first_day,
        last_day=was.last_day or group.last_day,
    )
    [usual] = replace(draft, language=language).texts_of([then]).values()
    is_usual = with_hours(replace(was, description=usual), language).description == was.description
    return made.description if is_usual else was.description


def _copies(
    corrected: Corrected, of_expenses: Collection[UUID], make_id: Callable[[], UUID]
) -> Iterator[tuple[UUID, Line]]:
    """The lines that people made by hand, of what was credited whole at once, each with that of the invoice."""
    for line in corrected.content.lines if corrected.whole else ():
        if line.kind in _BY_HAND and line.line_id not in of_expenses:
            yield line.line_id, replace(line, line_id=make_id())


def _discounts(
    corrected: Corrected,
    lines: Sequence[Line],
    stands_for: Mapping[UUID, UUID],
    make_id: Callable[[], UUID],
) -> Iterator[tuple[Discount, UUID]]:
    """Per cent of all that the discounted line charged; an amount where one line charges all of it. On the whole, per cent
    again, and an amount where all was credited."""
    whole = dict[UUID, Decimal]()
    for was in corrected.content.lines:
        if was.kind != "discount" or was.discount_id is None or was.amount is None:
            continue
        if was.of_line_id is None:
            whole[was.discount_id] = whole.get(was.discount_id, Decimal(0)) - was.amount
            continue
        billed = corrected.line(was.of_line_id)
        there = [one for one in lines if stands_for.get(one.line_id) == was.of_line_id]
        if was.percent or (len(there) == 1 and billed and there[0].seconds == billed.seconds):
            amount = None if was.percent else -was.amount
            for one in there if was.percent or amount else ():
                said = make_id(), was.description, was.percent, amount
                yield Discount(*said, one.line_id), was.line_id
    for discount_id, taken in whole.items():
        said_of = corrected.line(discount_id)
        if said_of and (said_of.percent or (corrected.whole and taken)):
            amount = None if said_of.percent else taken
            yield Discount(make_id(), said_of.description, said_of.percent, amount), discount_id
