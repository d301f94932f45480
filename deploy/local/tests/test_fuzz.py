"""What the one-machine install reads, spoiled: mails, requests for faults, settings."""

from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from honorar_local import LocalError
from honorar_local.environment import user_settings
from honorar_local.folder import DataFolder
from honorar_local.mailbox import pages
from honorar_local.mailbox.injected_faults import Fault, parse
from honorar_local.mailbox.store import Mail, Store
from testkit.foreign_input import fuzz, spoiled, spoiled_json


def message() -> bytes:
    """A mail as the notifier sends it."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Studio Ærø <a@studio.example>", "b@customer.example, c@x.example"
    mail["Subject"], mail["Date"] = "Faktura 2026-0001 æøå", "Mon, 02 Nov 2026 09:00:00 +0100"
    mail["Message-ID"] = "<1@studio.example>"
    mail.set_content("Hej æøå\n")
    mail.add_alternative("<p>Hej æøå</p>", subtype="html")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="f æ.pdf")
    return mail.as_bytes()


RFC2231 = b"Content-Disposition: attachment; filename*0*=iso-8859-1''a%E6; filename*1=b\r\n\r\nx"
ENCODED = b"From: =?utf-8?q?=C3?= <a@x>\r\nDate: Mon, 99 Foo 2026\r\nSubject: =?x?b?/w==?=\r\n\r\nx"


@fuzz(spoiled(message(), RFC2231, ENCODED))
def test_any_mail_is_shown(tmp_path: Path, content: bytes) -> None:
    store = Store(tmp_path)
    mail = store.get(store.add(content, ["b@customer.example"]))
    assert isinstance(mail, Mail)
    assert pages.message(mail).startswith("<!doctype html>")
    assert pages.listing([mail]).startswith("<!doctype html>")


@fuzz(spoiled_json({"kind": "late", "times": 2, "seconds": 1.5, "reply": "451 Try again later"}))
def test_a_request_for_faults_is_read_or_refused(request_body: Any) -> None:
    with suppress(ValueError):
        fault, times = parse(request_body)
        assert isinstance(fault, Fault)
        assert times >= 1


@fuzz(spoiled(b"# mine\nSMTP_HOST=smtp.example\nSMTP_PASSWORD='a=b'\n\nQBO_CLIENT_ID = x\n"))
def test_any_settings_are_variables_that_a_process_can_have(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = DataFolder(tmp_path_factory.getbasetemp() / "settings")
    folder.root.mkdir(exist_ok=True)
    folder.settings.write_bytes(content)
    with suppress(LocalError):
        for name, value in user_settings(folder).items():
            assert name
            assert "\0" not in name + value
            assert "=" not in name
