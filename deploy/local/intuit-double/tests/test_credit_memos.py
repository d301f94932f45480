from typing import Any

from intuit_double.testing import REALM, AppClient, error_code, invoice_body


async def credit(intuit: AppClient, invoice: dict[str, Any], amount: str) -> dict[str, Any]:
    """A credit memo for the invoice's customer; tax is added to the amount."""
    item = invoice["Line"][0]["SalesItemLineDetail"]["ItemRef"]["value"]
    body = invoice_body(invoice["CustomerRef"]["value"], item, "CN-1", amount)
    return await intuit.create("CreditMemo", body)


def application(invoice: dict[str, Any], memo: dict[str, Any], amount: float) -> dict[str, Any]:
    lines = [
        {"Amount": amount, "LinkedTxn": [{"TxnId": doc["Id"], "TxnType": kind}]}
        for kind, doc in (("Invoice", invoice), ("CreditMemo", memo))
    ]
    customer = {"value": memo["CustomerRef"]["value"]}
    return {"CustomerRef": customer, "TotalAmt": 0, "Line": lines}


async def left(intuit: AppClient, memo: dict[str, Any]) -> float:
    return float((await intuit.read("CreditMemo", memo["Id"]))["RemainingCredit"])


async def test_a_payment_of_nothing_applies_a_credit_memo_and_its_deletion_takes_it_back(
    intuit: AppClient,
) -> None:
    invoice = await intuit.invoice(amount="100")
    memo = await credit(intuit, invoice, "40")
    assert (memo["TotalAmt"], memo["RemainingCredit"]) == (50, 50)
    payment = await intuit.create("Payment", application(invoice, memo, 50))
    assert (payment["TotalAmt"], payment["UnappliedAmt"]) == (0, 0)
    assert (await intuit.read("Invoice", invoice["Id"]))["Balance"] == 75
    assert await left(intuit, memo) == 0
    await intuit.control("DELETE", f"qbo/{REALM}/payments/{payment['Id']}")
    assert (await intuit.read("Invoice", invoice["Id"]))["Balance"] == 125
    assert await left(intuit, memo) == 50


async def test_more_than_is_left_of_a_credit_memo_is_refused(intuit: AppClient) -> None:
    invoice = await intuit.invoice(amount="100")
    memo = await credit(intuit, invoice, "40")
    answer = await intuit.call("POST", "payment", application(invoice, memo, 50.01))
    assert error_code(answer) == "6000"
    assert await left(intuit, memo) == 50


async def test_a_number_is_given_to_one_credit_memo(intuit: AppClient) -> None:
    invoice = await intuit.invoice(amount="100")
    await credit(intuit, invoice, "40")
    item = invoice["Line"][0]["SalesItemLineDetail"]["ItemRef"]["value"]
    again = invoice_body(invoice["CustomerRef"]["value"], item, "CN-1", "10")
    assert error_code(await intuit.call("POST", "creditmemo", again)) == "6140"


async def test_a_company_that_applies_credit_by_itself_does(intuit: AppClient) -> None:
    await intuit.control("PATCH", f"companies/{REALM}", auto_apply_credit=True)
    invoice = await intuit.invoice(amount="100")
    memo = await credit(intuit, invoice, "40")
    assert memo["RemainingCredit"] == 0
    assert (await intuit.read("Invoice", invoice["Id"]))["Balance"] == 75
