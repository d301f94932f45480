"""Prices that a person sets on single entries, above all rates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from domain_errors import ConflictError, NotFoundError, check_version
from money import Money, pad


class EntryBilledError(ConflictError):
    """An invoice bills the time, so its price stays."""


class EntryNotBillableError(ConflictError):
    """The time is not billable or has no customer, so nobody is to pay a price for it."""


class VersionRequiredError(ConflictError):
    """A price is set on the entry already, and the caller does not say which one they have seen."""


class OverridesRefusedError(ConflictError):
    """Some of several entries do not allow what is asked, so no price was set; `fields` name each and why."""


@dataclass(frozen=True, slots=True)
class NewOverride:
    """What an hour of an entry is to cost, and why. `expected`: the version that it replaces; None: no price is set."""

    entry_id: UUID
    hourly_rate: Money
    reason: str
    expected: int | None


@dataclass(frozen=True, slots=True)
class Override:
    """What an hour of an entry costs, whatever the rates say, as somebody set it; `version` counts those of the entry.

    `superseded_at`: when another took its place or it was removed; None: it holds.
    """

    entry_id: UUID
    version: int
    hourly_rate: Money
    reason: str
    recorded_at: datetime
    recorded_by: str
    superseded_at: datetime | None = None
    superseded_by: str | None = None

    @classmethod
    def next(cls, version: int, new: NewOverride, now: datetime, by: str) -> Self:
        """One that somebody sets now."""
        rate = new.hourly_rate
        hourly_rate = replace(rate, amount=pad(rate.amount, rate.currency))
        return cls(new.entry_id, version, hourly_rate, new.reason, now, by)


@dataclass(frozen=True, slots=True)
class OverridableEntry:
    """A live entry, whether it is billable and billed, and the prices that were set on it, oldest first."""

    entry_id: UUID
    billable: bool
    billed: bool
    overrides: Sequence[Override]

    @property
    def in_force(self) -> Override | None:
        """The price that is set on it."""
        last = self.overrides[-1] if self.overrides else None
        return last if last and last.superseded_at is None else None

    def override(self, new: NewOverride, now: datetime, by: str) -> Override:
        """The price that holds from now on; what is set already stays as it is.

        Raises `EntryBilledError`, `EntryNotBillableError`, `VersionRequiredError` and `StaleVersionError`.
        """
        self._must_not_be_billed()
        if not self.billable:
            raise EntryNotBillableError("it is not billable, or has no customer")
        self._must_be_seen(new.expected)
        made = Override.next(len(self.overrides) + 1, new, self._after(now), by)
        held = self.in_force
        same = held and (held.hourly_rate, held.reason) == (made.hourly_rate, made.reason)
        return held if held and same else made

    def must_be_removable(self, expected: int) -> None:
        """Raises `EntryBilledError`, `NotFoundError` and `StaleVersionError`."""
        if self.in_force is None:
            raise NotFoundError("price that was set on this entry")
        self._must_not_be_billed()
        check_version(expected, self.in_force.version)

    def _must_not_be_billed(self) -> None:
        if self.billed:
            raise EntryBilledError("an invoice bills it, so its price stays")

    def _must_be_seen(self, expected: int | None) -> None:
        if expected is None and self.in_force is not None:
            raise VersionRequiredError("a price is set on it already; send its version")
        check_version(expected, self.in_force.version if self.in_force else 0)

    def _after(self, now: datetime) -> datetime:
        """Now, but not before the one that is replaced was set, should a clock go backwards."""
        return max(now, self.in_force.recorded_at) if self.in_force else now
