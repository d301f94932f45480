"""Files of banks become lines with the right days, signs and words, or are refused by row and field."""

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.bank_files.amounts import decimal_mark, to_amount, to_day
from invoicing.domain.bank_files.mapping import CsvMapping
from invoicing.domain.bank_files.reading import open_file
from invoicing.domain.bank_files.statement import (
    MOST_BYTES,
    BankFile,
    BankFileError,
    ColumnsUnknownError,
    keys_of,
)
from services.invoicing.tests import bank_samples as samples
from services.invoicing.tests.bank_samples import IBAN, camt, camt_entry

FIRST = date(2026, 10, 1)


def read(data: bytes, mapping: CsvMapping | None = None, account: str = "4720 1") -> BankFile:
    return open_file(data).read(mapping, bank_account=account, currency="DKK")


def refusal(data: bytes, mapping: CsvMapping | None = None, account: str = "1") -> str:
    with pytest.raises(BankFileError) as refused:
        read(data, mapping, account)
    return refused.value.detail


@pytest.mark.parametrize(
    ("sample", "preset"),
    [
        (samples.DANSKE, "danske-bank"),
        (samples.DANSKE_BUSINESS, "danske-bank-business"),
        (samples.NORDEA, "nordea"),
        (samples.JYSKE, "jyske-bank"),
        (samples.SYDBANK, "sydbank"),
        (samples.NYKREDIT, "nykredit"),
        (samples.SPAR_NORD, "bec"),
        (samples.SDC, "sdc"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_the_exports_of_danish_banks_are_known_by_their_columns(
    sample: str, preset: str, encoding: str
) -> None:
    file = read(sample.removeprefix("\ufeff").encode(encoding))
    assert (file.format, file.preset) == ("csv", preset)
    line = file.lines[0]
    assert (line.booked_on, line.amount, line.currency) == (FIRST, Decimal(1250), "DKK")
    assert "2026-0001" in line.text
    assert "nordlys" in f"{line.text} {line.counterparty}".lower()
    assert line.bank_account


def test_what_is_not_booked_yet_is_left_out() -> None:
    file = read(samples.DANSKE.encode())
    assert [str(line.amount) for line in file.lines] == ["1250.00", "-3.00"]
    assert (file.left_out, read(samples.NORDEA.encode()).left_out) == (1, 1)


def test_a_camt_statement_says_who_paid_what_and_why() -> None:
    entry = camt_entry(
        "1250.00", "Faktura 2026-0001", name="Nordlys ApS", e2e="E-17", bank_reference="B1"
    )
    pending = camt_entry("5.00", status="PDNG")
    file = read(camt(entry, camt_entry("-50.00", e2e="NOTPROVIDED"), pending, closing="2200.00"))
    first, second = file.lines
    assert (first.bank_account, first.booked_on, first.amount) == (IBAN, FIRST, Decimal(1250))
    assert (first.text, first.counterparty) == ("Faktura 2026-0001", "Nordlys ApS")
    assert (first.end_to_end_id, first.bank_reference) == ("E-17", "B1")
    assert first.counterparty_account == "DK2000400440999999"
    assert (second.amount, second.end_to_end_id, file.left_out) == (Decimal(-50), "", 1)


def test_any_prefix_and_version_of_camt_is_read() -> None:
    newer = camt(camt_entry("1.00")).replace(b"053.001.02", b"053.001.08")
    newer = newer.replace(b"<Sts>BOOK</Sts>", b"<Sts><Cd>BOOK</Cd></Sts>")
    prefixed = newer.replace(b"</", b"</n:").replace(b"<", b"<n:").replace(b"<n:/n:", b"</n:")
    prefixed = prefixed.replace(b"<n:?", b"<?").replace(b"xmlns=", b"xmlns:n=")
    assert [line.amount for line in read(prefixed).lines] == [Decimal(1)]


BATCH = """<NtryDtls>
<TxDtls><Refs><EndToEndId>a</EndToEndId></Refs><AmtDtls><InstdAmt><Amt Ccy="EUR">13.40</Amt></InstdAmt>
<TxAmt><Amt Ccy="DKK">100.00</Amt></TxAmt></AmtDtls></TxDtls>
<TxDtls><Refs><EndToEndId>b</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="DKK">{second}</Amt></TxAmt></AmtDtls></TxDtls>
</NtryDtls>"""


@pytest.mark.parametrize(
    ("second", "amounts"), [("200.00", ["100.00", "200.00"]), ("150.00", ["300.00"])]
)
def test_a_batch_is_taken_apart_when_its_parts_make_it_up(second: str, amounts: list[str]) -> None:
    entry = camt_entry("300.00")
    whole = entry[: entry.index("<NtryDtls>")] + BATCH.format(second=second) + "</Ntry>"
    assert [str(line.amount) for line in read(camt(whole)).lines] == amounts


def test_an_amount_that_somebody_instructed_in_another_currency_is_not_what_came() -> None:
    entry = camt_entry("745.00")
    instructed = '<AmtDtls><InstdAmt><Amt Ccy="EUR">100.00</Amt></InstdAmt></AmtDtls><RmtInf>'
    [line] = read(camt(entry.replace("<RmtInf>", instructed))).lines
    assert (line.amount, line.currency) == (Decimal(745), "DKK")


def test_an_mt940_statement_has_signs_of_reversals_too() -> None:
    first, back, fee = read(samples.MT940.encode()).lines
    assert [str(one.amount) for one in (first, back, fee)] == ["1250.00", "-100.00", "-50.5"]
    assert (first.booked_on, first.bank_account) == (date(2026, 10, 2), IBAN)
    assert (first.text, first.bank_reference) == ("Nordlys ApS Faktura 2026-0001", "BANKREF1")
    assert (back.text, back.counterparty) == ("Faktura 2025-0009 tilbage", "NORDLYS APS")
    assert (fee.end_to_end_id, fee.text) == ("E-17", "Gebyr for konto")


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ("2612310102", date(2027, 1, 2)),
        ("2701021231", date(2026, 12, 31)),
        ("261003", date(2026, 10, 3)),
    ],
)
def test_the_entry_date_of_mt940_lies_near_the_value_date(dates: str, day: date) -> None:
    data = samples.MT940.replace("2610021002", dates).encode()
    assert read(data).lines[0].booked_on == day


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"x" * (MOST_BYTES + 1), "has more than 5 MiB"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is no text"),
        (b"%PDF-1.7 hello", "neither camt.053 nor MT940"),
        (b"Dato;Tekst;Bel\xc3\xb8b\n", "has no rows"),
        (b"\xef\xbb\xbfDato;Tekst;Bel\xf8b\n1;2;3", "is not text in utf-8"),
        (samples.DANSKE.encode().decode("cp1252").encode(), "was encoded twice"),
        (b"\xff\xfeD\x00a", "is not text in utf-16"),
        (samples.DANSKE.replace("01.10.2026", "31.02.2026").encode(), "31.02.2026 is no date"),
        (samples.DANSKE.replace("1.250,00", "12.50,00").encode(), "lines.2.Beløb: is no amount"),
        (samples.DANSKE.replace("-3,00", "-3,005").encode(), "has more decimals than DKK"),
        (samples.NORDEA.replace(";DKK;;\n2", ";DKK;;\n2").replace("22;DKK", "22;XXY").encode(), "XXY is no"),
        (camt(camt_entry("1.00"))[:-40], "is no XML"),
        (camt(camt_entry("1.00")).replace(b"UTF-8", b"EBCDIC-1"), "declares an encoding"),
        (camt(camt_entry("1.00", "\xe6")).decode().encode("cp1252"), "is not text in utf-8"),
        (camt(camt_entry("1.00"), closing="1001.01"), "the entries make 1001.00"),
        (camt(camt_entry("1,00")), "statements.1.entries.1.Amt"),
        (camt(camt_entry("1.00", day="2026-13-01")), "statements.1.entries.1.BookgDt"),
        (camt(camt_entry("1.00"), camt_entry("1.00", currency="EUR")), "the lines before are in DKK"),
        (camt(camt_entry("1.00"), iban=""), "names no account"),
        (camt(), "has no booked transactions"),
        (b"<Document><BkToCstmrDbtCdtNtfctn><Ntfctn/></BkToCstmrDbtCdtNtfctn></Document>", "camt.054"),
        (b"<html><body>Log in</body></html>", "no camt.053 statement"),
        (samples.MT940.replace("1250,00N", "12x50,00N").encode(), "lines.5: is no movement"),
        (samples.MT940.replace("2610021002", "2613451002").encode(), "261345 is no date"),
        (samples.MT940.partition(":62F:")[0].encode(), "it is not whole"),
        (samples.MT940.replace("2099,50", "2099,51").encode(), "the movements make 2099.50"),
        (samples.MT940.replace("3DKK2", "3EUR2").encode(), "the opening in DKK"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused(data: bytes, reason: str) -> None:
    assert reason in refusal(data)


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Document><Stmt>&b;</Stmt></Document>"""


@pytest.mark.parametrize("number", range(11))
def test_no_file_holds_the_process(number: int) -> None:
    data = [
        ENTITIES,
        ENTITIES.replace(b"?><!", b"?>\n<!").decode().encode("utf-16"),
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a>" * 200_000,
        b"<Stmt>" + b"<Ntry/>" * 700_000,
        b":20:" + b" " * 500_000 + b"\n:61:",
        b":20:A\n:25:1\n:60F:C261001DKK1,0\n:61:" + b"9" * 1_000_000,
        b":20:A\n:25:1\n:60F:C261001DKK1,0\n:61:261001C1,0NTRF\n:86:001" + b"?20x" * 500_000,
        b'a;"' + b"x;" * 1_000_000,
        b";" * 1_000_000 + b"\n" + b";" * 1_000_000,
        b"Dato;Bel\xc3\xb8b\n" + b"1" * 131_073 + b";1",
    ][number]
    began = time.process_time()
    assert refusal(data)
    assert time.process_time() - began < 2


def test_a_large_file_is_read_in_a_moment() -> None:
    rows = [f"01.10.2026;Faktura {n};1.250,{n % 100:02};0,00;Udført;Nej\r\n" for n in range(5000)]
    header = "Dato;Tekst;Beløb;Saldo;Status;Afstemt\r\n"
    began = time.process_time()
    assert len(read((header + "".join(rows)).encode()).lines) == 5000
    assert time.process_time() - began < 2
    assert "20000 rows" in refusal((header + "1;2\r\n" * 20_001).encode())


def test_columns_that_are_not_known_are_asked_for() -> None:
    data = b"Day,Words,In,Out\n2026-10-01,Nordlys,1250.00,\n2026-10-02,Fee,,3.50\n"
    with pytest.raises(ColumnsUnknownError, match="Day, Words, In, Out"):
        read(data)
    mapping = CsvMapping(date="Day", money_in="in", money_out="Out", text=("Words",))
    assert [str(line.amount) for line in read(data, mapping).lines] == ["1250.00", "-3.50"]
    assert "Paid" in refusal(data, CsvMapping(date="Day", amount="Paid"))
    assert "money in and out" in refusal(data, CsvMapping(date="Day", amount="In", money_in="In"))
    assert "which account of yours" in refusal(data, mapping, account="")


def test_an_amount_that_may_be_two_is_asked_about() -> None:
    data = b"Day,Sum\n2026-10-01,1.234\n"
    mapping = CsvMapping(date="Day", amount="Sum")
    assert "say , or ." in refusal(data, mapping)
    said = CsvMapping(date="Day", amount="Sum", decimal_mark=",")
    assert read(data, said).lines[0].amount == 1234


@pytest.mark.parametrize(
    ("cell", "mark", "amount"),
    [
        ("1.234,56", ",", "1234.56"),
        ("-1.234.567,8", ",", "-1234567.8"),
        ("1,234.56", ".", "1234.56"),
        (" 828.69", ".", "828.69"),
        ("300,00-", ",", "-300.00"),
        ("−5", ",", "-5"),
        ("1 000,00", ",", "1000.00"),
        ("12.34", ",", None),
        ("1,2,3", ",", None),
        ("1e9", ".", None),
        ("NaN", ".", None),
        ("", ",", None),
        ("١٢", ".", None),
    ],
)
def test_amounts_as_banks_write_them(cell: str, mark: str, amount: str | None) -> None:
    found = to_amount(cell, mark)  # type: ignore[arg-type]
    assert found == (None if amount is None else Decimal(amount))


def test_days_and_decimal_marks_as_banks_write_them() -> None:
    assert to_day("1.10.26", "day-first") == to_day("2026/10/01", "day-first") == FIRST
    assert to_day("10-01-2026", "month-first") == to_day("20261001", "day-first") == FIRST
    assert to_day("2026-10-01T12:00:00", "day-first") == FIRST
    assert to_day("31-02-2026", "day-first") is None
    assert [
        decimal_mark(one) for one in (["1,5"], ["1.000,5"], ["1.000"], ["7"], ["1,5", "1.5"])
    ] == [*(",", ",", None, ",", None)]


def test_a_line_has_the_same_key_in_every_file_and_two_alike_have_two() -> None:
    one, other = camt_entry("10.00", "Kaffe"), camt_entry("11.00", "Kaffe")
    first = keys_of(read(camt(one, one, other)).lines)
    assert len(set(first)) == 3
    assert keys_of(read(camt(one)).lines) == first[:1]
    again = keys_of(read(camt(other, one, camt_entry("10.00", "Kaffe "), one)).lines)
    assert set(first) < set(again)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    for start in (b"", b"<", b":20:A\n:25:1\n:60F:", samples.DANSKE.encode()[:80]):
        assert outcome(start + data)


def outcome(data: bytes) -> object:
    """The lines, or why there are none."""
    try:
        return read(data).lines
    except ColumnsUnknownError as error:
        return error.detail
    except BankFileError as error:
        return error.fields
