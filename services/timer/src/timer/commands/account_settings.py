"""Change what the account has chosen."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from database import Session, current_account, lock_exclusive
from database.mapping import attributes
from domain_errors import check_version
from messaging import outbox
from timer import events
from timer.account_settings import AccountSettings
from timer.queries.account_settings import account_settings
from timer.store.tables.account import AccountSettingsRow


async def update_settings(
    session: Session, changes: Mapping[str, Any], *, expected: int | None, by_owner: bool
) -> AccountSettings:
    """Change some of the settings or all. They apply to time recorded from now on."""
    await lock_exclusive(session, "account settings")
    current = await account_settings(session)
    check_version(expected, current.version)
    chosen = replace(current, **changes)
    if chosen == current and current.version:
        return current
    current.must_be_changeable_to(chosen, by_owner=by_owner)
    chosen = replace(chosen, version=current.version + 1)
    values = attributes(chosen)
    statement = insert(AccountSettingsRow).values(values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["account_id"], set_=values)
    )
    await outbox.publish(session, events.account_settings_changed(current_account(session), chosen))
    return chosen
