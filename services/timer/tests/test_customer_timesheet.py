"""The timesheet that a customer signs: what is on it, who may have it, and that a change of it is seen."""

import asyncio
import io
import re
from datetime import UTC, date, datetime, timedelta
from time import process_time
from typing import Any
from uuid import UUID

import httpx
import pypdf
import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf
from pyhanko.sign.validation import PdfSignatureStatus, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from sqlalchemy import text as sql

from contracts.invoicing import SellerChanged
from contracts.stored import example
from database import new_id
from services.timer.tests.driver import NOBODY, Driver, slug
from testkit import record
from timer.capacity import Period
from timer.customer_timesheet import MOST_ENTRIES, CustomerTimesheet, Party, SignedEntry
from timer.printing.pdf import print_timesheet
from timer.printing.seal import seal, signer_of
from timer.printing.seal_key import SealKey

WEEK = {"first_day": "2026-10-05", "last_day": "2026-10-11"}
AT = datetime(2026, 11, 2, 13, 5, tzinfo=UTC)
KEY = SealKey.of(b"a secret for tests only")


async def asked(driver: Driver, client: httpx.AsyncClient | None = None, **params: Any) -> Any:
    wanted = {"organization_id": driver.organization["id"], **WEEK, **params}
    return await (client or driver.manager).get("/v1/reports/timesheet.pdf", params=wanted)


async def printed(driver: Driver, **params: Any) -> bytes:
    response = await asked(driver, **params)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/pdf"
    content: bytes = response.content
    return content


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(page.extract_text() for page in pages)


def status_of(pdf: bytes, key: SealKey = KEY, number: int = 0) -> PdfSignatureStatus:
    [certificate] = [x509.Certificate.load(key.certificate_der)]
    signature = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[number]
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[certificate]))


def entry(**values: Any) -> SignedEntry:
    usual: dict[str, Any] = {
        "id": new_id(),
        "agent": "Mette Friis",
        "work_date": date(2026, 10, 6),
        "started_at": datetime(2026, 10, 6, 7, tzinfo=UTC),
        "ended_at": datetime(2026, 10, 6, 9, 15, tzinfo=UTC),
        "seconds": 7200,
        "break_seconds": 900,
        "work": ("Webshop", "Checkout"),
        "description": "Payment flow",
        "approved": True,
    }
    return SignedEntry(**{**usual, **values})


def sheet(*entries: SignedEntry, language: str = "en", **values: Any) -> CustomerTimesheet:
    usual: dict[str, Any] = {
        "seller": Party("Lind & Søn ApS", ("Nørregade 7",), "DK", "DK12345678", "12345678"),
        "customer": Party("Nordlys Energi A/S", (), "DK"),
        "time_zone": "Europe/Copenhagen",
        "period": Period(date(2026, 10, 5), date(2026, 10, 11)),
        "project": None,
        "approvals": (),
    }
    return CustomerTimesheet(**{**usual, "language": language, "entries": entries, **values})


async def test_text_and_numbers_are_those_of_the_entries(driver: Driver) -> None:
    await driver.update_settings(language="en")
    body = json_of(SellerChanged) | {"account_id": str(driver.account_id)}
    await driver.timer.consume(SellerChanged.model_validate(body))
    task = await driver.create("tasks", project_id=driver.project["id"], name="Checkout")
    _, bo_client = await driver.another_agent("Bo Lind")
    await driver.record(
        started_at="2026-10-06T07:00:00Z", seconds=7200, break_seconds=900, task_id=task["id"],
        description="Payment flow",
    )  # fmt: skip
    await driver.record(client=bo_client, seconds=5430, work_date="2026-10-07")
    await driver.record(seconds=60, work_date="2026-10-12")
    text = text_of(await printed(driver, state="any"))
    for said in (
        "Lind & Søn ApS", "Company no. 12345678", driver.organization["name"], "5–11 Oct 2026",
        "Tue 6 Oct 2026", "Mette Friis", "Checkout", "Payment flow", "09:00 – 11:15", "0:15", "2:00",
        "Wed 7 Oct 2026", "Bo Lind", "1:30:30", "3:30:30", "not approved", "Europe/Copenhagen",
    ):  # fmt: skip
        assert said in text, said
    assert "12 Oct" not in text
    by_person = text[text.upper().index("BY PERSON") :]
    assert re.search(r"Bo Lind\s+1:30:30\s+Mette Friis\s+2:00", by_person)
    assert "DKK" not in text


