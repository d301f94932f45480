"""HTTP: when customers are reminded and of what, what comes, pauses, and reminding now."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from notifier.commands import reminders
from notifier.commands.reminders import PauseEndedError
from notifier.deliveries import DeliveryQueuedError, NoRecipientError
from notifier.queries import reminders as queries
from notifier.reminder_email import preview
from notifier.reminder_fees import Fee
from notifier.reminders import NotRemindedError, StepText
from notifier.schemas.reminders import (
    ComingFilterRequest,
    ComingResponse,
    InvoiceRemindersResponse,
    OutlookResponse,
    PauseRequest,
    PauseResponse,
    PreviewRequest,
    PreviewResponse,
    ReminderFilterRequest,
    ReminderResponse,
    ReminderSettingsRequest,
    ReminderSettingsResponse,
)

router = web.router(tags=["reminders"])

Reader = Annotated[web.Caller, web.allow("manager", "billing")]
Biller = Annotated[web.Caller, web.allow("billing")]


@router.get("/reminder-settings")
async def get_reminder_settings(
    session: web.Session, caller: Reader, response: Response
) -> ReminderSettingsResponse:
    """Get when customers are reminded, and with which words: never, until somebody switches it on."""
    current = await queries.get_settings(session)
    response.headers["ETag"] = web.etag(current.version)
    return ReminderSettingsResponse.of(current)


@router.put("/reminder-settings")
async def replace_reminder_settings(
    request: ReminderSettingsRequest,
    session: web.Session,
    caller: Biller,
    expected: web.RequiredIfMatch,
    response: Response,
) -> ReminderSettingsResponse:
    """Choose when customers are reminded, and with which words. Demands the `ETag` that was read.

    A step that an invoice has had is not sent again for it, however it is changed. Refused where a text names something
    that does not exist, and where a step has a fee that may not be charged.
    """
    current = await reminders.update_settings(
        session, request.settings, expected=expected, now=datetime.now(UTC)
    )
    response.headers["ETag"] = web.etag(current.version)
    return ReminderSettingsResponse.of(current)


@router.post("/reminder-previews")
async def preview_reminder(
    request: PreviewRequest, session: web.Session, caller: Reader
) -> PreviewResponse:
    """Show the mail that a text makes, of an invoice that does not exist. Changes nothing."""
    said = StepText(subject=request.subject, text=request.text)
    fee = Fee.model_validate(request.fee) if request.fee else None
    mail = preview(said, request.language, days=request.days, fee=fee)
    return PreviewResponse(subject=mail.subject, text=mail.text)


@router.get("/reminders")
async def list_reminders(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    asked: Annotated[ReminderFilterRequest, Query()],
) -> web.Page[ReminderResponse]:
    """List reminders in the order in which they were made."""
    found = await queries.list_reminders(
        session, after=paging.after, limit=paging.limit + 1, **asked.model_dump()
    )
    return web.Page[ReminderResponse].of(found, paging, ReminderResponse.of)


@router.get("/reminders/coming")
async def list_coming_reminders(
    session: web.Session, caller: Reader, asked: Annotated[ComingFilterRequest, Query()]
) -> ComingResponse:
    """List what is to be sent within the next days, and what is held up and why."""
    coming, more = await queries.list_coming(session, days=asked.days, now=datetime.now(UTC))
    return ComingResponse(items=[OutlookResponse.of(one) for one in coming], more=more)


@router.get("/invoices/{invoice_id}/reminders")
async def get_invoice_reminders(
    invoice_id: UUID, session: web.Session, caller: Reader
) -> InvoiceRemindersResponse:
    """Get an issued invoice's reminders, which comes next and when, and what stands in the way.

    An invoice is known here a moment after its issue.
    """
    found = await queries.get_reminders_of(session, invoice_id, now=datetime.now(UTC))
    return InvoiceRemindersResponse.of_invoice(found)


@router.post("/invoices/{invoice_id}/reminders", status_code=202)
@web.refuses(NotRemindedError, NoRecipientError, DeliveryQueuedError)
async def remind_now(
    invoice_id: UUID, session: web.Session, caller: Biller
) -> InvoiceRemindersResponse:
    """Remind the customer now, whatever the account's days are: with the text of the next step, or of the last.

    It is recorded with who asked. Refused for an invoice that is paid, disputed, paused or was never sent, for a customer
    without a contact, and while another reminder of it is on its way.
    """
    now = datetime.now(UTC)
    await reminders.remind_now(session, invoice_id, by=caller.subject, now=now)
    found = await queries.get_reminders_of(session, invoice_id, now=now)
    return InvoiceRemindersResponse.of_invoice(found)


@router.get("/reminder-pauses")
async def list_reminder_pauses(
    session: web.Session, caller: Reader, paging: web.Paging
) -> web.Page[PauseResponse]:
    """List pauses that nobody has ended, in the order in which they were made; those whose last day is over, too."""
    found = await queries.list_pauses(session, after=paging.after, limit=paging.limit + 1)
    return web.Page[PauseResponse].of(found, paging, PauseResponse.model_validate)


@router.post("/reminder-pauses", status_code=201)
async def pause_reminders(
    request: PauseRequest, session: web.Session, caller: Biller
) -> PauseResponse:
    """Send no reminders of an invoice, or of a customer, for a while. It takes the place of an earlier pause."""
    made = await reminders.pause(
        session, **request.model_dump(), by=caller.subject, now=datetime.now(UTC)
    )
    return PauseResponse.model_validate(made)


@router.post("/reminder-pauses/{pause_id}/end")
@web.refuses(PauseEndedError)
async def end_reminder_pause(pause_id: UUID, session: web.Session, caller: Biller) -> PauseResponse:
    """Go on with reminders. What came due meanwhile is sent once, the newest step alone."""
    ended = await reminders.end_pause(session, pause_id, by=caller.subject, now=datetime.now(UTC))
    return PauseResponse.model_validate(ended)
