"""Identity's tables, defined once; the migration is checked against them.

Whoever comes in is looked up before we know their account: tables that this needs are open across accounts.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from database.mapping import TYPES, AccountOwned, current_account_default, grants, new_metadata
from identity.hints import MEMBERS
from identity.members import State

CHANNEL = "identity_credentials"
"""Told the id of a member, session or API token that is no longer what it was."""

HINTS_CHANNEL = "identity_hints"
"""Told of which kinds something changed in an account (`hints.payloads`)."""

_HINTS = f"""
CREATE FUNCTION hint_at_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('{HINTS_CHANNEL}', json_build_array(NEW.account_id, '{MEMBERS}')::text);
    RETURN NULL;
END $$;
CREATE TRIGGER members_hint AFTER INSERT OR UPDATE ON members
    FOR EACH ROW EXECUTE FUNCTION hint_at_members();
CREATE TRIGGER invitations_hint AFTER INSERT OR UPDATE ON invitations
    FOR EACH ROW EXECUTE FUNCTION hint_at_members()
""".strip()
_CHANGES = f"""
CREATE FUNCTION tell_credential_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('{CHANNEL}', OLD.id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER members_change AFTER UPDATE OF roles, state, agent_id ON members
    FOR EACH ROW EXECUTE FUNCTION tell_credential_change();
CREATE TRIGGER sessions_change AFTER UPDATE OF account_id, member_id OR DELETE ON sessions
    FOR EACH ROW EXECUTE FUNCTION tell_credential_change();
CREATE TRIGGER api_tokens_change AFTER DELETE ON api_tokens
    FOR EACH ROW EXECUTE FUNCTION tell_credential_change()
""".strip()


class Base(DeclarativeBase):
    """The tables of this service."""

    metadata = new_metadata(_CHANGES, _HINTS)
    type_annotation_map = TYPES | {list[str]: ARRAY(Text)}


class PersonRow(Base):
    """Somebody with an e-mail address, whatever accounts they belong to."""

    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]

    __table_args__ = (grants("SELECT, INSERT", across_accounts=True),)


class AccountRow(AccountOwned, Base):
    """An account, and what its members call it."""

    __tablename__ = "accounts"

    name: Mapped[str]
    version: Mapped[int]

    __table_args__ = (grants("SELECT, INSERT, UPDATE (name, version)", across_accounts=True),)


class MemberRow(AccountOwned, Base):
    """A person as a member of an account. A removed one stays as a row: others' history names it.

    `links_sent` counts the links that were published for them.
    """

    __tablename__ = "members"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    email: Mapped[str]
    name: Mapped[str]
    language: Mapped[str]
    roles: Mapped[list[str]]
    agent_id: Mapped[UUID | None]
    state: Mapped[State] = mapped_column(Text)
    version: Mapped[int]
    links_sent: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("account_id", "person_id", name="one_member_per_person"),
        CheckConstraint(
            "state IN ('invited', 'active', 'suspended', 'removed')", name="members_state"
        ),
        CheckConstraint("cardinality(roles) > 0", name="members_have_roles"),
        Index(
            "one_member_per_agent",
            "account_id",
            "agent_id",
            unique=True,
            postgresql_where=text("state <> 'removed'"),
        ),
        Index(None, "person_id"),
        grants(
            "SELECT, INSERT, UPDATE (name, language, roles, agent_id, state, version, links_sent)",
            across_accounts=True,
        ),
    )


class InvitationRow(AccountOwned, Base):
    """A link that makes an invited member active; one that works per member."""

    __tablename__ = "invitations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    outcome: Mapped[str | None]

    __table_args__ = (
        ForeignKeyConstraint(["account_id", "member_id"], ["members.account_id", "members.id"]),
        CheckConstraint(
            "outcome IN ('accepted', 'withdrawn', 'replaced')", name="invitations_outcome"
        ),
        Index(
            "one_open_invitation",
            "account_id",
            "member_id",
            unique=True,
            postgresql_where=text("outcome IS NULL"),
        ),
        grants("SELECT, INSERT, UPDATE (outcome)", across_accounts=True),
    )


class LogInLinkRow(Base):
    """A request of a log-in link: for nobody when `person_id` is null. Counted, so that it cannot be asked for too often.

    `browser_hash` is null for a link that was shown to who runs the system, who then opens it in any browser.
    """

    __tablename__ = "log_in_links"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    browser_hash: Mapped[bytes | None]
    email: Mapped[str]
    network: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    into_account: Mapped[UUID | None]
    next_path: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        Index(None, "email", "created_at"),
        Index(None, "network", "created_at"),
        Index(None, "created_at"),
        grants("SELECT, INSERT, UPDATE (used_at), DELETE", across_accounts=True),
    )


class SessionRow(Base):
    """A browser that is logged in, for one of the person's accounts at a time. Ended is deleted.

    `way` is how they came in; the `open_id_` columns are what the provider calls them, for its log-out.
    """

    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(server_default=current_account_default())
    member_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    way: Mapped[str]
    browser: Mapped[str]
    network: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    open_id_subject: Mapped[str | None]
    open_id_session: Mapped[str | None]

    __table_args__ = (
        ForeignKeyConstraint(["account_id", "member_id"], ["members.account_id", "members.id"]),
        CheckConstraint("way IN ('link', 'passkey', 'open-id')", name="sessions_way"),
        Index(None, "person_id"),
        Index(None, "account_id", "member_id"),
        Index(None, "open_id_subject"),
        grants(
            "SELECT, INSERT, UPDATE (account_id, member_id, last_used_at), DELETE",
            across_accounts=True,
        ),
    )


class ApiTokenRow(AccountOwned, Base):
    """A token of a program: of a member, or of the account when `member_id` is null. Revoked is deleted."""

    __tablename__ = "api_tokens"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID | None]
    name: Mapped[str]
    beginning: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    roles: Mapped[list[str]]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(["account_id", "member_id"], ["members.account_id", "members.id"]),
        CheckConstraint("cardinality(roles) > 0", name="api_tokens_have_roles"),
        Index(None, "account_id", "member_id"),
        grants("SELECT, INSERT, UPDATE (last_used_at), DELETE", across_accounts=True),
    )


class PasskeyRow(Base):
    """A person's passkey (WebAuthn Level 3): the public half, and how often it was used when it counts."""

    __tablename__ = "passkeys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]

    __table_args__ = (
        Index(None, "person_id"),
        grants("SELECT, INSERT, UPDATE (sign_count, last_used_at), DELETE", across_accounts=True),
    )


class PendingLogInRow(Base):
    """A log-in that waits for the answer of a passkey or of the OpenID Connect provider. Answered is deleted."""

    __tablename__ = "pending_log_ins"

    secret_hash: Mapped[bytes] = mapped_column(primary_key=True)
    kind: Mapped[str]
    content: Mapped[dict[str, Any]]
    expires_at: Mapped[datetime]

    __table_args__ = (
        Index(None, "expires_at"),
        grants("SELECT, INSERT, DELETE", across_accounts=True),
    )
