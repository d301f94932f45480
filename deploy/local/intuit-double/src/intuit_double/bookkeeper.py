"""The person at the customer's bookkeeping: pays, unpays, voids, deletes, inside QuickBooks."""

from decimal import Decimal, InvalidOperation

from intuit_double import customers, entities, invoices, payments, refusals
from intuit_double.decimals import decimal
from intuit_double.store import Doc
from intuit_double.world import World


def pay(world: World, realm: str, wanted: Doc) -> Doc:
    """One payment for one invoice or several of one customer.

    `wanted` is `{"invoice": …, "amount": …}` or `{"invoices": [{"invoice": …, "amount": …}, …]}`;
    an invoice is named by DocNumber or Id, an amount is a number or "all". Optional: `date`,
    `reference`, and `received`, the money that came in when it is more than what is applied.
    """
    parts = wanted.get("invoices") or [wanted]
    lines = _lines(world, realm, parts)
    applied = sum((decimal(line["Amount"]) for line in lines), Decimal(0))
    payer = named(world, realm, parts[0].get("invoice"))["CustomerRef"]
    request = {
        "CustomerRef": {"value": payer["value"]},
        "TotalAmt": decimal(wanted.get("received", applied)),
        "Line": lines,
    }
    for element, name in (("TxnDate", "date"), ("PaymentRefNum", "reference")):
        if wanted.get(name):
            request[element] = wanted[name]
    return payments.create(world, realm, "Payment", request)


def unpay(world: World, realm: str, payment_id: str) -> Doc:
    payment = entities.read(world, realm, "Payment", payment_id)
    return payments.delete(world, realm, "Payment", payment)


def void_payment(world: World, realm: str, payment_id: str) -> Doc:
    payment = entities.read(world, realm, "Payment", payment_id)
    return payments.void(world, realm, "Payment", payment)


def move_payment(world: World, realm: str, payment_id: str, wanted: Doc) -> Doc:
    """Apply a payment to other invoices than before; `wanted` as for `pay`."""
    stored = entities.read(world, realm, "Payment", payment_id)
    lines = _lines(world, realm, wanted.get("invoices") or [wanted], everything="TotalAmt")
    same = {"Id": payment_id, "SyncToken": stored["SyncToken"], "sparse": True}
    return payments.update(world, realm, "Payment", {**same, "Line": lines})


def void_invoice(world: World, realm: str, name: str) -> Doc:
    return invoices.void(world, realm, "Invoice", named(world, realm, name))


def delete_invoice(world: World, realm: str, name: str) -> Doc:
    return invoices.delete(world, realm, "Invoice", named(world, realm, name))


def hire(world: World, realm: str, entity: str, wanted: Doc) -> Doc:
    """A vendor, employee or customer entered by hand."""
    return customers.create(world, realm, entity, wanted)


def named(world: World, realm: str, name: object) -> Doc:
    """The invoice with this DocNumber, else with this Id."""
    for invoice in entities.everything(world, realm, "Invoice"):
        if invoice.get("DocNumber") == str(name):
            return entities.read(world, realm, "Invoice", invoice["Id"])
    return entities.read(world, realm, "Invoice", name)


def _lines(world: World, realm: str, parts: list[Doc], *, everything: str = "Balance") -> list[Doc]:
    """Payment lines; "all" is what the invoice says under `everything`, cut to its balance later."""
    lines = []
    for part in parts:
        invoice = named(world, realm, part.get("invoice"))
        linked = [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]
        lines.append({"Amount": _amount(part, invoice[everything]), "LinkedTxn": linked})
    return lines


def _amount(part: Doc, everything: object) -> Decimal:
    wanted = part.get("amount", "all")
    try:
        return decimal(everything if wanted == "all" else wanted)
    except InvalidOperation:
        raise refusals.bad_value("amount", str(wanted)) from None
