"""Which multipliers cover an entry, how much of it each charges, and why not more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rates.domain.multiplied_time import MultiplierBook, TimedWork, parts_of, split
from rates.domain.multipliers import Multiplier
from rates.domain.segments import Segment

MultiplierReason = Literal[
    "charges",
    "price-set",
    "other-currency",
    "no-start",
    "too-many-parts",
    "another-first",
    "other-times",
]
"""Whether it charges time of an entry, or why not."""

_OTHER_TIMES = {
    "holiday": "no part of the work was on a holiday",
    "hours": "the work was at other hours",
    "overtime-day": "the agent had not worked so long on the day",
    "overtime-week": "the agent had not worked so long in the week",
}
_WHY: dict[MultiplierReason, str] = {
    "charges": "charges a part of it",
    "price-set": "a manager set the price",
    "other-currency": "its rate is in another currency than the price of the work, and nothing is converted",
    "no-start": "it is not known when the work was done",
    "too-many-parts": "the work would fall into too many parts",
    "another-first": "another one goes before it at that time",
}


@dataclass(frozen=True, slots=True)
class MultiplierCandidate:
    """A multiplier that holds for the work of an entry on its day, how many seconds it charges, and why no more."""

    multiplier: Multiplier
    seconds: int
    reason: MultiplierReason

    @property
    def why(self) -> str:
        """The reason in words."""
        return _WHY.get(self.reason) or _OTHER_TIMES[self.multiplier.window.kind]


@dataclass(frozen=True, slots=True)
class MultipliedExplanation:
    """The multipliers that cover an entry; `repricing`: what is stored does not follow them yet."""

    candidates: Sequence[MultiplierCandidate] = ()
    repricing: bool = False


def explain_multipliers(
    entry: TimedWork,
    book: MultiplierBook,
    currency: str,
    base: Sequence[Segment],
    charged: Sequence[Segment],
) -> MultipliedExplanation:
    """Explain how an entry is charged, given its segments without multipliers, and those by the hour that are stored."""
    candidates = [
        MultiplierCandidate(
            one, _seconds(one, charged), _reason(one, entry, book, currency, charged)
        )
        for one in book.covering(entry.work)
    ]
    candidates.sort(key=lambda one: one.seconds, reverse=True)
    due = split(entry, base, currency, book)
    return MultipliedExplanation(candidates, due != tuple(charged))


def _seconds(multiplier: Multiplier, charged: Sequence[Segment]) -> int:
    id_ = multiplier.multiplier_id
    return sum(one.seconds for one in charged if one.multiplier_id == id_)


def _reason(
    multiplier: Multiplier,
    entry: TimedWork,
    book: MultiplierBook,
    currency: str,
    charged: Sequence[Segment],
) -> MultiplierReason:
    if _seconds(multiplier, charged) > 0:
        return "charges"
    if all(one.rule_id is None for one in charged):
        return "price-set"
    if not multiplier.applies_to(currency):
        return "other-currency"
    alone = parts_of(entry, MultiplierBook([multiplier], book.holidays), currency)
    if isinstance(alone, str):
        return alone
    return "another-first" if any(part.multiplier for part in alone) else "other-times"
