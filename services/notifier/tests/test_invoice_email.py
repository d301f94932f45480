from datetime import UTC, date, datetime
from decimal import Decimal
from email import message_from_string
from email.message import EmailMessage
from email.policy import default

import pytest

from contracts import Contact
from contracts.invoicing import InvoiceIssued
from contracts.stored import example
from database import new_id
from email_addresses import on_the_wire
from notifier.deliveries import Recipient
from notifier.invoice_email import InvoiceEmail, Seller, render
from notifier.mime import Attachment, compose, one_line
from services.notifier.tests.driver import Driver

EMAIL = InvoiceEmail.model_validate(example(InvoiceIssued))


def in_(language: str, **changes: object) -> InvoiceEmail:
    return EMAIL.model_copy(update={"language": language, **changes})


def test_a_danish_email_has_danish_words_amounts_and_dates() -> None:
    email = render(in_("da"), "Eva Holm")

    assert email.subject == "Faktura 2026-0001 fra Studio Lind ApS"
    assert email.text == (
        "Hej Eva Holm\n\n"
        "Hermed faktura 2026-0001 fra Studio Lind ApS for 1.–30. sep. 2026. Den er vedhæftet som PDF.\n\n"
        "Fakturadato: 5. oktober 2026\n"
        "Beløb: 1.250,00\N{NO-BREAK SPACE}kr.\n"
        "Forfaldsdato: 4. november 2026\n\n"
        "Betaling:\nReg. 1234 Konto 0001234567\n\n"
        'Skriv venligst "2026-0001" ved betalingen.\n\n'
        "Med venlig hilsen\nStudio Lind ApS\n"
    )


def test_a_british_email_has_english_words_amounts_and_dates() -> None:
    email = render(in_("en-GB", payment_instructions=""), "")

    assert email.subject == "Invoice 2026-0001 from Studio Lind ApS"
    assert email.text == (
        "Hello\n\n"
        "Please find attached invoice 2026-0001 from Studio Lind ApS for 1–30 Sept 2026.\n\n"
        "Invoice date: 5 October 2026\n"
        "Amount: DKK\N{NO-BREAK SPACE}1,250.00\n"
        "Due date: 4 November 2026\n\n"
        'Please state "2026-0001" with your payment.\n\n'
        "Kind regards\nStudio Lind ApS\n"
    )


@pytest.mark.parametrize("tag", ["de", "xx", "", "not a tag", "da_DK_x", "../../etc"])
def test_a_language_without_template_gets_english(tag: str) -> None:
    assert render(in_(tag), "").language == "en"


