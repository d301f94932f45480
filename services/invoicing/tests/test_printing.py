"""What is printed says what the law demands (domain §8), in the customer's language."""

import hashlib
import io
import re
import threading
from datetime import datetime
from decimal import Decimal
from typing import Any

import pypdf
import pytest

from contracts import Address
from invoicing.commands import documents
from invoicing.domain.document import Enclosed
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.wording import wording
from money import format_number, format_price
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import SETTINGS


async def text_of(driver: Driver, invoice: dict[str, Any], pages: int = 1) -> str:
    """Fetch the PDF and read its text, with single spaces."""
    answer = await driver.client.get(f"/v1/invoices/{invoice['id']}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    document = pypdf.PdfReader(io.BytesIO(answer.content))
    assert len(document.pages) == pages
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def lacking(text: str, *wanted: str) -> list[str]:
    """What is not in the text."""
    return [part for part in wanted if part not in text]


async def test_a_danish_invoice_says_all_that_the_law_demands(driver: Driver) -> None:
    await driver.worked(3000)
    draft = await driver.draft(reference="PO 4711", notes="Tak for samarbejdet.")
    invoice = await driver.issue(draft["id"], issue_date="2026-10-05", due_date="2026-11-04")
    text = await text_of(driver, invoice)
    seller = ("Studio Lind ApS", "Kajen 4", "1400 København K", "Momsnr. DK87654321")
    buyer = (
        "Nordlys ApS",
        "Havnegade 1, 2. tv",
        "8000 Aarhus C",
        "CVR-nr. 12345674",
        "Momsnr. DK12345674",
    )
    events = ("Faktura", "2026-0001", "5. oktober 2026", "4. november 2026", "1.–30. sep. 2026")
    line = ("Webshop: Checkout", "0:50", "1.200,00", "1.000,00")
    totals = ("Moms 25 % af 1.000,00", "250,00", "I alt DKK", "1.250,00")
    paying = ("1.250,00 DKK senest 4. november 2026", "Reg. 1234 Konto 0001234567", "PO 4711")
    wanted = (
        *seller,
        *buyer,
        *events,
        *line,
        *totals,
        *paying,
        "Tak for samarbejdet.",
        "Side 1 af 1",
    )
    assert lacking(text, *wanted) == []
    assert "UDKAST" not in text


async def test_an_english_invoice_with_reverse_charge(driver: Driver) -> None:
    berlin = Address(lines=("Lindenstraße 12",), postal_code="10969", city="Berlin", country="DE")
    abroad = driver.events.organization(
        name="Brand & Söhne GmbH", vat_number="DE123456789", address=berlin, language="en-GB"
    )
    await driver.served.consume(abroad)
    made = await driver.worked(3600, "150.00", "EUR", organization_id=abroad.organization_id)
    draft = await driver.draft(
        organization_id=str(abroad.organization_id),
        entry_ids=[str(made.entry_id)],
        currency="EUR",
        tax={"category": "reverse-charge"},
    )
    invoice = await driver.issue(draft["id"], issue_date="2026-10-05")
    text = await text_of(driver, invoice)
    assert invoice["total"] == {"amount": "150.00", "currency": "EUR"}
    who = ("Brand & Söhne GmbH", "Lindenstraße 12", "10969 Berlin", "Germany", "Denmark")
    what = ("Invoice", "5 October 2026", "4 November 2026", "1:00", "150.00", "Total EUR")
    clause = "Reverse charge. The customer’s VAT number: DE123456789"
    assert lacking(text, *who, *what, clause, "Please pay 150.00 EUR by 4 November 2026") == []


async def test_a_draft_is_printed_with_a_mark_and_without_a_number(driver: Driver) -> None:
    await driver.worked()
    text = await text_of(driver, await driver.draft())
    assert lacking(text, "UDKAST", "Udkast", "Webshop: Checkout", "1.250,00") == []
    assert "Fakturanummer" not in text


async def test_the_issued_document_stays_the_same_whatever_changes(driver: Driver) -> None:
    invoice = await driver.invoice()
    path = f"/v1/invoices/{invoice['id']}.pdf"
    before = (await driver.client.get(path)).content
    await driver.client.put("/v1/settings", json={**SETTINGS, "payment_instructions": "Elsewhere"})
    await driver.served.consume(
        driver.events.organization(driver.organization_id, version=2, name="Nova")
    )
    after = (await driver.client.get(path)).content
    issued = await driver.read(f"invoices/{invoice['id']}")
    assert hashlib.sha256(before).hexdigest() == issued["document_sha256"]
    assert after == before


async def test_names_are_printed_as_text_and_never_read_as_markup(driver: Driver) -> None:
    await driver.worked(work_item_name='#read("/etc/passwd") $x$ *bold* <tag>', project_name=None)
    text = await text_of(driver, await driver.draft())
    assert '#read("/etc/passwd") $x$ *bold* <tag>' in text.replace("”", '"').replace("“", '"')


async def test_nothing_that_is_written_is_cut_and_long_lines_go_over_pages(driver: Driver) -> None:
    words = " ".join(f"word{n}" for n in range(600))
    await driver.worked(description=words)
    draft = await driver.draft(group_by="entry", notes="\n".join(f"note{n}" for n in range(200)))
    await driver.add_line(draft["id"], kind="text", description=words.replace("word", "text"))
    answer = await driver.client.get(f"/v1/invoices/{draft['id']}.pdf")
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]
    printed = " ".join(" ".join(pages).split()).split(" ")
    for kind, count in (("word", 600), ("text", 600), ("note", 200)):
        assert [w for w in printed if w.startswith(kind)] == [f"{kind}{n}" for n in range(count)]
    for page in pages:
        assert ("BESKRIVELSE" in page) == ("word" in page or "text" in page)


