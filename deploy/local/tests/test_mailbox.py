"""The mailbox, with mail sent to it over SMTP."""

import asyncio
import os
import smtplib
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from embedded_servers import free_port
from honorar_local.mailbox.injected_faults import Faults
from honorar_local.mailbox.smtp import listen
from honorar_local.mailbox.store import Store
from honorar_local.mailbox.web import application
from testkit import until

EVIL = "<script>alert(1)</script>"


@dataclass
class Mailbox:
    folder: Path
    port: int
    http: httpx.AsyncClient

    async def send(self, message: EmailMessage, *to: str) -> None:
        await asyncio.to_thread(self._send, message, to)

    def _send(self, message: EmailMessage, to: tuple[str, ...]) -> None:
        with smtplib.SMTP("127.0.0.1", self.port) as server:
            server.send_message(message, "billing@studio.example", to)


@pytest.fixture
async def mailbox(tmp_path: Path) -> AsyncIterator[Mailbox]:
    store, port = Store(tmp_path), free_port()
    faults = Faults()
    server = await listen(store, faults, "127.0.0.1", port)
    transport = httpx.ASGITransport(application(store, faults))
    async with server, httpx.AsyncClient(transport=transport, base_url="http://mailbox") as http:
        yield Mailbox(tmp_path, port, http)


def invoice(subject: str = "Invoice 2026-0001") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = (
        "Studio <billing@studio.example>",
        "Kunde ÆØÅ <k@kunde.example>",
    )
    message["Subject"], message["Message-ID"] = subject, "<one@studio.example>"
    message["Date"] = "Mon, 02 Nov 2026 09:30:00 +0100"
    message.set_content("Please find the invoice attached.")
    message.add_alternative(f"<p>Please {EVIL}</p>", subtype="html")
    message.add_attachment(
        b"%PDF-1.7 bytes", maintype="application", subtype="pdf", filename="fakt æ.pdf"
    )
    message.add_attachment(EVIL, subtype="html", filename=f"{EVIL}.html")
    return message


async def listed(mailbox: Mailbox) -> list[dict[str, object]]:
    return list((await mailbox.http.get("/api/messages")).json()["messages"])


async def test_a_mail_that_was_sent_is_listed(mailbox: Mailbox) -> None:
    await mailbox.send(invoice(), "k@kunde.example", "blind@kunde.example")
    (mail,) = await listed(mailbox)
    assert mail["subject"] == "Invoice 2026-0001"
    assert mail["message_id"] == "<one@studio.example>"
    assert mail["to"] == "Kunde ÆØÅ <k@kunde.example>"
    assert mail["delivered_to"] == ["k@kunde.example", "blind@kunde.example"]
    assert mail["date"] == "2026-11-02T08:30:00+00:00"


async def test_an_attachment_comes_out_byte_for_byte(mailbox: Mailbox) -> None:
    await mailbox.send(invoice(), "k@kunde.example")
    mail = (await listed(mailbox))[0]
    response = await mailbox.http.get(f"/api/messages/{mail['id']}/attachments/1")
    assert response.content == b"%PDF-1.7 bytes"
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"].startswith("inline")


async def test_mail_outlives_the_mailbox(mailbox: Mailbox) -> None:
    await mailbox.send(invoice(), "k@kunde.example")
    (mail,) = Store(mailbox.folder).mails()
    assert mail.attachments[0].filename == "fakt æ.pdf"


async def test_the_newest_is_first(mailbox: Mailbox) -> None:
    for number in range(3):
        await mailbox.send(invoice(f"number {number}"), "k@kunde.example")
    assert [mail["subject"] for mail in await listed(mailbox)] == [
        "number 2",
        "number 1",
        "number 0",
    ]


async def test_one_recipients_mail_can_be_asked_for(mailbox: Mailbox) -> None:
    await mailbox.send(invoice("hers"), "her@kunde.example")
    await mailbox.send(invoice("his"), "his@kunde.example")
    response = await mailbox.http.get("/api/messages", params={"to": "her@kunde.example"})
    assert [mail["subject"] for mail in response.json()["messages"]] == ["hers"]


async def test_nothing_in_a_mail_becomes_markup_of_the_page(mailbox: Mailbox) -> None:
    await mailbox.send(invoice(EVIL), f'"{EVIL}"@kunde.example')
    mail = (await listed(mailbox))[0]
    for page in ("/", f"/messages/{mail['id']}"):
        assert "<script" not in (await mailbox.http.get(page)).text


async def test_html_mail_is_shown_without_any_rights(mailbox: Mailbox) -> None:
    await mailbox.send(invoice(), "k@kunde.example")
    mail = (await listed(mailbox))[0]
    page = await mailbox.http.get(f"/messages/{mail['id']}")
    assert "<iframe sandbox " in page.text
    inner = await mailbox.http.get(f"/messages/{mail['id']}/html")
    assert inner.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


