"""The conservation law: every approved billable second is in exactly one bucket (domain §6)."""

from dataclasses import dataclass, fields
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Buckets:
    """Whole seconds. `approved` is counted on its own, from the entries; the others from where they lie.

    `held_back` is what of `ready` no draft takes: no bucket of its own.
    """

    approved: int = 0
    unpriced: int = 0
    held: int = 0
    ready: int = 0
    claimed_by_drafts: int = 0
    billed: int = 0
    written_off: int = 0
    held_back: int = 0

    def __add__(self, other: "Buckets") -> "Buckets":
        """The buckets of both."""
        return Buckets(**{name: getattr(self, name) + getattr(other, name) for name in _NAMES})

    @property
    def total(self) -> int:
        """What the buckets add up to."""
        return sum(getattr(self, name) for name in _BUCKETS)

    @property
    def balanced(self) -> bool:
        """Whether nothing is lost and nothing is counted twice."""
        return self.total == self.approved


_NAMES = [field.name for field in fields(Buckets)]
_BUCKETS = [name for name in _NAMES if name not in ("approved", "held_back")]


@dataclass(frozen=True, kw_only=True)
class OrganizationBuckets(Buckets):
    """The buckets of one customer; None: of time that has no customer yet."""

    organization_id: UUID | None


@dataclass(frozen=True)
class Invariant:
    """A law of the books, and how many things break it."""

    name: str
    broken: int

    @property
    def holds(self) -> bool:
        """Whether nothing breaks it."""
        return not self.broken


@dataclass(frozen=True)
class Conservation:
    """Where the time of each customer is, and whether the books agree with themselves."""

    organizations: tuple[OrganizationBuckets, ...]
    checks: tuple[Invariant, ...]

    @property
    def seconds(self) -> Buckets:
        """The buckets of the whole account."""
        return sum(self.organizations, Buckets())

    @property
    def holds(self) -> bool:
        """Whether every law holds."""
        parts = (*(o.balanced for o in self.organizations), *(c.holds for c in self.checks))
        return all(parts)
