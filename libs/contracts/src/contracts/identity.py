"""Events of identity: the members of an account, and links that the notifier sends to people.

A link is a secret for as long as it works. That of a log-in works only in the browser that asked for it; that of an
invitation works once, until it is accepted, withdrawn or replaced.
"""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.event import Event


class MemberChanged(Event):
    """A member of the account as they now are: how to reach them, and as what they may come in."""

    type: ClassVar[str] = "identity.member-changed.v1"
    topic: ClassVar[str] = "identity.members"
    key_field: ClassVar[str] = "member_id"

    member_id: UUID
    name: str = Field(description="May be empty")
    email: str
    language: str = Field(description="BCP 47 tag of the language that the person reads")
    roles: tuple[str, ...] = Field(
        description="Of `owner`, `manager`, `billing`, `agent` and `client`; an owner may all"
    )
    agent_id: UUID | None = Field(default=None, description="The agent who they are, if any")
    state: Literal["invited", "active", "suspended", "removed"]


class _LinkEvent(Event):
    topic: ClassVar[str] = "identity.links"
    key_field: ClassVar[str] = "member_id"

    member_id: UUID
    name: str = Field(description="Of the person; may be empty")
    email: str
    language: str = Field(description="BCP 47 tag of the language that the person reads")
    link: str = Field(description="URL into the app")
    expires_at: datetime


class MemberInvited(_LinkEvent):
    """Somebody was invited to become a member of the account, or invited once more."""

    type: ClassVar[str] = "identity.member-invited.v1"

    invitation_id: UUID
    account_name: str = Field(description="What the account is called; may be empty")
    invited_by: str = Field(description="Name of the member who invites; may be empty")


class LogInRequested(_LinkEvent):
    """A member asked for a link to log in with."""

    type: ClassVar[str] = "identity.log-in-requested.v1"

    log_in_id: UUID
