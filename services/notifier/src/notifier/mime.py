"""An e-mail as a MIME message (RFC 5322), the same each time it is made for one delivery."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from uuid import UUID

from email_addresses import on_the_wire
from notifier.deliveries import Recipient
from notifier.invoice_email import RenderedEmail

_FOLDED = 76
"""Above this many characters the standard library folds a header, and an address header it folds wrongly."""
_SPECIALS = str.maketrans(dict.fromkeys('()<>[]:;@\\,"', " "))


@dataclass(frozen=True)
class Attachment:
    """The document that goes along with an invoice."""

    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """What the mail server gets: the envelope's two addresses, and the message."""

    sender: str
    recipient: str
    message_id: str
    content: bytes

    @property
    def needs_utf8(self) -> bool:
        """Whether an address before the @ is not ASCII (RFC 6531)."""
        return not (self.sender + self.recipient).isascii()


def compose(
    email: RenderedEmail,
    attachment: Attachment | None,
    *more: Attachment,
    sender: Recipient,
    recipient: Recipient,
    delivery_id: UUID,
    written_at: datetime,
) -> Mail:
    """Make the mail. Nothing in a name, a number or a file name can become a header or another recipient.

    A delivery's mail has the same Message-ID after a crash, so that a second copy can be recognised.
    """
    from_, to = on_the_wire(sender.email), on_the_wire(recipient.email)
    message = EmailMessage(policy=SMTP if (from_ + to).isascii() else SMTPUTF8)
    message["From"] = _mailbox(sender.name, from_)
    message["To"] = _mailbox(recipient.name, to)
    message["Subject"] = one_line(email.subject)
    message["Date"] = written_at
    message["Message-ID"] = message_id = f"<{delivery_id}@{from_.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: answering machines keep quiet
    message.set_content(email.text, cte="quoted-printable")
    message.add_alternative(email.html, subtype="html", cte="quoted-printable")
    for one in (attachment, *more):
        if one is not None:
            _attach(message, one)
    message["Content-Language"] = email.language  # set_content would have taken it away
    return Mail(from_, to, message_id, message.as_bytes())


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    main, _, sub = attachment.media_type.partition("/")
    message.add_attachment(
        attachment.content,
        maintype=main,
        subtype=sub,
        filename=one_line(attachment.file_name.replace("/", "-").replace("\\", "-"), longest=100),
    )


def one_line(text: str, longest: int = 200) -> str:
    """Make text safe for a header: no line breaks or other control characters, and no encoded words.

    The standard library decodes an encoded word in what it is given (`=?utf-8?q?=0D=0ABcc:?=`), line breaks included.
    """
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.replace("=?", "= ?").split())[:longest]


def _mailbox(name: str, address: str) -> Address:
    shown = one_line(name, longest=100)
    if len(shown) + len(address) > _FOLDED - len('From: "" <>'):
        shown = " ".join(shown.translate(_SPECIALS).split())
    local, _, host = address.rpartition("@")
    return Address(shown, local, host)
