"""What was credited here is shown beside the copy, with what is to be done in QuickBooks."""

from decimal import Decimal

import pytest
from qbo_driver import Driver, invoice_issued

from contracts.invoicing import InvoiceCredited
from contracts.stored import example
from database import new_id
from qbo_sync.domain.credit_note import CreditNote, to_do

EXAMPLE = example(InvoiceCredited)
NOTE = CreditNote(
    EXAMPLE.credit_note_id,
    EXAMPLE.invoice_id,
    "CN-2026-0001",
    EXAMPLE.issue_date,
    Decimal("625.00000"),
    "Half",
)


async def test_a_credit_note_is_shown_once_whatever_comes_first(driver: Driver) -> None:
    issued = invoice_issued()
    credited = EXAMPLE.model_copy(
        update={"invoice_id": issued.invoice_id, "credit_note_id": new_id()}
    )
    for order in ([credited, issued, credited], [issued, credited, credited]):
        await driver.reset()
        await driver.served.process(await driver.served.consume(*order))
        client = await driver.served.as_("billing")
        shown = (await client.get(f"/v1/invoices/{issued.invoice_id}")).json()
        [note] = shown["credit_notes"]
        assert (note["number"], note["total"]["amount"]) == ("CN-2026-0001", "625.00")
        assert "once it is copied" in shown["to_do"]
        [listed] = (await client.get("/v1/invoices")).json()["items"]
        assert listed == shown


@pytest.mark.parametrize(
    ("total", "remote", "is_copied", "words"),
    [
        ("1250", None, True, "enter a credit memo in QuickBooks and apply it to 1024"),
        ("625", None, True, "void invoice 1024"),
        ("1250", None, False, "once it is copied"),
        ("1250", "voided", True, None),
    ],
)
def test_what_is_to_be_done(total: str, remote: str, is_copied: bool, words: str | None) -> None:
    found = to_do(
        [NOTE],
        total=Decimal(total),
        currency="DKK",
        doc_number="1024",
        remote=remote,  # type: ignore[arg-type]
        is_copied=is_copied,
    )
    assert (words in found) if found and words else found is words
    assert (
        to_do([], total=Decimal(1), currency="DKK", doc_number=None, remote=None, is_copied=True)
        is None
    )
