"""The notifier's tasks.

`send-message`: fetch the document, write the mail, send it, record how that went. `send-link`: write the mail and send it.
`tell-later`: make the message of a notice whose agent was not known yet. `remind`: make an account's
reminders that are due, each day at its hour.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from pydantic import TypeAdapter

from background import Backoff
from database import Session, failpoint, is_transient
from notifier.commands import messages, notices, reminders
from notifier.commands.messages import Said
from notifier.credit_note_email import CreditNoteEmail, render_credit_note
from notifier.deliveries import (
    PermanentDeliveryError,
    Recipient,
    TransientDeliveryError,
    UnknownOutcomeError,
)
from notifier.documents import DocumentClient
from notifier.invoice_email import RenderedEmail, render
from notifier.link_email import LinkEmail, render_link
from notifier.mime import Attachment, Mail, compose
from notifier.notice_email import NoticeEmail, render_notice
from notifier.notices import Notice
from notifier.queries import messages as queries
from notifier.queries.messages import PendingMail
from notifier.reminder_email import ReminderEmail, render_reminder
from notifier.settings import Settings
from notifier.smtp import SmtpClient
from tasks import AbortError, RetryError, Task, TaskKind

_COMMIT_TRIES = 8
"""Some 20 seconds in all."""
_BETWEEN_COMMITS = Backoff(first=0.2, most=5)
US = "Honorar"
"""Who sends what no seller does."""
_NOTICES: TypeAdapter[Notice] = TypeAdapter(Notice)
_TELL_AGAIN = timedelta(seconds=15)
_TELL_ATTEMPTS = 40
"""Ten minutes."""
_LINK_LIMIT = timedelta(minutes=2)
_LINK_ATTEMPTS = 20_000
"""More than fit into the time that any link lives."""
_BESIDES_FINAL_REPLY = timedelta(minutes=8)
"""For fetching the document, handing over the mail (`smtp.HAND_OVER_SECONDS`) and recording what became of it."""


@dataclass(frozen=True)
class MessageSender:
    """Does the task. `sender` is our own address; deliveries are tried for `retry_period` before they fail;
    `public_url` is where customers find the gateway."""

    documents: DocumentClient
    smtp: SmtpClient
    sender: str
    retry_period: timedelta
    public_url: str = ""

    async def send(self, task: Task) -> None:
        """Send one delivery's mail, unless an earlier attempt may have.

        Between the mail server's yes and our commit lies nothing but the commit.
        """
        delivery_id = UUID(task.key)
        async with task.transaction() as session:
            pending = await queries.get_pending_mail(session, delivery_id)
        if pending.handed_over_at:
            raise AbortError(f"the attempt of {pending.handed_over_at:%F %T} UTC was cut off")
        said = _said(pending)

        async def record_handover() -> None:
            async with task.transaction() as session:
                await messages.record_handover(
                    session, delivery_id, at=datetime.now(UTC), said=said
                )

        try:
            mail = await self._compose(pending)
            async with self.smtp.sent(mail, before_final_dot=record_handover):
                failpoint("mail-taken")
                await _record_sent(task, mail)
        except UnknownOutcomeError as error:
            raise AbortError(str(error)) from error
        except PermanentDeliveryError as error:
            await _record_refusal(task, str(error))
            raise AbortError(str(error)) from error
        except TransientDeliveryError as error:
            await _record_refusal(task, str(error))
            if datetime.now(UTC) - pending.requested_at > self.retry_period:
                raise AbortError(f"given up after {self.retry_period}: {error}") from error
            raise RetryError(str(error)) from error

    async def _compose(self, pending: PendingMail) -> Mail:
        email, recipient = pending.email, pending.recipient
        receipts = list[Attachment]()
        if isinstance(email, NoticeEmail):
            text, document, seller = render_notice(email, recipient.name, self.public_url), None, US
        elif isinstance(email, ReminderEmail):
            text = _reminder(email, pending, self.public_url)
            document, seller = await self.documents.fetch(email.document), email.seller.name
        elif isinstance(email, CreditNoteEmail):
            text = render_credit_note(email, recipient.name)
            document, seller = await self.documents.fetch(email.document), email.seller.name
        else:
            text = render(email, recipient.name, self.public_url, pending.note)
            document, seller = await self.documents.fetch(email.document), email.seller.name
            receipts = [await self.documents.fetch(one) for one in email.receipts]
        return compose(
            text,
            document,
            *receipts,
            sender=Recipient(seller, self.sender),
            recipient=recipient,
            delivery_id=pending.delivery_id,
            written_at=pending.requested_at,
        )


def _reminder(email: ReminderEmail, pending: PendingMail, public_url: str) -> RenderedEmail:
    """The mail with what is owed now. Raises `PermanentDeliveryError` when nothing is."""
    assert pending.owed
    assert pending.today
    if why := pending.owed.why_not_reminded:
        raise PermanentDeliveryError(why)
    return render_reminder(
        email,
        pending.recipient.name,
        balance=pending.owed.balance,
        today=pending.today,
        public_url=public_url,
        fee=pending.fee,
        open_fees=pending.open_fees,
    )


def _said(pending: PendingMail) -> Said | None:
    """What a reminder says that must still hold when its last line is sent."""
    if pending.owed is None or pending.today is None:
        return None
    return Said(pending.owed.balance, pending.fee, pending.open_fees, pending.today)


@dataclass(frozen=True)
class LinkSender:
    """Mails links until they are of no use any more. A second mail with the same link does no harm."""

    smtp: SmtpClient
    sender: str

    async def send(self, task: Task) -> None:
        """Send one link's mail."""
        email = LinkEmail.model_validate(task.payload)
        if datetime.now(UTC) >= email.expires_at:
            raise AbortError("the link is too old to be sent")
        mail = compose(
            render_link(email),
            None,
            sender=Recipient(email.account_name or US, self.sender),
            recipient=Recipient(email.name, email.email),
            delivery_id=email.id,
            written_at=datetime.now(UTC),
        )
        try:
            async with self.smtp.sent(mail, before_final_dot=_nothing_to_record):
                pass
        except PermanentDeliveryError as error:
            raise AbortError(str(error)) from error
        except (TransientDeliveryError, UnknownOutcomeError) as error:
            raise RetryError(str(error)) from error