@pytest.mark.parametrize("tag", ["da", "da-DK", "DA", "da-GL", "da-XX"])
def test_every_danish_gets_danish(tag: str) -> None:
    assert render(in_(tag), "").language == "da"


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("1000", "JPY", "1.000\N{NO-BREAK SPACE}JP¥"),
        ("-12.5", "DKK", "-12,50\N{NO-BREAK SPACE}kr."),
        ("1234567.891", "BHD", "1.234.567,891\N{NO-BREAK SPACE}BHD"),
        ("1250.5", "RSD", "1.250,50\N{NO-BREAK SPACE}RSD"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(
    amount: str, currency: str, written: str
) -> None:
    email = render(in_("da", total=Decimal(amount), currency=currency), "")
    assert f"Beløb: {written}\n" in email.text


@pytest.mark.parametrize(
    ("currency", "digits"),
    [("RSD", 2), ("ALL", 2), ("AFN", 2), ("LAK", 2), ("MMK", 2), ("IQD", 3)],
)
@pytest.mark.parametrize(
    ("language", "label", "marks"), [("da", "Beløb", (".", ",")), ("en", "Amount", (",", "."))]
)
def test_an_amount_has_the_decimals_of_iso_4217_where_cldr_has_none(
    language: str, label: str, marks: tuple[str, str], currency: str, digits: int
) -> None:
    email = render(in_(language, total=Decimal("1250.5"), currency=currency), "")
    group, decimal = marks
    [line] = [line for line in email.text.splitlines() if line.startswith(label)]
    assert f"1{group}250{decimal}5{'0' * (digits - 1)}" in line
    assert line.removeprefix(f"{label}: ") in email.html


def test_work_of_one_day_names_that_day() -> None:
    day = date(2026, 9, 28)
    assert "for 28. september 2026." in render(in_("da", first_day=day, last_day=day), "").text


def test_an_invoice_without_a_period_names_none() -> None:
    assert "ApS. Den er" in render(in_("da", first_day=None, last_day=None), "").text


def test_names_cannot_become_html() -> None:
    hostile = '<script>alert("x")</script>'
    email = render(
        in_("da", seller=Seller(name=hostile), number=hostile, payment_instructions=hostile),
        hostile,
    )

    assert "<script" not in email.html
    assert email.html.count("&lt;script&gt;") >= 4
    assert hostile in email.text


@pytest.mark.parametrize("language", ["da", "en"])
def test_long_words_break_instead_of_widening_the_page(language: str) -> None:
    assert "overflow-wrap: anywhere" in render(in_(language), "").html


def test_a_name_is_not_a_template() -> None:
    assert "{{ 7 * 7 }}" in render(in_("en", seller=Seller(name="{{ 7 * 7 }}")), "").text


NASTY = [
    "Eva\r\nBcc: thief@evil.example",
    "Eva\nBcc: thief@evil.example\n\nbody",
    "Eva <thief@evil.example>, ",
    '"thief@evil.example',
    "a, thief@evil.example, " * 20,
    "Ærø & Søn, A/S — et meget langt navn, med kommaer, og mere, " * 5,
    "\N{LINE SEPARATOR}Bcc: thief@evil.example\x85\x0b\x00",
    "=?utf-8?q?=0D=0ABcc:_thief@evil.example?=",
    "=?utf-8?q?x?= <thief@evil.example>",
]


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("email", ["eva@nordlys.example", "evå@blåbær.example"])
def test_no_name_becomes_a_header_or_another_recipient(name: str, email: str) -> None:
    mail = composed(name, email)

    assert set(mail.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
        "Content-Type", "Content-Language", "MIME-Version",
    }  # fmt: skip
    assert [len(mail[name].addresses) for name in ("From", "To")] == [1, 1]
    assert mail["To"].addresses[0].addr_spec == on_the_wire(email)
    [attached] = mail.iter_attachments()
    assert (attached.get_filename() or "").startswith(one_line(name, 3).strip("/"))


def composed(name: str, email: str) -> EmailMessage:
    mail = compose(
        render(in_("da", seller=Seller(name=name), number=name), name),
        Attachment(name, "application/pdf", b"%PDF"),
        sender=Recipient(name, "faktura@lind.example"),
        recipient=Recipient(name, email),
        delivery_id=new_id(),
        written_at=datetime.now(UTC),
    )
    parsed = message_from_string(mail.content.decode(), policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_ordinary_names_arrive_as_they_are() -> None:
    mail = composed("Søren Å. Ærø", "eva@nordlys.example")

    assert mail["To"].addresses[0].display_name == "Søren Å. Ærø"
    assert mail["Subject"] == "Faktura Søren Å. Ærø fra Søren Å. Ærø"


async def test_names_and_domains_beyond_ascii_reach_the_mail_server(driver: Driver) -> None:
    contact = Contact(name="Åse Bjørn", email="åse@blåbær.example")
    await driver.consume_and_send(billing_contact=contact)

    [mail] = driver.smtp.mails
    assert driver.smtp.recipients == [["åse@xn--blbr-roah.example"]]
    assert mail["To"].addresses[0].display_name == "Åse Bjørn"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Hej Åse Bjørn" in body.get_content()


def test_an_email_links_the_customers_page_where_the_gateways_address_is_known() -> None:
    email = in_("en", customer_page="/customer#cus_abc")
    here = render(email, "", "https://billing.example.com")
    assert "\nhttps://billing.example.com/customer#cus_abc\n" in here.text
    assert 'href="https://billing.example.com/customer#cus_abc"' in here.html
    assert "/customer#" not in render(email, "").text
