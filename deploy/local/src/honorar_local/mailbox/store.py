"""Messages as files: one .eml each, named so that sorting by name is sorting by time."""

import os
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

NO_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class Attachment:
    """A part of a message that is a file; `number` counts from 1."""

    number: int
    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A stored message. `received` is when it came in, `date` what its sender says."""

    id: str
    received: datetime
    sender: str
    to: str
    subject: str
    message_id: str
    date: str
    delivered_to: tuple[str, ...]
    text: str
    html: str
    attachments: tuple[Attachment, ...]


class Store:
    """The messages of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, content: bytes, recipients: Iterable[str]) -> str:
        """Store a message for good and return its id; only then may its receipt be confirmed."""
        mail_id = f"{time.time_ns():020d}-{secrets.token_hex(3)}"
        envelope = "".join(f"Delivered-To: {one}\r\n" for one in recipients).encode()
        scratch = self._folder / f".{mail_id}"
        with scratch.open("wb") as file:
            file.write(envelope + content)
            file.flush()
            os.fsync(file.fileno())
        scratch.rename(self._path(mail_id))
        return mail_id

    def ids(self) -> list[str]:
        """The newest first."""
        return sorted((path.stem for path in self._folder.glob("[0-9]*.eml")), reverse=True)

    def mails(self) -> list[Mail]:
        """All messages, the newest first."""
        return [mail for mail_id in self.ids() if (mail := self.get(mail_id))]

    def get(self, mail_id: str) -> Mail | None:
        """A message; None when there is no such."""
        return _read(self._path(mail_id)) if mail_id in self.ids() else None

    def raw(self, mail_id: str) -> bytes:
        return self._path(mail_id).read_bytes()

    def _path(self, mail_id: str) -> Path:
        return self._folder / f"{mail_id}.eml"


@lru_cache(
    maxsize=64
)  # stored messages never change; few are kept in memory, for attachments are large
def _read(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return Mail(
        id=path.stem,
        received=datetime.fromtimestamp(int(path.stem.split("-")[0]) / 1e9, UTC),
        sender=_header(message, "From"),
        to=_header(message, "To"),
        subject=_header(message, "Subject"),
        message_id=_header(message, "Message-ID"),
        date=_date(message),
        delivered_to=tuple(str(one) for one in message.get_all("Delivered-To", [])),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        attachments=tuple(_attachments(message)),
    )


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, "")).strip()


def _date(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(_header(message, "Date")).astimezone(UTC).isoformat()
    except ValueError:
        return ""


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None:
        return ""
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    try:
        return content.decode(part.get_content_charset("utf-8"), errors="replace")
    except LookupError:  # a character set that nobody knows
        return content.decode(errors="replace")


def _attachments(message: EmailMessage) -> Iterable[Attachment]:
    for number, part in enumerate(message.iter_attachments(), start=1):
        content = part.get_payload(decode=True)
        yield Attachment(
            number,
            part.get_filename() or f"attachment-{number}",
            part.get_content_type() or NO_TYPE,
            content if isinstance(content, bytes) else part.as_bytes(),
        )
