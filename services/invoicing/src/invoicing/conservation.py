"""The conservation law: every approved billable second is in exactly one bucket (domain §6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Buckets:
    """Whole seconds. `approved` is counted on its own, from the entries; the others from where they lie."""

    approved: int = 0
    unpriced: int = 0
    ready: int = 0
    claimed_by_drafts: int = 0
    billed: int = 0
    held: int = 0
    written_off: int = 0

    @property
    def total(self) -> int:
        """What the buckets add up to."""
        return (
            self.unpriced
            + self.held
            + self.ready
            + self.claimed_by_drafts
            + self.billed
            + self.written_off
        )

    @property
    def balanced(self) -> bool:
        """Whether nothing is lost and nothing is counted twice."""
        return self.total == self.approved


@dataclass(frozen=True)
class Check:
    """One law, and how many things break it."""

    name: str
    broken: int


@dataclass(frozen=True)
class Conservation:
    """The buckets of each organization (None: time that has no customer yet), and the other laws."""

    organizations: dict[UUID | None, Buckets]
    checks: tuple[Check, ...]

    @property
    def overall(self) -> Buckets:
        """The buckets of the whole account."""
        return _sum(self.organizations.values())

    @property
    def holds(self) -> bool:
        """Whether every law holds."""
        balanced = all(buckets.balanced for buckets in self.organizations.values())
        return balanced and not any(check.broken for check in self.checks)


def _sum(parts: Iterable[Buckets]) -> Buckets:
    all_parts = list(parts)
    names = ("approved", "unpriced", "ready", "claimed_by_drafts", "billed")
    return Buckets(**{name: sum(getattr(part, name) for part in all_parts) for name in names})