async def test_an_html_attachment_is_saved_not_shown(mailbox: Mailbox) -> None:
    await mailbox.send(invoice(), "k@kunde.example")
    mail = (await listed(mailbox))[0]
    response = await mailbox.http.get(f"/api/messages/{mail['id']}/attachments/2")
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_message_without_any_header_is_stored(mailbox: Mailbox) -> None:
    def send() -> None:
        with smtplib.SMTP("127.0.0.1", mailbox.port) as server:
            server.sendmail("a@b.example", "c@d.example", b"just text\r\n")

    await asyncio.to_thread(send)
    (mail,) = await listed(mailbox)
    page = await mailbox.http.get(f"/messages/{mail['id']}")
    assert "(no subject)" in page.text


@pytest.mark.parametrize(
    "path", ["/messages/nothing", "/api/messages/..%2f..%2fetc/attachments/1", "/messages/%2e%2e"]
)
async def test_what_is_not_there_is_not_found(mailbox: Mailbox, path: str) -> None:
    assert (await mailbox.http.get(path)).status_code == 404


async def inject(mailbox: Mailbox, **fault: object) -> None:
    response = await mailbox.http.post("/_fake/faults", json=fault)
    assert response.status_code == 201


@pytest.mark.parametrize(
    ("kind", "stored"), [("hang-up-before-storing", 0), ("hang-up-after-storing", 1)]
)
async def test_it_hangs_up_after_the_whole_message_when_asked_to(
    mailbox: Mailbox, kind: str, stored: int
) -> None:
    await inject(mailbox, kind=kind)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        await mailbox.send(invoice(), "k@kunde.example")
    assert len(await listed(mailbox)) == stored
    await mailbox.send(invoice(), "k@kunde.example")
    assert len(await listed(mailbox)) == stored + 1


async def test_it_refuses_messages_when_asked_to(mailbox: Mailbox) -> None:
    await inject(mailbox, kind="refuse", reply="452 no room", times=2)
    for _ in range(2):
        with pytest.raises(smtplib.SMTPDataError, match="no room"):
            await mailbox.send(invoice(), "k@kunde.example")
    assert await listed(mailbox) == []
    await mailbox.send(invoice(), "k@kunde.example")


async def test_it_confirms_late_when_asked_to(mailbox: Mailbox) -> None:
    await inject(mailbox, kind="late", seconds=0.5)
    before = asyncio.get_running_loop().time()
    await mailbox.send(invoice(), "k@kunde.example")
    assert asyncio.get_running_loop().time() - before >= 0.5
    assert len(await listed(mailbox)) == 1


async def test_faults_that_have_not_happened_can_be_cleared(mailbox: Mailbox) -> None:
    await inject(mailbox, kind="refuse", times=9)
    assert (await mailbox.http.delete("/_fake/faults")).status_code == 204
    await mailbox.send(invoice(), "k@kunde.example")


@pytest.mark.parametrize(
    "fault",
    [
        {},
        [],
        {"kind": "explode"},
        {"kind": "late", "seconds": -1},
        {"kind": "late", "seconds": "1"},
        {"kind": "refuse", "reply": "250 fine"},
        {"kind": "refuse", "times": 0},
        {"kind": "refuse", "when": "now"},
    ],
)
async def test_a_fault_that_is_none_is_refused(mailbox: Mailbox, fault: object) -> None:
    response = await mailbox.http.post("/_fake/faults", json=fault)
    assert response.status_code == 422
    await mailbox.send(invoice(), "k@kunde.example")


async def test_the_process_logs_neither_addresses_nor_contents(tmp_path: Path) -> None:
    smtp_port, port = free_port(), free_port()
    log = tmp_path / "log"
    environment = {
        "PATH": os.environ["PATH"],
        "MAIL_FOLDER": str(tmp_path / "mail"),
        "SMTP_PORT": str(smtp_port),
        "PORT": str(port),
    }
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "honorar_local.mailbox",
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
            mailbox = Mailbox(tmp_path, smtp_port, http)
            await until(lambda: is_live(http), within=60)
            await inject(mailbox, kind="refuse")
            with pytest.raises(smtplib.SMTPDataError):
                await mailbox.send(invoice(), "k@kunde.example")
            await mailbox.send(invoice(), "k@kunde.example")
            await asyncio.to_thread(say_nonsense, smtp_port, "k@kunde.example Please find")
            await http.get("/api/messages", params={"to": "k@kunde.example"})
            assert len(await listed(mailbox)) == 1
    finally:
        process.terminate()
        await process.wait()
    text = log.read_text().lower()
    assert [secret for secret in ("kunde", "studio", "2026-0001", "please") if secret in text] == []


async def is_live(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/livez")).is_success
    except httpx.TransportError:
        return False


def say_nonsense(port: int, line: str) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.docmd(line)