async def test_who_approved_it_and_when_stands_below(driver: Driver) -> None:
    boss = await driver.create("agents", name="Maja Boss", time_zone="UTC")
    await driver.record()
    manager = await driver.client("manager", agent_id=UUID(boss["id"]))
    [one] = await driver.list("timesheets")
    path = f"/v1/timesheets/{one['id']}"
    submitted = await driver.agent.post(
        f"{path}/submit", headers={"If-Match": f'"{one["version"]}"'}
    )
    approved = await manager.post(
        f"{path}/approve", headers={"If-Match": submitted.headers["etag"]}
    )
    assert approved.status_code == 200, approved.text
    text = text_of(await printed(driver))
    assert re.search(r"Mette Friis\s+5–11 Oct 2026\s+Maja Boss\s+\d", text), text
    assert "not approved" not in text


async def test_what_is_not_approved_is_left_out_and_said_where_nothing_is_left(
    driver: Driver,
) -> None:
    await driver.record()
    refused = await asked(driver)
    assert slug(refused) == (422, "no-time-to-sign")
    assert "1 entries are not approved yet" in refused.json()["detail"]
    empty = await asked(driver, first_day="2026-01-05", last_day="2026-01-11", state="any")
    assert "from 2026-01-05 to 2026-01-11" in empty.json()["detail"]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"organization_id": NOBODY}, "organization_id"),
        ({"project_id": NOBODY}, "project_id"),
        ({"last_day": "2026-10-01"}, "last_day"),
        ({"last_day": "2028-10-01"}, "last_day"),
        ({"state": "draft"}, "state"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(
    driver: Driver, params: Any, field: str
) -> None:
    refused = await asked(driver, **params)
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == [field]


async def test_agents_print_their_own_time_and_others_everybodys(driver: Driver) -> None:
    bo, bo_client = await driver.another_agent("Bo Lind")
    await driver.record()
    await driver.record(client=bo_client)
    assert (await asked(driver, driver.agent, agent_id=str(bo))).status_code == 403
    assert (await asked(driver, await driver.client("client"))).status_code == 403
    own = await asked(driver, bo_client, state="any")
    assert "Bo Lind" in (text := text_of(own.content))
    assert "Mette Friis" not in text
    billing = await driver.client("billing")
    assert "Mette Friis" in text_of((await asked(driver, billing, state="any")).content)


async def test_time_of_a_duplicate_is_on_the_sheet_of_the_customer_that_stays(
    driver: Driver,
) -> None:
    double = await driver.create("organizations", name="Nordlys (old)")
    await driver.record(project_id=None, organization_id=double["id"], seconds=420)
    path = f"/v1/organizations/{double['id']}/merge"
    body = {"into_id": driver.organization["id"]}
    merged = await driver.manager.post(path, json=body, headers={"If-Match": '"1"'})
    assert merged.status_code == 200, merged.text
    assert "0:07" in text_of(await printed(driver, state="any"))


async def test_the_sheet_is_in_the_customers_language(driver: Driver) -> None:
    await driver.change(f"organizations/{driver.organization['id']}", language="da-DK")
    await driver.record()
    text = text_of(await printed(driver, state="any"))
    assert "Timeseddel" in text
    assert "tirs. 6 okt. 2026" in text


async def test_who_sells_is_the_newest_that_invoicing_published(driver: Driver) -> None:
    body = json_of(SellerChanged) | {"account_id": str(driver.account_id)}
    old, new = (
        SellerChanged.model_validate(body | {"version": version, "name": f"Seller {version}"})
        for version in (3, 4)
    )
    await driver.timer.process([record(new), record(new), record(old)])
    await driver.record()
    text = text_of(await printed(driver, state="any"))
    assert "Seller 4" in text
    assert "Seller 3" not in text


async def test_the_seal_is_that_of_the_certificate_that_anybody_can_get(driver: Driver) -> None:
    await driver.record()
    pdf = await printed(driver, state="any")
    status = await asyncio.to_thread(status_of, pdf)
    assert status.bottom_line
    assert status.docmdp_ok
    response = await (await driver.timer.client()).get("/v1/seal-certificate.pem")
    _, _, der = pem.unarmor(response.content)
    assert der == KEY.certificate_der
    other = SealKey.of(b"another secret, longer")
    assert not (await asyncio.to_thread(status_of, pdf, other)).trusted


def test_one_secret_is_always_the_same_certificate() -> None:
    assert SealKey.of(b"x" * 16).pem == SealKey.of(b"x" * 16).pem != SealKey.of(b"y" * 16).pem


def test_a_changed_byte_breaks_the_seal() -> None:
    sealed = seal(print_timesheet(sheet(entry()), at=AT), KEY)
    assert status_of(sealed).bottom_line
    for at in (20, len(sealed) // 2):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        assert not status_of(changed).intact


def test_the_customer_signs_in_the_field_that_is_left_and_the_seal_holds() -> None:
    sealed = seal(print_timesheet(sheet(entry()), at=AT), KEY)
    reader = PdfFileReader(io.BytesIO(sealed))
    assert [(name, value is None) for name, value, _ in enumerate_sig_fields(reader)] == [
        ("Customer", True),
        ("Seal", False),
    ]
    customer = SealKey.of(b"the customer's own key")
    signed = signed_by(sealed, customer)
    assert status_of(signed).modification_level == ModificationLevel.FORM_FILLING
    assert status_of(signed).bottom_line
    assert status_of(signed, customer, 1).bottom_line


def signed_by(pdf: bytes, key: SealKey) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    signed: io.BytesIO = sign_pdf(writer, PdfSignatureMetadata("Customer"), signer_of(key))
    return signed.getvalue()


SCRIPTS = ("يوسف الحداد", "佐藤 花子", "פיתוח אתר", "ภาษาไทย", "Ærø 🚀")


def test_pages_break_between_rows_and_repeat_the_heading() -> None:
    many = [
        entry(description="Long. " * 40, agent=SCRIPTS[n % 5], work=(SCRIPTS[n % 5],))
        for n in range(40)
    ]
    document = pypdf.PdfReader(io.BytesIO(print_timesheet(sheet(*many), at=AT)))
    texts = [page.extract_text() for page in document.pages]
    assert len(texts) >= 3
    headed = [text for text in texts if "Tue 6 Oct 2026" in text]
    assert len(headed) >= 3
    assert all("FROM – TO" in text.upper() for text in headed)
    assert all(text.count("09:00 – 11:15") == text.count("Tue 6 Oct 2026") for text in headed)
    assert "Name" in texts[-1]
    assert f"Page {len(texts)} of {len(texts)}" in texts[-1]


def test_nobody_signs_a_page_that_says_nothing_of_the_time() -> None:
    for count in range(1, 40):
        pdf = print_timesheet(sheet(*(entry() for _ in range(count))), at=AT)
        last = pypdf.PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()
        assert "BY WORK" in last.upper(), count


def test_it_is_made_for_archives_also_when_sealed() -> None:
    sealed = seal(print_timesheet(sheet(entry()), at=AT), KEY)
    assert b"<pdfaid:part>2</pdfaid:part>" in sealed
    [page] = pypdf.PdfReader(io.BytesIO(sealed)).pages
    annotations: Any = page["/Annots"]
    fields = [one.get_object() for one in annotations]
    assert all(field["/F"] & 4 for field in fields)  # printed, as ISO 19005-2, 6.3.2 asks


async def test_a_character_that_no_font_has_is_refused_by_its_entry(driver: Driver) -> None:
    made = await driver.record(description="the ace is 🂡")
    refused = await asked(driver, state="any")
    assert slug(refused) == (422, "text-not-printable")
    [error] = refused.json()["errors"]
    assert error["field"] == f"time_entries.{made['id']}.description"


def test_a_thousand_lines_take_less_than_a_second_of_a_processor() -> None:
    many = [
        entry(work_date=date(2026, 10, 5) + timedelta(days=n % 7), agent=f"Agent {n % 9}")
        for n in range(1_000)
    ]
    print_timesheet(sheet(entry()), at=AT)
    before = process_time()
    sealed = seal(print_timesheet(sheet(*many), at=AT), KEY)
    assert process_time() - before < 1.5  # half a second on a machine with nothing else to do
    assert len(sealed) < 300_000
    assert "2000:00" in text_of(sealed)


async def test_more_than_one_document_takes_is_refused(driver: Driver) -> None:
    await driver.record()
    async with driver.timer.database.transaction(driver.account_id) as session:
        await session.execute(
            sql(
                "INSERT INTO time_entries (id, agent_id, timesheet_id, work_date, seconds, time_zone, organization_id,"
                " billable, exclusive) SELECT gen_random_uuid(), agent_id, timesheet_id, work_date, 1, time_zone,"
                f" organization_id, billable, false FROM time_entries, generate_series(1, {MOST_ENTRIES})"
            )
        )
    refused = await asked(driver, state="any")
    assert slug(refused) == (422, "too-many-entries")
    assert [one["field"] for one in refused.json()["errors"]] == ["last_day"]


def json_of(event: type[SellerChanged]) -> dict[str, Any]:
    return example(event).model_dump(mode="json")
