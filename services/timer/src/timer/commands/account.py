"""What the account has chosen."""

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from timer.store.tables import account_settings
from web import check_version, forbidden


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """`version` 0: nothing was chosen yet, these are the defaults."""

    version: int = 0
    time_zone: str = "UTC"
    currency: str = "EUR"
    allow_self_approval: bool = False
    allow_overlaps: bool = False


async def account_settings_of(session: AsyncSession, *, lock: bool = False) -> AccountSettings:
    """Settings of the transaction's account."""
    columns = [account_settings.c[name] for name in AccountSettings.__slots__]
    statement = select(*columns)
    row = (await session.execute(statement.with_for_update() if lock else statement)).one_or_none()
    return AccountSettings(**row._mapping) if row else AccountSettings()


async def choose(
    session: AsyncSession,
    account_id: UUID,
    expected: int | None,
    chosen: AccountSettings,
    *,
    by_owner: bool,
) -> AccountSettings:
    """Replace the settings. Choices apply to time recorded from now on.

    Managers must not lift the rule that somebody else approves their time, so only an owner changes that.
    """
    current = await account_settings_of(session, lock=True)
    check_version(expected, current.version)
    if chosen.allow_self_approval != current.allow_self_approval and not by_owner:
        raise forbidden("only an owner changes allow_self_approval")
    values = {**asdict(chosen), "version": current.version + 1}
    statement = insert(account_settings).values(account_id=account_id, **values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["account_id"], set_=values)
    )
    return AccountSettings(**values)
