"""Members and links as they are published for the notifier. The version of a link counts those of its member."""

from uuid import UUID

from contracts.identity import LogInRequested, MemberChanged, MemberInvited
from identity.members import Membership
from identity.store.tables import AccountRow, InvitationRow, LogInLinkRow, MemberRow


def member_changed(row: MemberRow, account_id: UUID) -> MemberChanged:
    """A member as they now are."""
    return MemberChanged(
        account_id=account_id,
        version=row.version,
        member_id=row.id,
        name=row.name,
        email=row.email,
        language=row.language,
        roles=tuple(row.roles),
        agent_id=row.agent_id,
        state=row.state,
    )


def log_in_requested(
    link: LogInLinkRow, member: Membership, url: str, *, version: int
) -> LogInRequested:
    """A member asked for a link to log in with."""
    return LogInRequested(
        account_id=member.account_id,
        version=version,
        member_id=member.member_id,
        name=member.name,
        email=member.email,
        language=member.language,
        link=url,
        expires_at=link.expires_at,
        log_in_id=link.id,
    )


def member_invited(
    invitation: InvitationRow,
    member: Membership,
    account: AccountRow | None,
    *,
    invited_by: str,
    url: str,
    version: int,
) -> MemberInvited:
    """Somebody was invited."""
    return MemberInvited(
        account_id=member.account_id,
        version=version,
        member_id=member.member_id,
        name=member.name,
        email=member.email,
        language=member.language,
        link=url,
        expires_at=invitation.expires_at,
        invitation_id=invitation.id,
        account_name=account.name if account else "",
        invited_by=invited_by,
    )
