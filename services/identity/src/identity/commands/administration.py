"""What who runs the system may do: let an owner in, make an API token."""

from datetime import datetime
from uuid import UUID

from database import Session, enter_account, new_id, work_across_accounts
from identity.commands.members import make_owner
from identity.log_in_rules import LINK_LIVES
from identity.places import HOME
from identity.secret_tokens import hashed, new_secret
from identity.store import people
from identity.store.tables import AccountRow, LogInLinkRow, MemberRow


async def make_owner_link(
    session: Session,
    account_id: UUID,
    *,
    email: str | None,
    default_email: str,
    name: str,
    account_name: str,
    address: str,
    at: datetime,
) -> str:
    """A log-in link for an owner of an account: `email`, who is made one, or the first there is, or one that is made.

    It works once, for 15 minutes, in any browser: it is shown to who runs the system and sent to nobody.
    """
    await enter_account(session, account_id)
    if await people.account(session) is None:
        session.add(AccountRow(account_id=account_id, name=account_name, version=1))
    owner: MemberRow | None = None if email else await people.first_owner(session)
    if owner is None:
        owner = await make_owner(session, email or default_email, name, at=at)
    await work_across_accounts(session)
    token = new_secret()
    session.add(
        LogInLinkRow(
            id=new_id(),
            token_hash=hashed(token),
            browser_hash=None,
            email=owner.email,
            network="",
            person_id=owner.person_id,
            into_account=account_id,
            next_path=HOME,
            created_at=at,
            expires_at=at + LINK_LIVES,
        )
    )
    return f"{address}?token={token}"
