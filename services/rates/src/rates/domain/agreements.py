"""Agreements: what a customer has agreed to pay apart from plain hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from domain_errors import ConflictError, InvalidInputError, NotFoundError
from money import is_currency
from rates.domain.terms import (
    EVERYTHING,
    MOST_MONTHS,
    NO_ROLLOVER,
    Block,
    Coverage,
    Indexing,
    Milestone,
    Rollover,
    Terms,
    check_name,
    check_range,
)

AgreementKind = Literal[
    "monthly-minimum", "spend-minimum", "prepaid-hours", "prepaid-amount", "fixed-price"
]
"""A fee that includes hours; fees by the hour that reach a minimum; blocks of hours or money; a price in parts."""

MONTHLY: frozenset[AgreementKind] = frozenset({"monthly-minimum", "spend-minimum"})
PREPAID: frozenset[AgreementKind] = frozenset({"prepaid-hours", "prepaid-amount"})


class AgreementOverlapError(ConflictError):
    """Two agreements of a customer would charge the same work of a month twice."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement with a customer, from `first_day` to `last_day`, both included; None is without end.

    `prorate`: the first and the last month count by their days. `in_advance`: the fee is billed before its month.
    `renews_months`: it goes on after `last_day` for as many months, again and again, until somebody ends it.
    """

    agreement_id: UUID
    version: int
    organization_id: UUID
    name: str
    kind: AgreementKind
    currency: str
    first_day: date
    last_day: date | None = None
    coverage: Coverage = EVERYTHING
    terms: tuple[Terms, ...] = ()
    blocks: tuple[Block, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    prorate: bool = False
    in_advance: bool = False
    rollover: Rollover = NO_ROLLOVER
    indexing: Indexing | None = None
    renews_months: int | None = None

    @property
    def ends_on(self) -> date | None:
        """The last day on which it holds for sure; None while it has no end, or renews itself."""
        return None if self.renews_months else self.last_day

    def holds_on(self, day: date) -> bool:
        """Whether it holds on this day."""
        return self.first_day <= day and (self.ends_on is None or day <= self.ends_on)

    def check(self) -> None:
        """Raise `InvalidInputError` for what an agreement may not be."""
        check_name("name", self.name)
        if not is_currency(self.currency):
            raise InvalidInputError("currency", "no currency of ISO 4217")
        self._check_days()
        self._check_kind()
        self._check_terms()
        self._check_blocks()
        self._check_milestones()
        self.rollover.check()
        if self.indexing is not None:
            self.indexing.check()

    def _check_days(self) -> None:
        if self.last_day is not None and self.last_day < self.first_day:
            raise InvalidInputError("last_day", "must not be before first_day")
        if self.renews_months is not None:
            check_range("renews_months", self.renews_months, 1, MOST_MONTHS)
            if self.last_day is None:
                raise InvalidInputError("last_day", "what renews itself needs a day on which")

    def _check_kind(self) -> None:
        """Refuse what goes with another kind only."""
        if self.kind not in MONTHLY:
            _refuse("terms", self.terms, "only a fee or a minimum of months has terms")
            _refuse("indexing", self.indexing, "only a fee or a minimum of months is indexed")
            _refuse("prorate", self.prorate, "only a fee or a minimum of months is prorated")
        if self.kind != "monthly-minimum":
            _refuse("in_advance", self.in_advance, "only a monthly fee is billed in advance")
            _refuse("rollover", self.rollover != NO_ROLLOVER, "only hours of a fee roll over")
        if self.kind not in PREPAID:
            _refuse("blocks", self.blocks, "only a prepaid agreement has blocks")
        if self.kind != "fixed-price":
            _refuse("milestones", self.milestones, "only a fixed price has milestones")

    def _check_terms(self) -> None:
        if self.kind in MONTHLY and not self.terms:
            raise InvalidInputError("terms", "needed: from the first day on")
        for place, terms in enumerate(self.terms):
            field = f"terms.{place}"
            terms.check(field, self.currency)
            if place == 0 and terms.valid_from != self.first_day:
                raise InvalidInputError(f"{field}.valid_from", "the first must be first_day")
            if place and terms.valid_from <= self.terms[place - 1].valid_from:
                raise InvalidInputError(f"{field}.valid_from", "must be after the one before")
            if self.ends_on is not None and terms.valid_from > self.ends_on:
                raise InvalidInputError(f"{field}.valid_from", "must not be after last_day")
            if self.kind == "spend-minimum":
                _refuse(f"{field}.included_seconds", terms.included_seconds, "it includes none")

    def _check_blocks(self) -> None:
        _check_distinct("blocks", [block.block_id for block in self.blocks])
        has, has_not = ("seconds", "amount")[:: 1 if self.kind == "prepaid-hours" else -1]
        for place, block in enumerate(self.blocks):
            field = f"blocks.{place}"
            block.check(field, self.currency)
            _refuse(f"{field}.{has_not}", getattr(block, has_not) is not None, f"of {self.kind}")
            if getattr(block, has) is None:
                raise InvalidInputError(f"{field}.{has}", "needed")
            if block.bought_on < self.first_day:
                raise InvalidInputError(f"{field}.bought_on", "must not be before first_day")
            if self.ends_on is not None and block.bought_on > self.ends_on:
                raise InvalidInputError(f"{field}.bought_on", "must not be after last_day")

    def _check_milestones(self) -> None:
        if self.kind == "fixed-price" and not self.milestones:
            raise InvalidInputError("milestones", "a fixed price needs one")
        _check_distinct("milestones", [one.milestone_id for one in self.milestones])
        for place, milestone in enumerate(self.milestones):
            milestone.check(f"milestones.{place}", self.currency)

    def with_terms(self, terms: Terms) -> "Agreement":
        """The next version, with other terms from a day on; those of later days go. Raises `InvalidInputError`."""
        kept = tuple(one for one in self.terms if one.valid_from < terms.valid_from)
        return self._next(replace(self, terms=(*kept, terms)))

    def ended(self, last_day: date) -> "Agreement":
        """The next version, with an end. Terms of days after it go. Raises `InvalidInputError`."""
        terms = tuple(one for one in self.terms if one.valid_from <= max(last_day, self.first_day))
        return self._next(replace(self, last_day=last_day, terms=terms, renews_months=None))

    def with_block(self, block: Block) -> "Agreement":
        """The next version, with one more block. Raises `InvalidInputError`."""
        return self._next(replace(self, blocks=(*self.blocks, block)))

    def paid(self, block_id: UUID, usable_from: date | None) -> "Agreement":
        """The next version, with a block that can be used from the day of its payment; None: not any more."""
        if block_id not in {block.block_id for block in self.blocks}:
            raise NotFoundError("block")
        blocks = tuple(
            replace(block, usable_from=usable_from) if block.block_id == block_id else block
            for block in self.blocks
        )
        return self._next(replace(self, blocks=blocks))

    def reached(self, milestone_id: UUID, reached_on: date | None) -> "Agreement":
        """The next version, with a milestone reached on a day; None: not after all."""
        if milestone_id not in {milestone.milestone_id for milestone in self.milestones}:
            raise NotFoundError("milestone")
        milestones = tuple(
            replace(one, reached_on=reached_on) if one.milestone_id == milestone_id else one
            for one in self.milestones
        )
        return self._next(replace(self, milestones=milestones))

    def _next(self, changed: "Agreement") -> "Agreement":
        changed.check()
        return replace(changed, version=self.version + 1)


def check_apart(agreement: Agreement, others: Iterable[Agreement]) -> None:
    """Raise `AgreementOverlapError` when another of the customer charges months of the same work in the same way."""
    for other in others:
        if (
            other.agreement_id != agreement.agreement_id
            and other.organization_id == agreement.organization_id
            and agreement.kind in MONTHLY
            and other.kind == agreement.kind
            and other.currency == agreement.currency
            and other.coverage.same_as(agreement.coverage)
            and _overlap(agreement, other)
        ):
            raise AgreementOverlapError(
                f"{other.name!r} charges months of the same work from {other.first_day} on; "
                "end one before the other begins"
            )


def _overlap(one: Agreement, other: Agreement) -> bool:
    return one.first_day <= (other.ends_on or date.max) and (
        other.first_day <= (one.ends_on or date.max)
    )


def _refuse(field: str, given: object, reason: str) -> None:
    if given:
        raise InvalidInputError(field, reason)


def _check_distinct(field: str, ids: Sequence[UUID]) -> None:
    if len(set(ids)) < len(ids):
        raise InvalidInputError(field, "must not name one twice")
