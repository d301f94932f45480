"""Nothing of one account reaches another, and only the right roles reach anything."""

import pytest
from sqlalchemy import text

from database import new_id
from services.invoicing.tests.studio import Studio


async def test_another_account_sees_and_changes_nothing(studio: Studio) -> None:
    invoice = await studio.invoice()
    await studio.worked()
    draft = await studio.draft()
    stranger = await studio.served.as_("owner", account=new_id())
    for path in ("billable-time", "invoices", "payments"):
        assert (await stranger.get(f"/v1/{path}")).json()["items"] == []
    assert (await stranger.get("/v1/settings")).json()["seller"]["name"] == ""
    assert (await stranger.get("/v1/reports/conservation")).json()["seconds"]["approved"] == 0
    for found in (invoice, draft):
        path = f"/v1/invoices/{found['id']}"
        answers = [
            await stranger.get(path),
            await stranger.get(f"{path}.pdf"),
            await stranger.get(f"{path}/explain"),
            await stranger.delete(path),
            await stranger.post(f"{path}/issue", json={}),
        ]
        assert [a.status_code for a in answers] == [404] * 5


async def test_the_same_entry_id_in_two_accounts_is_two_entries(studio: Studio) -> None:
    other = await Studio.begin(studio.served)
    made = await studio.worked(3000)
    theirs = made.model_copy(update={"organization_id": other.organization_id, "seconds": 60})
    await studio.served.consume(other.approved(theirs), other.priced(theirs))
    assert (await studio.draft())["seconds"] == 3000
    assert (await other.draft())["seconds"] == 60


async def test_a_transaction_without_an_account_sees_no_row(studio: Studio) -> None:
    await studio.invoice()
    async with studio.served.database.transaction() as session:
        counts = [
            await session.scalar(text(f"SELECT count(*) FROM {table}"))
            for table in ("time_entry", "claim", "invoice", "document", "payment", "organization")
        ]
    assert counts == [0] * 6


@pytest.mark.parametrize("role", ["agent", "client"])
async def test_agents_and_clients_have_nothing_to_do_here(studio: Studio, role: str) -> None:
    caller = await studio.served.as_(role, account=studio.account)
    for path in ("settings", "billable-time", "invoices", "payments", "reports/conservation"):
        assert (await caller.get(f"/v1/{path}")).status_code == 403


async def test_a_manager_reads_and_changes_nothing(studio: Studio) -> None:
    await studio.worked()
    draft = await studio.draft()
    manager = await studio.served.as_("manager", account=studio.account)
    assert (await manager.get(f"/v1/invoices/{draft['id']}")).status_code == 200
    body = {"organization_id": str(studio.organization_id)}
    answers = [
        await manager.put("/v1/settings", json={}),
        await manager.post("/v1/invoices", json=body),
        await manager.post(f"/v1/invoices/{draft['id']}/issue", json={}),
        await manager.delete(f"/v1/invoices/{draft['id']}"),
    ]
    assert [a.status_code for a in answers] == [403] * 4


async def test_without_a_token_there_is_nothing(studio: Studio) -> None:
    nobody = await studio.served.client()
    assert (await nobody.get("/v1/invoices")).status_code == 401
