"""Members of an account: what they are, and what may be done with them by whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from domain_errors import ConflictError, ForbiddenError, InvalidInputError
from identity.roles import EVERYTHING, LED_BY_MANAGERS, ROLES

State = Literal["invited", "active", "suspended", "removed"]


class MemberStateError(ConflictError):
    """The member is not in a state in which this can be done."""


class MemberExistsError(ConflictError):
    """There is a member with this e-mail address."""


class AgentTakenError(ConflictError):
    """Another member is this agent."""


class LastOwnerError(ConflictError):
    """An account keeps at least one owner who can come in."""


class InvitationEndedError(ConflictError):
    """The invitation was accepted, withdrawn or replaced, or it is too old."""


class OtherAddressError(ForbiddenError):
    """The invitation is for another e-mail address than that of the person who is logged in."""


@dataclass(frozen=True)
class Membership:
    """A person as a member of one account."""

    account_id: UUID
    member_id: UUID
    person_id: UUID
    email: str
    name: str
    language: str


@dataclass(frozen=True)
class NewMember:
    """Somebody who is to become a member."""

    email: str
    name: str
    language: str
    roles: tuple[str, ...]
    agent_id: UUID | None = None


def check_roles(roles: Collection[str]) -> None:
    """Raise `InvalidInputError` unless these are roles, each once."""
    if unknown := sorted(set(roles) - set(ROLES)):
        raise InvalidInputError("roles", f"there is no role {', '.join(unknown)}")
    if not roles or len(set(roles)) < len(roles):
        raise InvalidInputError("roles", "name at least one role, and each once")


def check_may_manage(callers: Collection[str], *roles: Iterable[str]) -> None:
    """Raise `ForbiddenError` unless a caller with the roles `callers` may manage a member who has, or is to get, `roles`."""
    concerned = frozenset().union(*roles)
    if EVERYTHING not in callers and not concerned <= LED_BY_MANAGERS:
        raise ForbiddenError("only an owner manages members who are more than agent or client")


def canonical(email: str) -> str:
    """An e-mail address as it is compared: nobody tells apart people by the case of letters."""
    return email.strip().lower()