async def _nothing_to_record() -> None:
    """A link may be mailed twice."""


async def _record_sent(task: Task, mail: Mail) -> None:
    """Commit that it was sent; a database that is away for a moment shall not make the outcome unknown."""
    for number in range(1, _COMMIT_TRIES + 1):
        try:
            async with task.finish() as session:
                await messages.record_sent(
                    session, UUID(task.key), mail_id=mail.message_id, at=datetime.now(UTC)
                )
        except Exception as error:
            if number == _COMMIT_TRIES or not is_transient(error):
                raise
            await asyncio.sleep(_BETWEEN_COMMITS.wait(number))
        else:
            return


async def _record_refusal(task: Task, reason: str) -> None:
    async with task.transaction() as session:
        await messages.record_refusal(session, UUID(task.key), reason)


async def tell_later(task: Task) -> None:
    """Tell somebody who was not known when it happened."""
    notice = _NOTICES.validate_python(task.payload)
    last = task.attempts > _TELL_ATTEMPTS
    async with task.finish() as session:
        if not await notices.tell_again(session, notice, at=datetime.now(UTC), last=last):
            raise RetryError("it is not known yet who that is", after=_TELL_AGAIN)


async def remind(task: Task) -> None:
    """Make an account's reminders that are due, some at a time, and come back when the next ones are."""
    now = datetime.now(UTC)
    after: UUID | None = reminders.FIRST
    while after:
        async with task.transaction() as session:
            after = await reminders.remind_due(session, after=after, now=now)
    async with task.finish() as session:
        await reminders.wait_for_next(session, now=now)


async def remind_tomorrow(session: Session, _task: Task, _reason: str) -> None:
    """What stood in the way of a day's reminders shall not end all that follow."""
    await reminders.wait_for_next(session, now=datetime.now(UTC))


async def on_abort(session: Session, task: Task, reason: str) -> None:
    """Record that the delivery failed, in the transaction that ends its task."""
    first_line = next(iter(reason.strip().splitlines()), "") or "an unexpected error"
    await messages.record_failed(session, UUID(task.key), reason=first_line, at=datetime.now(UTC))


def task_kinds(settings: Settings) -> dict[str, TaskKind]:
    """Make the notifier's tasks. An attempt may take as long as the slowest mail server."""
    documents = DocumentClient(
        settings.invoicing_url,
        timeout=settings.document_timeout,
        largest=settings.largest_document,
    )
    smtp = SmtpClient(settings)
    sender = MessageSender(
        documents,
        smtp,
        sender=settings.mail_from,
        retry_period=settings.delivery_retry_period,
        public_url=settings.public_url,
    )
    kind = TaskKind(
        handler=sender.send,
        limit=timedelta(seconds=settings.smtp_final_reply_timeout) + _BESIDES_FINAL_REPLY,
        backoff=Backoff(first=5, most=900),
        on_abort=on_abort,
    )
    links = TaskKind(
        handler=LinkSender(smtp, settings.mail_from).send,
        limit=_LINK_LIMIT,
        backoff=Backoff(first=2, most=60),
        max_attempts=_LINK_ATTEMPTS,
    )
    return {
        messages.SEND_MESSAGE: kind,
        messages.SEND_LINK: links,
        notices.TELL_LATER: TaskKind(tell_later),
        reminders.REMIND: TaskKind(remind, limit=timedelta(minutes=10), on_abort=remind_tomorrow),
    }
