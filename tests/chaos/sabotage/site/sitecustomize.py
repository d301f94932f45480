"""Loaded by the interpreters of a chaos run without a guarantee (see the package above)."""

import os
from collections.abc import Iterable
from contextlib import suppress
from typing import Any


def _without_inbox() -> None:
    from messaging import inbox

    async def insert_new(
        session: Any, consumer: str, event_ids: Iterable[Any], *, status: str = "done"
    ) -> set[Any]:
        return set(event_ids)

    inbox.insert_new = insert_new


def _without_lead() -> None:
    from messaging.relay import statements

    async def leads(connection: Any) -> bool:
        return True

    statements.try_to_lead = statements.leads = leads


def _without_claims() -> None:
    from invoicing.store import organization_locks

    def no_lock(organization_id: str) -> str:
        return "NULL"

    organization_locks.lock_alone = no_lock


def _without_answers() -> None:
    from invoicing.commands import reopening

    async def give_nothing_back(session: Any, sheet_ids: Any, entries: Any) -> dict[Any, Any]:
        return {}

    vars(reopening)["_give_back"] = give_nothing_back


def _without_lease() -> None:
    from sqlalchemy import text

    from tasks import runner

    claim_due: Any = vars(runner)["claim_due"]
    give_back = text(
        "UPDATE scheduled_tasks SET lease_until = now() - interval '1 s' WHERE id = ANY(:ids)"
    )

    async def claim_and_give_back(database: Any, *args: Any, **options: Any) -> Any:
        claimed = await claim_due(database, *args, **options)
        async with database.transaction(across_accounts=True) as session:
            await session.execute(give_back, {"ids": [one.id for one in claimed.tasks]})
        return claimed

    setattr(runner, "claim_due", claim_and_give_back)  # noqa: B010 it is not the module's own


_GUARANTEES = {
    "inbox": _without_inbox,
    "lead": _without_lead,
    "claims": _without_claims,
    "answers": _without_answers,
    "lease": _without_lease,
}

with suppress(ImportError):  # of a program that is not one of the services
    _GUARANTEES[os.environ["HONORAR_WITHOUT"]]()
