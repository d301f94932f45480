"""Segments: how the seconds of an entry are charged, where not all are charged alike."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

Treatment = Literal["hourly", "included", "overage", "prepaid"]
"""By the hour; within an agreement; beyond it, by the hour; out of a prepaid balance."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Raw seconds of an entry, from `start` up to and without `end`, that are charged alike.

    `billed_seconds`: after rounding. `rule_id`: the rate that decided; None when a person did, or no rate on record.
    `multiplier_id`: the rule of a time of day or week that made the rate another. `charge_id`: what an agreement charges for
    seconds that are included or prepaid; of overage, that of the month which it exceeds.
    """

    start: int
    end: int
    treatment: Treatment
    billed_seconds: int
    hourly_rate: Decimal
    rule_id: UUID | None
    multiplier_id: UUID | None = None
    charge_id: UUID | None = None

    @property
    def seconds(self) -> int:
        """Its length, raw."""
        return self.end - self.start

    @property
    def charged_by_hour(self) -> bool:
        """Whether its amount is billed seconds × rate; what an agreement covers is paid by its charge."""
        return self.treatment in ("hourly", "overage")


def segments_of(
    seconds: int, rounding_seconds: int, hourly_rate: Decimal | None, rule_id: UUID | None
) -> list[Segment]:
    """The one segment of an entry that is charged by the hour throughout; none when it has no price.

    `rounding_seconds` are added to what is charged.
    """
    if hourly_rate is None:
        return []
    billed_seconds = max(seconds + rounding_seconds, 0)
    return [Segment(0, seconds, "hourly", billed_seconds, hourly_rate, rule_id)]
