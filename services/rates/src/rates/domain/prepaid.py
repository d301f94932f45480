"""Prepaid blocks: hours or money, drawn down oldest first from the payment of a block to its expiry."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from money import round_money
from money.amounts import SECONDS_PER_HOUR
from rates.domain.agreements import Agreement
from rates.domain.balances import BlockBalance, Source
from rates.domain.charges import Charge, ClosedCharge, block_charge, block_charge_id
from rates.domain.openings import EVERYTHING, NOTHING, BilledDraws, DrawnByMonths, Opening, Span
from rates.domain.segments import Segment, Treatment
from rates.domain.splitting import fitting_seconds
from rates.domain.terms import Block


class DrawnBlock:
    """A block and what is drawn from it; money is drawn exactly, as seconds × rate."""

    treatment: ClassVar[Treatment] = "prepaid"

    def __init__(self, agreement: Agreement, block: Block, span: Span = EVERYTHING) -> None:
        self.block, self.charge_id = block, block_charge_id(agreement, block)
        self.by_seconds = block.seconds is not None
        self._agreement = agreement
        opening = span.opening(agreement.agreement_id)
        self.draws = DrawnByMonths(self.charge_id, span, opening)

    def room(self, segment: Segment) -> int:
        """What is left of it, in seconds at the segment's rate; what costs nothing draws no money."""
        if self.block.seconds is not None:
            return self.block.seconds - self._drawn_seconds
        return fitting_seconds(segment, self._money_left) if segment.hourly_rate else 0

    def draw(self, segment: Segment) -> None:
        """Take out what a segment uses."""
        self.draws.draw(segment.billed_seconds, segment.billed_seconds * segment.hourly_rate)

    def balance(self) -> BlockBalance:
        """What is drawn and what is left; both are rounded once and add up to the amount."""
        seconds, amount = self.block.seconds, self.block.amount
        left = round_money(self._money_left / SECONDS_PER_HOUR, self._agreement.currency)
        return BlockBalance(
            self._agreement.agreement_id,
            self.block.block_id,
            self.charge_id,
            self._drawn_seconds,
            None if seconds is None else max(0, seconds - self._drawn_seconds),
            None if amount is None else amount - left,
            None
            if amount is None
            else max(round_money(Decimal(0), self._agreement.currency), left),
        )

    @property
    def _drawn_seconds(self) -> int:
        return self.draws.drawn.seconds

    @property
    def _money_left(self) -> Decimal:
        """In seconds × rate."""
        return (self.block.amount or 0) * SECONDS_PER_HOUR - self.draws.drawn.money


class PrepaidLedger:
    """An agreement with blocks."""

    def __init__(
        self, agreement: Agreement, closed: Mapping[UUID, ClosedCharge], span: Span = EVERYTHING
    ) -> None:
        self.agreement, self._closed = agreement, closed
        oldest_first = sorted(agreement.blocks, key=lambda one: (one.bought_on, one.block_id))
        self._blocks = [DrawnBlock(agreement, block, span) for block in oldest_first]

    def sources(self, day: date) -> Iterable[Source]:
        """Blocks that work of a day can use."""
        return [block for block in self._blocks if block.block.usable_on(day)]

    def by_charge(self) -> dict[UUID, Source]:
        """Its blocks by what they charge."""
        return {block.charge_id: block for block in self._blocks}

    def begin_free(self) -> None:
        """All that is billed has drawn; what is not billed follows."""
        for one in self._blocks:
            one.draws.begin_free()

    def close(self, month: int) -> None:
        """Remember how its blocks stand at the end of a month."""
        for one in self._blocks:
            one.draws.close(month)

    def opening(self, month: int) -> Opening:
        """How they stand at the beginning of a month."""
        opened = (one.draws.opened(month) for one in self._blocks)
        return tuple(one for one in opened if one.drawn != NOTHING)

    def billed_draws(self) -> list[BilledDraws]:
        """What billed time draws of them."""
        return [
            BilledDraws(self.agreement.agreement_id, one.charge_id, None, one.draws.billed)
            for one in self._blocks
        ]

    def blocks(self) -> list[BlockBalance]:
        """The balance of each."""
        return [block.balance() for block in self._blocks]

    def charges(self) -> list[Charge]:
        """What each is bought for."""
        return [
            block_charge(self.agreement, one.block, one.balance(), self._closed.get(one.charge_id))
            for one in self._blocks
        ]