async def test_words_longer_than_their_column_are_broken(driver: Driver) -> None:
    long_name = driver.events.organization(driver.organization_id, version=2, name="N" * 170)
    await driver.served.consume(long_name)
    made = await driver.worked(description="W" * 120)
    draft = await driver.draft(
        entry_ids=[str(made.entry_id)], group_by="entry", reference="R" * 200
    )
    answer = await driver.client.get(f"/v1/invoices/{draft['id']}.pdf")
    [page] = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    text = page.extract_text()
    for letter, count, longest in (("N", 170, 35), ("W", 120, 30), ("R", 200, 30)):
        parts = [part for part in re.findall(letter + "+", text) if len(part) > 1]
        assert sum(map(len, parts)) == count
        assert max(map(len, parts)) <= longest


async def test_many_lines_go_over_several_numbered_pages(driver: Driver) -> None:
    await driver.worked_much(60)
    draft = await driver.draft(group_by="entry")
    text = await text_of(driver, draft, pages=3)
    assert lacking(text, "Side 1 af 3", "Side 2 af 3", "Side 3 af 3") == []


def test_a_price_is_printed_with_all_its_decimals() -> None:
    rates = [
        format_price(Decimal(r), "DKK", wording("da").locale) for r in ("1200", "32.125", "1200.00")
    ]
    assert rates == ["1.200,00", "32,125", "1.200,00"]


def test_a_currency_without_decimals_is_printed_without() -> None:
    assert format_number(Decimal(15000), "JPY", wording("en").locale) == "15,000"
    assert format_price(Decimal(15000), "JPY", wording("en").locale) == "15,000"


async def test_a_draft_is_printed_beside_the_loop_that_answers_others(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    await driver.worked()
    draft, threads = await driver.draft(), list[int]()

    def printed(content: InvoiceContent, enclosed: Enclosed, *, at: datetime) -> bytes:
        threads.append(threading.get_ident())
        return b"%PDF"

    monkeypatch.setattr(documents, "print_pdf", printed)
    assert (await driver.client.get(f"/v1/invoices/{draft['id']}.pdf")).status_code == 200
    assert threads
    assert threading.get_ident() not in threads


async def test_an_invoice_in_another_script_is_issued(driver: Driver) -> None:
    made = await driver.worked(3000, description="上海分公司网站开发 🚀")
    draft = await driver.draft(
        entry_ids=[str(made.entry_id)], group_by="entry", notes="감사합니다", reference="شكراً"
    )
    text = await text_of(driver, await driver.issue(draft["id"]))
    assert lacking(text, "上海分公司网站开发 🚀", "감사합니다") == []


@pytest.mark.parametrize(
    ("character", "name"),
    [("\N{CUNEIFORM SIGN A}", "U+12000"), ("\N{TIBETAN LETTER KA}", "U+0F40")],
)
async def test_a_character_that_no_font_has_is_refused_by_field_before_a_number_is_taken(
    driver: Driver, character: str, name: str
) -> None:
    await driver.worked(3000)
    draft = await driver.draft(notes=f"Thanks {character}")
    preview = await driver.client.get(f"/v1/invoices/{draft['id']}.pdf")
    refused = await driver.try_issue(draft["id"])
    for response in (preview, refused):
        assert response.status_code == 422
        assert response.json()["type"] == "urn:honorar:problem:text-not-printable"
        [error] = response.json()["errors"]
        assert error["field"] == "notes"
        assert name in error["reason"]
    assert (await driver.invoice())["number"] == "2026-0001"
