"""The task `send-message`: fetch the document, write the mail, hand it over, note it."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from database import is_transient
from messaging import Backoff
from messaging.tasks import AbortError, RetryError, Task, TaskKind
from notifier import commands, store
from notifier.carrier import Carrier
from notifier.deliveries import Delivery, Recipient
from notifier.documents import Documents
from notifier.letters import Letter
from notifier.mail import Mail, compose
from notifier.outside import RejectedError, UnavailableError
from notifier.settings import Settings
from notifier.wording import word

_BETWEEN = Backoff(first=0.2, most=5)
_TRIES = 8
"""Some 20 seconds in all."""


@dataclass(frozen=True)
class Sending:
    """Does the task. `sender` is our own address; `patience` how long others may be away."""

    documents: Documents
    carrier: Carrier
    sender: str
    patience: timedelta

    async def send(self, task: Task) -> None:
        """Send one delivery's mail. Between the server's yes and our commit lies nothing but the commit."""
        delivery, letter = await _load(task)
        try:
            mail = await self._mail(delivery, letter)
            async with self.carrier.carried(mail):
                await _keep_sent(task, delivery, mail)
        except RejectedError as error:
            raise AbortError(str(error)) from error
        except UnavailableError as error:
            await self._put_off(task, delivery, str(error))

    async def _mail(self, delivery: Delivery, letter: Letter) -> Mail:
        assert delivery.recipient is not None, "a delivery without recipient is never queued"
        return compose(
            word(letter, delivery.recipient.name),
            await self.documents.fetch(letter.document),
            sender=Recipient(letter.seller, self.sender),
            recipient=delivery.recipient,
            delivery_id=delivery.id,
            written_at=delivery.requested_at,
        )

    async def _put_off(self, task: Task, delivery: Delivery, reason: str) -> None:
        if datetime.now(UTC) - delivery.requested_at > self.patience:
            raise AbortError(f"given up after {self.patience}: {reason}")
        async with task.transaction() as session:
            await commands.note_trouble(session, delivery.id, reason)
        raise RetryError(reason)


async def _load(task: Task) -> tuple[Delivery, Letter]:
    async with task.transaction() as session:
        delivery = await store.delivery(session, UUID(task.key))
        assert delivery is not None, "the delivery was stored with its task"
        return delivery, await store.letter(session, delivery.message_id)


async def _keep_sent(task: Task, delivery: Delivery, mail: Mail) -> None:
    """Commit that it was sent; a database that is away for a moment shall not cost a second mail."""
    for number in range(1, _TRIES + 1):
        try:
            async with task.finish() as session:
                now = datetime.now(UTC)
                await commands.note_sent(session, delivery.id, mail_id=mail.message_id, at=now)
        except Exception as error:
            if number == _TRIES or not is_transient(error):
                raise
            await asyncio.sleep(_BETWEEN.wait(number))
        else:
            return


async def give_up(session: AsyncSession, task: Task, reason: str) -> None:
    """Note that the delivery failed, in the transaction that ends its task."""
    first_line = next(iter(reason.strip().splitlines()), "") or "an unexpected error"
    await commands.note_failed(session, UUID(task.key), reason=first_line, at=datetime.now(UTC))


def tasks(settings: Settings) -> dict[str, TaskKind]:
    """Make the notifier's tasks. An attempt may take as long as a slow mail server (RFC 5321 §4.5.3.2: 10 min)."""
    sending = Sending(
        documents=Documents(
            settings.invoicing_url,
            timeout=settings.document_timeout,
            largest=settings.largest_document,
        ),
        carrier=Carrier(settings),
        sender=settings.mail_from,
        patience=settings.patience,
    )
    kind = TaskKind(
        handler=sending.send,
        limit=timedelta(minutes=12),
        backoff=Backoff(first=5, most=900),
        on_abort=give_up,
    )
    return {commands.SEND: kind}
