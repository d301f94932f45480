"""Segments cut in two where something that they draw from is used up."""

from dataclasses import replace
from decimal import Decimal

from rates.domain.segments import Segment


def split(segment: Segment, billed_seconds: int) -> tuple[Segment | None, Segment | None]:
    """The part of a segment with so many billed seconds, and the rest; None where there is nothing of it.

    Raw seconds are shared as the billed ones are, and each part has at least one; a segment of a single raw second
    cannot be cut, so it is all rest. Nothing is taken for no seconds.
    """
    if billed_seconds <= 0:
        return None, segment
    if billed_seconds >= segment.billed_seconds:
        return segment, None
    if segment.seconds == 1:
        return None, segment
    share = -(-billed_seconds * segment.seconds // segment.billed_seconds)
    middle = segment.start + min(share, segment.seconds - 1)
    return (
        replace(segment, end=middle, billed_seconds=billed_seconds),
        replace(segment, start=middle, billed_seconds=segment.billed_seconds - billed_seconds),
    )


def fitting_seconds(segment: Segment, rate_seconds: Decimal) -> int:
    """How many billed seconds of a segment fit into money, given as seconds × rate; all where they cost nothing."""
    if not segment.hourly_rate:
        return max(1, segment.billed_seconds)
    return int(max(Decimal(0), rate_seconds) // segment.hourly_rate)
