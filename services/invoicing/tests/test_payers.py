"""A payment settles invoices of the customer who paid, and of nobody else."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.invoicing.tests.studio import Studio
from services.invoicing.tests.test_payments import pay


async def another_customers_invoice(studio: Studio) -> dict[str, Any]:
    """An invoice to somebody else."""
    other = studio.customer(name="Sydlys ApS")
    await studio.served.consume(other)
    made = await studio.worked(organization_id=other.organization_id)
    body = {"organization_id": str(other.organization_id), "entry_ids": [str(made.entry_id)]}
    return await studio.issue((await studio.draft(**body))["id"])


async def test_the_credit_of_one_customer_settles_no_invoice_of_another(studio: Studio) -> None:
    payment = await pay(studio, "2000.00", organization_id=str(studio.organization_id))
    invoice = await another_customers_invoice(studio)
    body = {"allocations": [{"invoice_id": invoice["id"], "amount": "1250.00"}]}
    refused = await studio.client.post(f"/v1/payments/{payment['id']}/allocations", json=body)
    assert refused.status_code == 422
    assert "another customer's" in refused.json()["detail"]
    assert (await studio.read(f"invoices/{invoice['id']}"))["payment"] == "unpaid"


async def test_the_database_itself_refuses_to_settle_another_customers_invoice(
    studio: Studio,
) -> None:
    payment = await pay(studio, "2000.00", organization_id=str(studio.organization_id))
    invoice = await another_customers_invoice(studio)
    statement = text(
        "INSERT INTO allocation (account_id, id, payment_id, invoice_id, amount, allocated_at)"
        " VALUES (:account, uuidv7(), :payment, :invoice, 1, now())"
    )
    rows = {"account": studio.account, "payment": payment["id"], "invoice": invoice["id"]}
    with pytest.raises(DBAPIError, match="another customer"):
        async with studio.served.database.transaction(studio.account) as session:
            await session.execute(statement, rows)
