"""The mailbox as web pages. Everything from a message is escaped; its HTML is shown in a frame without rights."""

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from honorar_local.mailbox.store import Attachment, Mail

STYLE = """
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 15%, transparent) }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem } h1 a { color: inherit; text-decoration: none }
table { width: 100%; border-collapse: collapse }
td { padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--line); vertical-align: top }
td a { display: block } .quiet { opacity: .65; white-space: nowrap }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem } dt { opacity: .65 } dd { margin: 0 }
pre { white-space: pre-wrap; font: inherit; border-top: 1px solid var(--line); padding-top: 1rem }
iframe { width: 100%; height: 32rem; border: 1px solid var(--line); background: white }
.files a { display: inline-block; margin: 0 .5rem .5rem 0; padding: .3rem .7rem }
.files a { border: 1px solid var(--line); border-radius: .4rem }
"""


def listing(mails: list[Mail]) -> str:
    """All messages, the newest first; the page renews itself."""
    rows = "".join(map(_row, mails)) or "<tr><td>Nothing has arrived yet.</td></tr>"
    return _page(
        "Mailbox",
        f"<p class=quiet>{len(mails)} messages; none of them left this machine.</p><table>{rows}</table>",
        '<meta http-equiv="refresh" content="5">',
    )


def message(mail: Mail) -> str:
    """One message with its attachments."""
    fields = {
        "From": mail.sender,
        "To": mail.to,
        "Delivered to": ", ".join(mail.delivered_to),
        "Date": mail.date,
        "Message-ID": mail.message_id,
    }
    headers = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in fields.items())
    return _page(
        mail.subject or "(no subject)",
        f"<dl>{headers}</dl>{_files(mail)}{_body(mail)}"
        f'<p class=quiet><a href="/messages/{mail.id}/source">source</a></p>',
    )


def missing() -> str:
    """The page of a message that does not exist."""
    return _page("No such message", '<p><a href="/">All messages</a></p>')


def _row(mail: Mail) -> str:
    files = " · ".join(escape(a.filename) for a in mail.attachments)
    return (
        f"<tr><td class=quiet>{mail.received:%d %b %H:%M:%S} UTC</td>"
        f"<td>{escape(', '.join(mail.delivered_to) or mail.to)}</td>"
        f'<td><a href="/messages/{mail.id}">{escape(mail.subject or "(no subject)")}</a>'
        f"<span class=quiet>{files}</span></td></tr>"
    )


def _files(mail: Mail) -> str:
    links = "".join(_link(mail, attachment) for attachment in mail.attachments)
    return f"<p class=files>{links}</p>" if links else ""


def _link(mail: Mail, attachment: Attachment) -> str:
    size = f"{max(1, len(attachment.content) // 1024)} KiB"
    address = (
        f"/messages/{mail.id}/attachments/{attachment.number}/{quote(attachment.filename, safe='')}"
    )
    return f'<a href="{address}">{escape(attachment.filename)} ({size})</a>'


def _body(mail: Mail) -> str:
    if mail.html:
        frame = f'<iframe sandbox src="/messages/{mail.id}/html" title="message"></iframe>'
        return frame + (
            f"<details><summary>as text</summary>{_text(mail)}</details>" if mail.text else ""
        )
    return _text(mail)


def _text(mail: Mail) -> str:
    return f"<pre>{escape(mail.text)}</pre>"


def _page(title: str, body: str, head: str = "") -> str:
    return "".join(_whole(escape(title), body, head))


def _whole(title: str, body: str, head: str) -> Iterable[str]:
    yield f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
    yield f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>'
    yield f'<p><a href="/">Mailbox</a></p><h1>{title}</h1>{body}</body></html>'
