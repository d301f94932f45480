"""What was asked for and is not on a draft: why, and what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from domain_errors import FieldError
from invoicing.domain.errors import EntriesNotReadyError, NothingToBillError, TimeOnItsWayError

LeftOutReason = Literal[
    "approval-on-its-way",
    "price-on-its-way",
    "unpriced",
    "other-currency",
    "held-by-agreement",
    "on-another-draft",
    "billed",
    "written-off",
    "not-billable",
    "another-customer",
    "unknown",
    "held-back",
    "ready",
]
_MOST_ERRORS = 100
_ON_ITS_WAY = frozenset({"approval-on-its-way", "price-on-its-way"})
_REASONS: dict[LeftOutReason, tuple[str, str]] = {
    "approval-on-its-way": (
        "have a price, and no approved hours have arrived here",
        "approve the timesheet; when it is approved the hours are on their way: ask again in a moment",
    ),
    "price-on-its-way": ("have no price yet", "the price is on its way: ask again in a moment"),
    "unpriced": (
        "have no price ({detail})",
        "set a rate that matches; the price then arrives by itself",
    ),
    "other-currency": ("are priced in {detail}", "draft in that currency too"),
    "held-by-agreement": (
        "are covered by an agreement ({detail})",
        "they are billed with what the agreement charges, as soon as that may be billed",
    ),
    "on-another-draft": ("are on another draft", "issue that draft, or take them off it"),
    "billed": ("are on an issued invoice", "nothing to do, unless the invoice is wrong"),
    "written-off": ("are written off", "undo the write-off, if they are to be billed after all"),
    "not-billable": ("are not billable", "reopen the timesheet and make them billable"),
    "another-customer": ("are another customer's", "draft for that customer"),
    "unknown": ("are not known here", "check the id, or whether the time is recorded and approved"),
    "held-back": ("are held back ({detail})", "let them go, if they are to be billed now"),
    "ready": ("are ready", "they came after the draft was made: make another for them"),
}
"""What is said of seconds or of an entry, and the way out."""


def _what(reason: LeftOutReason, detail: str | None) -> str:
    return _REASONS[reason][0].format(detail=detail)


@dataclass(frozen=True)
class LeftOut:
    """Time of a draft's period that is not on it. `detail`: the currency, the agreement's charge, or why it has no price."""

    reason: LeftOutReason
    detail: str | None
    seconds: int
    entries: int
    invoice_ids: tuple[UUID, ...] = ()

    @property
    def way_out(self) -> str:
        """What can be done about it."""
        return _REASONS[self.reason][1]

    @property
    def error(self) -> FieldError:
        """Why a draft is refused."""
        about = (
            f"{self.seconds} seconds in {self.entries} entries {_what(self.reason, self.detail)}"
        )
        return FieldError(self.reason, f"{about}: {self.way_out}")


@dataclass(frozen=True)
class EntryLeftOut:
    """An entry that was named and cannot be on the draft."""

    entry_id: UUID
    reason: LeftOutReason
    detail: str | None = None


def nothing_to_bill(currency: str, found: Sequence[LeftOut]) -> NothingToBillError:
    """Why a period gives no draft in this currency; of time on its way it says so."""
    errors = [one.error for one in found]
    if any(one.reason in _ON_ITS_WAY for one in found):
        return TimeOnItsWayError("the price of some of it is on its way", fields=errors)
    there = "; ".join(error.reason for error in errors)
    nothing = "no approved time has arrived here; what was approved a moment ago is on its way"
    return NothingToBillError(f"in {currency}: {there or nothing}", fields=errors)


def entries_not_ready(
    entry_ids: Sequence[UUID], left_out: Sequence[EntryLeftOut]
) -> EntriesNotReadyError | TimeOnItsWayError:
    """Why named entries give no draft, each by its place in the request."""
    places = {entry_id: place for place, entry_id in reversed(list(enumerate(entry_ids)))}
    errors = [
        FieldError(
            f"entry_ids.{places[one.entry_id]}",
            f"the seconds of {one.entry_id} {_what(one.reason, one.detail)}: {_REASONS[one.reason][1]}",
        )
        for one in sorted(left_out, key=lambda one: places[one.entry_id])
    ][:_MOST_ERRORS]
    if {one.reason for one in left_out} <= _ON_ITS_WAY:
        return TimeOnItsWayError("what is missing of them is on its way", fields=errors)
    return EntriesNotReadyError(f"{len(left_out)} of them cannot be billed", fields=errors)
