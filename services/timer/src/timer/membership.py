"""Which team an agent is in, by day: at most one on any day."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from domain_errors import ConflictError, FieldError, InvalidInputError

MOST_MEMBERSHIPS = 500
"""Of an agent: an event carries them all."""
ONE_DAY = timedelta(days=1)


class AgentInTeamError(ConflictError):
    """The agent is in a team on some of these days."""

    def __init__(self, field: str, clashing: "Membership") -> None:
        super().__init__(fields=[FieldError(field, f"the agent is in a team {clashing.days}")])


class TeamArchivedError(ConflictError):
    """An archived team takes no members."""


@dataclass(frozen=True, slots=True)
class Membership:
    """An agent is in a team from the first to the last day, both included; None: until further notice."""

    id: UUID
    version: int
    agent_id: UUID
    team_id: UUID
    first_day: date
    last_day: date | None = None

    def must_be_possible(self) -> None:
        """Raises `InvalidInputError` when it ends before it begins."""
        if self.last_day is not None and self.last_day < self.first_day:
            raise InvalidInputError("last_day", "must not be before first_day")

    @property
    def days(self) -> str:
        """For people who read why something was refused."""
        return f"from {self.first_day}" + (f" to {self.last_day}" if self.last_day else " on")

    @property
    def _last(self) -> date:
        return self.last_day or date.max

    def overlaps(self, other: "Membership") -> bool:
        """Whether the two have a day in common."""
        return self.first_day <= other._last and other.first_day <= self._last

    def before(self, day: date) -> "Membership | None":
        """What is left of it before a day."""
        if self.first_day >= day:
            return None
        return replace(self, last_day=min(self._last, day - ONE_DAY))

    def after(self, day: date | None) -> "Membership | None":
        """What is left of it after a day; nothing is after None."""
        if day is None or self._last <= day:
            return None
        return replace(self, first_day=max(self.first_day, day + ONE_DAY))


Memberships = Sequence[Membership]
"""All of one agent, in the order of their days."""


def joined(current: Memberships, new: Membership) -> Memberships:
    """With a membership on days that were free. Raises `AgentInTeamError`."""
    new.must_be_possible()
    for other in current:
        if other.overlaps(new):
            field = "first_day" if other.first_day <= new.first_day else "last_day"
            raise AgentInTeamError(field, other)
    return _sorted([*current, new])


def moved(current: Memberships, new: Membership, spare_id: UUID) -> Memberships:
    """With a membership that takes its days from all others.

    One that goes on before and after the new one becomes two; the second gets `spare_id`.
    """
    new.must_be_possible()
    left: list[Membership] = [new]
    for other in current:
        if not other.overlaps(new):
            left.append(other)
            continue
        before, after = other.before(new.first_day), other.after(new.last_day)
        left += [part for part in (before, after and _renamed(after, before, spare_id)) if part]
    return _sorted(left)


def changed(
    current: Memberships, membership_id: UUID, first_day: date, last_day: date | None
) -> Memberships:
    """With other days of one of them. Raises `AgentInTeamError`."""
    (one,) = (other for other in current if other.id == membership_id)
    others = [other for other in current if other.id != membership_id]
    return joined(others, replace(one, first_day=first_day, last_day=last_day))


def _renamed(part: Membership, before: Membership | None, spare_id: UUID) -> Membership:
    return replace(part, id=spare_id, version=1) if before else part


def _sorted(memberships: Iterable[Membership]) -> Memberships:
    found = sorted(memberships, key=lambda one: one.first_day)
    if len(found) > MOST_MEMBERSHIPS:
        reason = f"an agent has at most {MOST_MEMBERSHIPS} memberships"
        raise InvalidInputError("first_day", reason)
    return found


@dataclass(frozen=True, slots=True)
class MembershipChanges:
    """What is to be written so that an agent's memberships become what they shall be."""

    removed: Collection[UUID]
    updated: Memberships = field(default=())
    added: Memberships = field(default=())

    def __bool__(self) -> bool:
        return bool(self.removed or self.updated or self.added)

    @classmethod
    def between(cls, before: Memberships, after: Memberships) -> "MembershipChanges":
        """The difference; what is updated has the next version."""
        known = {one.id: one for one in before}
        kept = {one.id for one in after}
        return cls(
            removed=[one.id for one in before if one.id not in kept],
            updated=[
                replace(one, version=known[one.id].version + 1)
                for one in after
                if one.id in known and one != known[one.id]
            ],
            added=[one for one in after if one.id not in known],
        )
