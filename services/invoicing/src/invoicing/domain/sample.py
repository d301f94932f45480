"""An invoice that is none: how the account's documents look."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from invoicing.domain.account import Account
from invoicing.domain.appendix import Appendix, AppendixEntry, TimeAppendix
from invoicing.domain.attributes import build
from invoicing.domain.grouping import Group, lines_of
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.line_texts import LineText, LineTexts, with_hours
from invoicing.domain.lines import Line, decimal_hours, time_amount
from invoicing.domain.parties import Address, Party
from invoicing.domain.payment_details import payment_reference
from invoicing.domain.tax import Tax
from invoicing.domain.wording import wording
from typesetting.languages import language_of

_RATE = Decimal(1200)
_HOURS = ((9000, 3), (16200, 8))
"""Seconds of each line, and the day on which its work was done."""


@dataclass(frozen=True)
class _Texts:
    """What the sample's customer and lines are called."""

    buyer: Party
    work: tuple[str, str]
    fee: str
    service: str
    person: str = "Ida Holm"


def _party(name: str, street: str, postal_code: str, city: str, country: str) -> Party:
    return Party(name, Address((street,), postal_code, city, country))


_TEXTS = {
    "da": _Texts(
        _party("Eksempel A/S", "Nørregade 12", "1165", "København K", "DK"),
        ("Webshop: Betaling", "Webshop: Kvitteringer"),
        "Opstart",
        "Udvikling",
    ),
    "de": _Texts(
        _party("Muster GmbH", "Hauptstraße 12", "10827", "Berlin", "DE"),
        ("Webshop: Bezahlung", "Webshop: Belege"),
        "Einrichtung",
        "Entwicklung",
    ),
    "en": _Texts(
        _party("Sample Ltd", "12 High Street", "EH1 1AA", "Edinburgh", "GB"),
        ("Web shop: Payments", "Web shop: Receipts"),
        "Set-up",
        "Development",
    ),
    "nb": _Texts(
        _party("Eksempel AS", "Storgata 12", "0155", "Oslo", "NO"),
        ("Nettbutikk: Betaling", "Nettbutikk: Kvitteringer"),
        "Oppstart",
        "Utvikling",
    ),
    "sv": _Texts(
        _party("Exempel AB", "Storgatan 12", "111 22", "Stockholm", "SE"),
        ("Webbutik: Betalning", "Webbutik: Kvitton"),
        "Uppstart",
        "Utveckling",
    ),
}


def sample(
    account: Account,
    *,
    colour: str | None,
    language: str | None,
    time_appendix: TimeAppendix | None,
    today: date,
) -> tuple[InvoiceContent, Appendix | None]:
    """The content with its time, as the account's documents would be issued today."""
    printed = language_of(language or account.settings.language, account.settings.language)
    texts, currency = _TEXTS[printed], account.settings.currency
    chosen = time_appendix or account.billing.time_appendix
    number = account.billing.number_format.number(today, 1)
    content = build(
        InvoiceContent,
        account.billing,
        id=UUID(int=1),
        organization_id=UUID(int=2),
        currency=currency,
        language=printed,
        buyer=texts.buyer,
        lines=_lines(account, texts, currency),
        number=number,
        issue_date=today,
        due_date=today + timedelta(days=30),
        payment_reference=payment_reference(account.billing.payment_details, number, currency),
        time_appendix=chosen,
        **({"colour": colour} if colour else {}),
    )
    return content, None if chosen == "none" else _appendix(content, texts, chosen == "entries")


def sample_line_text(text: LineText, language: str) -> str:
    """What a line would say of a sample's time. Raises `InvalidInputError` for a text that no account can have."""
    LineTexts((text,)).check(field="text")
    texts, seconds = _TEXTS[language], _HOURS[1][0]
    project, _, item = texts.work[0].partition(": ")
    first = date(2026, 10, 5)
    group = Group(
        line_id=UUID(int=1),
        hourly_rate=_RATE,
        seconds=seconds,
        billed_seconds=seconds,
        first_day=first,
        last_day=first if text.group_by in ("entry", "day") else date(2026, 10, 23),
        agent_name=texts.person,
        project_name=project,
        work_item_name=item,
        service_type_id=UUID(int=2),
        service_type_name=texts.service,
        description=texts.fee,
        entry_ids=(),
    )
    filled = partial(text.filled, language=language)
    tax = Tax("standard", Decimal(25))
    [line] = lines_of([group], text.group_by, tax, "DKK", wording(language), filled)
    return with_hours(line, language).description


def _lines(account: Account, texts: _Texts, currency: str) -> tuple[Line, ...]:
    tax = account.billing.tax
    timed = tuple(
        Line(
            line_id=UUID(int=position),
            position=position,
            kind="time",
            description=text,
            amount=time_amount(seconds, _RATE, currency, account.billing.hour_decimals),
            hours=decimal_hours(seconds, account.billing.hour_decimals),
            tax=tax,
            seconds=seconds,
            billed_seconds=seconds,
            hourly_rate=_RATE,
        )
        for position, (text, (seconds, _)) in enumerate(zip(texts.work, _HOURS, strict=True), 1)
    )
    fee = time_amount(7200, _RATE, currency)
    return (*timed, Line(UUID(int=9), 3, "fee", texts.fee, fee, tax))


def _appendix(content: InvoiceContent, texts: _Texts, named: bool) -> Appendix:
    assert content.issue_date
    entries = (
        AppendixEntry(
            line_id=line.line_id,
            work_date=content.issue_date - timedelta(days=days + half),
            agent_name=texts.person if named else None,
            work=line.description,
            seconds=(line.seconds or 0) // 2,
            billed_seconds=(line.seconds or 0) // 2,
        )
        for line, (_, days) in zip(content.lines[:2], reversed(_HOURS), strict=True)
        for half in (1, 0)
    )
    return Appendix(tuple(entries))
