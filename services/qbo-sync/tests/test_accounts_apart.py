"""Two accounts with companies, invoices and payments of their own: neither sees or touches the other's."""

import json

import pytest
from qbo_driver import REALM, Driver, sign
from sqlalchemy import select

from contracts.invoicing import InvoiceCredited
from contracts.qbo_sync import InvoiceCopied, PaymentSeen
from contracts.stored import example
from contracts.timer import OrganizationChanged
from qbo_sync.store.tables import Base
from testkit import ACCOUNT, OTHER_ACCOUNT

OTHER_REALM = "9130350000000002"
OF_ACCOUNTS = [
    mapper.class_
    for mapper in Base.registry.mappers
    if not mapper.local_table.info.get("across_accounts")  # type: ignore[attr-defined]
]


@pytest.fixture
async def both(connected: Driver) -> Driver:
    """Each account has a connected company with an organization, a paid invoice of the same number that was mailed
    there, a credit note of it, and something that Intuit could not give for a while."""
    await connected.connect(OTHER_REALM, account=OTHER_ACCOUNT)
    organization = example(OrganizationChanged)
    for account, realm in ((ACCOUNT, REALM), (OTHER_ACCOUNT, OTHER_REALM)):
        await connected.served.consume(organization.model_copy(update={"account_id": account}))
        invoice = await connected.export(account_id=account, delivery="qbo")
        await connected.pay(invoice, realm=realm)
        about = {"account_id": account, "invoice_id": invoice.invoice_id}
        await connected.served.consume(example(InvoiceCredited).model_copy(update=about))
    await connected.run_later()
    for where in (["cdc", "read"], []):
        for realm in (REALM, OTHER_REALM):
            path = f"qbo/{realm}/entities/Invoice/1/break"
            await connected.intuit.control("POST", path, **{"in": where})
        if where:
            await connected.run_later()
    return connected


async def test_each_account_has_its_own_company_invoices_and_payments(both: Driver) -> None:
    assert len(await both.in_quickbooks(realm=REALM)) == 1
    assert len(await both.in_quickbooks(realm=OTHER_REALM)) == 1
    copied = await both.served.published(InvoiceCopied)
    paid = await both.served.published(PaymentSeen)
    for events in (copied, paid):
        assert {(event.account_id, event.realm_id) for event in events} == {
            (ACCOUNT, REALM),
            (OTHER_ACCOUNT, OTHER_REALM),
        }


@pytest.mark.parametrize("mapped", OF_ACCOUNTS, ids=lambda mapped: mapped.__tablename__)
async def test_the_database_shows_an_account_its_own_rows_alone(
    both: Driver, mapped: type[Base]
) -> None:
    column = mapped.__table__.c.account_id
    for account in (ACCOUNT, OTHER_ACCOUNT):
        async with both.served.database.transaction(account) as session:
            assert set(await session.scalars(select(column))) == {account}
    async with both.served.database.transaction() as session:
        assert list(await session.scalars(select(column))) == []


async def test_the_api_shows_an_account_its_own_alone(both: Driver) -> None:
    ours = await both.served.as_("owner")
    theirs = await both.served.as_("owner", account=OTHER_ACCOUNT)
    assert (await ours.get("/v1/connection")).json()["realm_id"] == REALM
    assert (await theirs.get("/v1/connection")).json()["realm_id"] == OTHER_REALM
    (invoice,) = (await ours.get("/v1/invoices")).json()["items"]
    (other,) = (await theirs.get("/v1/invoices")).json()["items"]
    assert invoice["invoice_id"] != other["invoice_id"]

    for path in (f"/v1/invoices/{invoice['invoice_id']}", "/v1/invoices/"):
        assert (await theirs.get(path)).status_code in (404, 307)
    assert (await theirs.post(f"/v1/invoices/{invoice['invoice_id']}/retry")).status_code == 404


async def test_a_webhook_of_two_companies_is_worked_off_for_each(both: Driver) -> None:
    """Both companies have a payment of the same id, and one of them lost it."""
    payments = {r: (await both.in_quickbooks("Payment", r))[0]["Id"] for r in (REALM, OTHER_REALM)}
    await both.intuit.control("DELETE", f"qbo/{OTHER_REALM}/payments/{payments[OTHER_REALM]}")
    events = [
        {
            "specversion": "1.0",
            "id": f"event of {realm}",
            "type": "qbo.payment.updated.v1",
            "intuitentityid": payment_id,
            "intuitaccountid": realm,
        }
        for realm, payment_id in payments.items()
    ]
    body = json.dumps(events).encode()
    client = await both.served.client(sign(body))
    assert (await client.post("/webhooks/intuit", content=body)).status_code == 200
    await both.run_tasks()

    assert await both.count("payment_links WHERE undone_at IS NOT NULL") == 1
    undone = f"payment_links WHERE undone_at IS NOT NULL AND account_id = '{OTHER_ACCOUNT}'"
    assert await both.count(undone) == 1


async def test_a_disconnect_ends_the_own_connection_alone(both: Driver) -> None:
    theirs = await both.served.as_("owner", account=OTHER_ACCOUNT)
    await theirs.delete("/v1/connection")
    await both.run_tasks()

    assert (await both.connection(OTHER_ACCOUNT))["state"] == "disconnected"
    assert (await both.connection())["state"] == "connected"
    assert await both.count("realm_owners") == 1
