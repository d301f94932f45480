"""From tracked time to payment, by the demonstration itself, and what it leaves behind."""

import io
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from honorar_local.demo.walkthrough import Outcome
from tests.harness.demo import run_demo
from tests.harness.system import System, excerpt


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An excerpt with four customers."""
    path = tmp_path_factory.mktemp("time") / "toggl.csv"
    return excerpt(path, customers=4, since="2026-09-01", name="main story")


@pytest.fixture(scope="module")
def outcome(system: System, file: Path) -> Outcome:
    """The outcome of the demonstration."""
    return run_demo(system, file)


def test_every_invoice_is_delivered_and_copied_and_numbered_without_gaps(outcome: Outcome) -> None:
    numbers = [row.number for row in outcome.rows]
    year = numbers[0].split("-")[0]
    assert numbers == [f"{year}-{n:04}" for n in range(1, len(numbers) + 1)]
    assert {(row.delivered, row.in_quickbooks) for row in outcome.rows} == {("sent", "copied")}


def test_one_is_overdue_one_is_paid_one_is_part_paid(outcome: Outcome) -> None:
    assert Counter(row.state for row in outcome.rows) == {
        "overdue": 1,
        "paid": 1,
        "partial": 1,
        "unpaid": 1,
    }
    paid = next(i for i in outcome.invoices if i["payment"] == "paid")
    assert Decimal(paid["balance"]["amount"]) == 0


def test_no_second_is_lost_or_counted_twice(outcome: Outcome) -> None:
    assert outcome.conservation.holds
    assert outcome.conservation.billed == sum(i["seconds"] for i in outcome.invoices)


def test_each_invoice_came_as_one_mail_with_its_pdf(
    system: System, file: Path, outcome: Outcome
) -> None:
    account = system.demo_account(file)
    mails = account.mailbox.get("/api/messages")["messages"]
    for invoice in outcome.invoices:
        # other accounts of the system send invoices of the same number to the same address
        [message] = account.gateway.pages("/notifier/v1/messages", invoice_id=invoice["id"])
        detail = account.gateway.get(f"/notifier/v1/messages/{message['id']}")
        [delivery] = detail["deliveries"]
        mine = [mail for mail in mails if delivery["id"] in mail["message_id"]]
        assert [mail["delivered_to"] for mail in mine] == [[invoice["billing_contact"]["email"]]]
        assert invoice["number"] in mine[0]["subject"]
        [attachment] = mine[0]["attachments"]
        assert attachment["content_type"] == "application/pdf"


def test_the_pdf_says_what_was_billed(system: System, file: Path, outcome: Outcome) -> None:
    gateway = system.demo_account(file).gateway
    invoice = outcome.invoices[0]
    pdf = gateway.get_bytes(f"/invoicing/v1/invoices/{invoice['id']}.pdf")
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert invoice["number"] in text
    assert invoice["buyer"]["name"] in text


def test_running_it_again_changes_nothing(system: System, file: Path, outcome: Outcome) -> None:
    again = run_demo(system, file)
    assert again.rows == outcome.rows
    assert again.conservation == outcome.conservation
