"""What was credited here is shown beside the copy, with what is to be done in QuickBooks."""

from decimal import Decimal

import pytest
from qbo_driver import Driver, invoice_issued

from contracts.invoicing import InvoiceCredited
from contracts.stored import example
from database import new_id
from qbo_sync.domain.credit_note import NO_CREDIT, Credit, CreditNote, to_do

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


async def test_a_credit_memo_there_leaves_only_what_it_does_not_settle_to_do(
    connected: Driver,
) -> None:
    event = await connected.export()
    await connected.receive_webhooks()
    credited = EXAMPLE.model_copy(
        update={"invoice_id": event.invoice_id, "credit_note_id": new_id()}
    )
    await connected.served.consume(credited)
    assert "625.00 DKK of it was credited" in (await connected.state(event))["to_do"]
    await connected.pay(event, "500", credit="500")
    await connected.until_webhooks_delivered()
    assert "125.00 DKK of it was credited" in (await connected.state(event))["to_do"]
    await connected.pay(event, "125", credit="125")
    await connected.until_webhooks_delivered()
    shown = await connected.state(event)
    assert (shown["to_do"], len(shown["credit_notes"])) == (None, 1)
    [listed] = (await (await connected.served.as_("billing")).get("/v1/invoices")).json()["items"]
    assert listed["to_do"] is None


@pytest.mark.parametrize(
    ("total", "remote", "is_copied", "entered", "words"),
    [
        (
            "1250",
            None,
            True,
            "0",
            "625.00 DKK of it was credited (CN-2026-0001): enter a credit memo",
        ),
        ("625", None, True, "0", "void invoice 1024"),
        ("625", None, True, "100.5", "524.50 DKK of it was credited"),
        ("1250", None, True, "625", None),
        ("1250", None, False, "0", "once it is copied"),
        ("1250", "voided", True, "0", None),
    ],
)
def test_what_is_to_be_done(
    total: str, remote: str, is_copied: bool, entered: str, words: str | None
) -> None:
    found = to_do(
        Credit([NOTE], Decimal(entered)),
        total=Decimal(total),
        currency="DKK",
        doc_number="1024",
        remote=remote,  # type: ignore[arg-type]
        is_copied=is_copied,
    )
    assert (words in found) if found and words else found is words


def test_nothing_is_to_be_done_where_nothing_was_credited() -> None:
    one = Decimal(1)
    assert (
        to_do(NO_CREDIT, total=one, currency="DKK", doc_number=None, remote=None, is_copied=True)
        is None
    )
