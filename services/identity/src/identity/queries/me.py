"""Who the caller is, and where they may go."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from database import Session, across_accounts
from domain_errors import ForbiddenError
from identity.store import log_in, passkeys, people
from identity.store.tables import AccountRow, MemberRow, PasskeyRow, SessionRow


@dataclass(frozen=True)
class AccountOfMine:
    """An account that the person may switch to, with what they are there."""

    account_id: UUID
    name: str
    member_id: UUID
    roles: Sequence[str]


@dataclass(frozen=True)
class Me:
    """The caller as a member, if they are one, their account, and all accounts of the person."""

    member: MemberRow | None
    account: AccountRow | None
    accounts: Sequence[AccountOfMine]


async def get_me(session: Session, subject: str) -> Me:
    """The caller with this subject."""
    member = await find_member(session, subject)
    account = await people.account(session)
    if member is None:
        return Me(None, account, ())
    found = (
        select(MemberRow, AccountRow.name)
        .join(AccountRow, AccountRow.account_id == MemberRow.account_id, isouter=True)
        .where(MemberRow.person_id == member.person_id, MemberRow.state == "active")
        .order_by(AccountRow.name, MemberRow.account_id)
    )
    async with across_accounts(session):
        rows = (await session.execute(found)).all()
    accounts = [AccountOfMine(m.account_id, name or "", m.id, m.roles) for m, name in rows]
    return Me(member, account, accounts)


async def find_member(session: Session, subject: str) -> MemberRow | None:
    """The member behind a token's subject; None for programs and foreign issuers."""
    try:
        member_id = UUID(subject)
    except ValueError:
        return None
    return await people.member(session, member_id)


async def require_member(session: Session, subject: str) -> MemberRow:
    """The member behind a token's subject. Raises `ForbiddenError`."""
    member = await find_member(session, subject)
    if member is None:
        raise ForbiddenError("this is for members who logged in, not for programs")
    return member


async def list_sessions(session: Session, person_id: UUID) -> Sequence[SessionRow]:
    """The person's sessions in all accounts, newest use first."""
    async with across_accounts(session):
        return await log_in.sessions_of(session, person_id)


async def list_passkeys(session: Session, person_id: UUID) -> Sequence[PasskeyRow]:
    """The person's passkeys, oldest first."""
    async with across_accounts(session):
        return await passkeys.of_person(session, person_id)
