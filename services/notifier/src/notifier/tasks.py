"""The task `send-message`: fetch the document, write the mail, send it, record how that went."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from database import Session, is_transient
from messaging import Backoff
from messaging.tasks import AbortError, RetryError, Task, TaskKind
from notifier import commands, queries
from notifier.deliveries import PermanentDeliveryError, Recipient, TransientDeliveryError
from notifier.documents import DocumentClient
from notifier.invoice_email import render
from notifier.mime import Mail, compose
from notifier.queries import PendingMail
from notifier.settings import Settings
from notifier.smtp import SmtpClient

_COMMIT_TRIES = 8
"""Some 20 seconds in all."""
_BETWEEN_COMMITS = Backoff(first=0.2, most=5)


@dataclass(frozen=True)
class MessageSender:
    """Does the task. `sender` is our own address; servers may be away for `retry_period` before a delivery fails."""

    documents: DocumentClient
    smtp: SmtpClient
    sender: str
    retry_period: timedelta

    async def send(self, task: Task) -> None:
        """Send one delivery's mail. Between the server's yes and our commit lies nothing but the commit."""
        async with task.transaction() as session:
            pending = await queries.get_pending_mail(session, UUID(task.key))
        try:
            mail = await self._compose(pending)
            async with self.smtp.sent(mail):
                await _record_sent(task, mail)
        except PermanentDeliveryError as error:
            raise AbortError(str(error)) from error
        except TransientDeliveryError as error:
            await self._wait(task, pending, str(error))

    async def _compose(self, pending: PendingMail) -> Mail:
        return compose(
            render(pending.email, pending.recipient.name),
            await self.documents.fetch(pending.email.document),
            sender=Recipient(pending.email.seller.name, self.sender),
            recipient=pending.recipient,
            delivery_id=pending.delivery_id,
            written_at=pending.requested_at,
        )

    async def _wait(self, task: Task, pending: PendingMail, reason: str) -> None:
        if datetime.now(UTC) - pending.requested_at > self.retry_period:
            raise AbortError(f"given up after {self.retry_period}: {reason}")
        async with task.transaction() as session:
            await commands.record_wait(session, pending.delivery_id, reason)
        raise RetryError(reason)


async def _record_sent(task: Task, mail: Mail) -> None:
    """Commit that it was sent; a database that is away for a moment shall not cost a second mail."""
    for number in range(1, _COMMIT_TRIES + 1):
        try:
            async with task.finish() as session:
                await commands.record_sent(
                    session, UUID(task.key), mail_id=mail.message_id, at=datetime.now(UTC)
                )
        except Exception as error:
            if number == _COMMIT_TRIES or not is_transient(error):
                raise
            await asyncio.sleep(_BETWEEN_COMMITS.wait(number))
        else:
            return


async def on_abort(session: Session, task: Task, reason: str) -> None:
    """Record that the delivery failed, in the transaction that ends its task."""
    first_line = next(iter(reason.strip().splitlines()), "") or "an unexpected error"
    await commands.record_failed(session, UUID(task.key), reason=first_line, at=datetime.now(UTC))


def task_kinds(settings: Settings) -> dict[str, TaskKind]:
    """Make the notifier's tasks. An attempt may take as long as a slow mail server (RFC 5321 §4.5.3.2: 10 min)."""
    documents = DocumentClient(
        settings.invoicing_url,
        timeout=settings.document_timeout,
        largest=settings.largest_document,
    )
    sender = MessageSender(
        documents,
        SmtpClient(settings),
        sender=settings.mail_from,
        retry_period=settings.delivery_retry_period,
    )
    kind = TaskKind(
        handler=sender.send,
        limit=timedelta(minutes=12),
        backoff=Backoff(first=5, most=900),
        on_abort=on_abort,
    )
    return {commands.SEND_MESSAGE: kind}
