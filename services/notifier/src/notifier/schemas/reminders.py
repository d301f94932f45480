"""Requests and responses about reminders."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from notifier.queries.reminders import OfInvoice, Outlook
from notifier.reminder_fees import Fee
from notifier.reminder_texts import text_of
from notifier.reminders import (
    LANGUAGES,
    MOST_STEPS,
    Hindrance,
    ReminderSettings,
    ReminderState,
    Step,
    StepText,
)
from notifier.schemas.messages import RecipientResponse
from notifier.store.reminders import Sent
from web import Day, FilterModel, Money, RequestModel, ResponseModel, WholeNumber

Language = Literal["da", "en", "de", "nb", "sv"]
_Subject = Annotated[str, Field(min_length=1, max_length=150)]
_Text = Annotated[str, Field(min_length=1, max_length=4000)]


class StepTextRequest(RequestModel):
    """What a step says in one language. It may name `{number}`, `{customer}`, `{seller}`, `{balance}`, `{total}`,
    `{issue_date}`, `{due_date}` and `{days_late}`, which are filled in as the reader writes them."""

    language: Language
    """Of the invoice: a reminder is written in the language of the document."""
    subject: _Subject
    """Subject of the mail."""
    text: _Text
    """What stands above the invoice's amount, dates and payment details; an empty line begins another paragraph."""


class StepRequest(RequestModel):
    """A reminder, so many days after the due date."""

    id: UUID
    """Its id, chosen by the caller; it keeps it when it changes, so that no invoice gets it twice."""
    days: WholeNumber = Field(ge=-60, le=365)
    """Days after the due date; negative before."""
    on: bool
    """Whether it is sent."""
    texts: list[StepTextRequest] = Field([], max_length=len(LANGUAGES))
    """Words of the account's own, one for each language that has them; the others are ours."""
    fee: Money | None = None
    """What the customer is charged for it, on an invoice of its own, where the reminded invoice is in this currency; null:
    nothing. Only after the due date, of at most three steps, at least 10 days apart, and in DKK at most 100 (rentelovens
    § 9 b); what the law of another country allows is for the account to know."""

    @model_validator(mode="after")
    def _one_text_a_language(self) -> "StepRequest":
        languages = [text.language for text in self.texts]
        if len(set(languages)) < len(languages):
            raise ValueError("each language has one text")
        return self

    @property
    def step(self) -> Step:
        """The step, with the words that are not ours anyway."""
        fee = self.fee and Fee.model_validate(self.fee)
        plain = Step(id=self.id, days=self.days, on=self.on, fee=fee)
        said = {one.language: StepText(subject=one.subject, text=one.text) for one in self.texts}
        own = {name: text for name, text in said.items() if text != text_of(plain, name)}
        return plain.model_copy(update={"texts": own})


class ReminderSettingsRequest(RequestModel):
    """When customers are reminded, and with which words: all of it."""

    on: bool
    """Whether customers are reminded at all."""
    due_from: Day | None = None
    """Only invoices due on this day or later are reminded; null: today's date in the account's time zone."""
    hour: WholeNumber = Field(ge=0, le=23)
    """The hour of the day, in the account's time zone, at which reminders are sent."""
    workdays_only: bool
    """Whether none are sent on Saturdays, Sundays and public holidays; they wait for the next working day then. Whose
    holidays those are is the `holiday_region` of timer's `/v1/settings`."""
    steps: Annotated[list[StepRequest], Field(max_length=MOST_STEPS)]
    """The reminders of an invoice, each on a day of its own."""

    @property
    def settings(self) -> ReminderSettings:
        """What was chosen."""
        steps = sorted((one.step for one in self.steps), key=lambda step: step.days)
        return ReminderSettings(
            on=self.on,
            due_from=self.due_from,
            hour=self.hour,
            workdays_only=self.workdays_only,
            steps=tuple(steps),
        )


class StepTextResponse(ResponseModel):
    """What a step says in one language."""

    language: Language
    """The language."""
    subject: str
    """Subject of the mail, with its placeholders."""
    text: str
    """What it says, with its placeholders."""
    own: bool
    """Whether these are the account's words; else they are ours."""


class StepResponse(ResponseModel):
    """A reminder, so many days after the due date."""

    id: UUID
    """Its id."""
    days: int
    """Days after the due date; negative before."""
    on: bool
    """Whether it is sent."""
    texts: list[StepTextResponse]
    """What it says, in each language."""
    fee: Money | None
    """What the customer is charged for it, where the invoice is in this currency; null: nothing."""

    @classmethod
    def of(cls, step: Step) -> "StepResponse":
        """A step with all that it says."""
        texts = [
            {**text_of(step, one).model_dump(), "language": one, "own": one in step.texts}
            for one in LANGUAGES
        ]
        return cls.model_validate({**step.model_dump(exclude={"texts"}), "texts": texts})


class ReminderSettingsResponse(ResponseModel):
    """When customers are reminded, and with which words."""

    version: int
    """Counts the changes; the number in the `ETag`. 0: nothing was chosen yet, and no reminder is sent."""
    on: bool
    """Whether customers are reminded at all."""
    due_from: date | None
    """Only invoices due on this day or later are reminded; null: reminders were never switched on."""
    hour: int
    """The hour of the day, in the account's time zone, at which reminders are sent."""
    workdays_only: bool
    """Whether none are sent on Saturdays, Sundays and public holidays of `holiday_region`."""
    holiday_region: str | None
    """Whose public holidays are days off, as the account's settings in timer have it: a country (`DK`) or a part of one
    (`DE-BY`); null: nobody's."""
    steps: list[StepResponse]
    """The reminders of an invoice, the first one first."""

    @classmethod
    def of(cls, settings: ReminderSettings) -> "ReminderSettingsResponse":
        """The settings with all that the steps say."""
        steps = [StepResponse.of(step) for step in settings.steps]
        return cls.model_validate({**vars(settings), "steps": steps})


class PreviewRequest(RequestModel):
    """A text to be looked at, of an invoice that does not exist."""

    language: Language
    """The language of the invoice."""
    days: WholeNumber = Field(ge=-60, le=365)
    """Days after the due date on which it is read."""
    subject: _Subject
    """Subject of the mail, with placeholders."""
    text: _Text
    """What it says, with placeholders."""
    fee: Money | None = None
    """What is charged for it; null: nothing."""


class PreviewResponse(ResponseModel):
    """The mail as its reader gets it."""

    subject: str
    """Its subject."""
    text: str
    """All of it as plain text."""


class ReminderFilterRequest(FilterModel):
    """Which reminders are asked for."""

    invoice_id: UUID | None = None
    """Only reminders of this invoice."""


class ComingFilterRequest(FilterModel):
    """How far to look ahead."""

    days: Annotated[int, Field(ge=0, le=31)] = 7
    """How many days after today."""


class ReminderResponse(ResponseModel):
    """A reminder of an invoice: sent, on its way, or passed over."""

    id: UUID
    """Its id, which is that of its message too: `GET /v1/messages/{id}` has every delivery."""
    invoice_id: UUID
    """The invoice."""
    invoice_number: str
    """The number of the invoice."""
    number: int | None
    """Counts the reminders of the invoice from 1; null: it was passed over."""
    days: int
    """Days after the due date for which it was meant; negative before."""
    day: date
    """The day on which it was made, by the account's calendar."""
    state: ReminderState
    """`passed-over`: a later one was due as well, or its time was over. The others are those of its newest delivery."""
    recipient: RecipientResponse | None
    """Whom it is for; null: there is no contact, or it was passed over."""
    reason: str | None
    """Why it failed, is unknown or waits, in English."""
    balance: Money
    """What it says is owed."""
    fee: Money | None
    """What was charged for it, since it was sent; null: nothing."""
    requested_by: str | None
    """Who asked for it, by the subject of their token; null: it was the day of a step."""
    made_at: datetime
    """When it was made."""
    ended_at: datetime | None
    """When it was sent, failed or became unknown."""

    @classmethod
    def of(cls, sent: Sent) -> "ReminderResponse":
        """A reminder with its money."""
        fee = None if sent.fee is None else {"amount": sent.fee, "currency": sent.currency}
        return cls.model_validate({**vars(sent), "balance": _money(sent), "fee": fee})


class NextReminderResponse(ResponseModel):
    """The reminder that comes next, if nothing changes."""

    step_id: UUID
    """Of which step."""
    number: int
    """It will be the reminder with this number."""
    days: int
    """Days after the due date for which it is meant; negative before."""
    on: date
    """The day on which it is sent."""


class PauseResponse(ResponseModel):
    """No reminders of an invoice, or of a customer."""

    id: UUID
    """Its id."""
    invoice_id: UUID | None
    """The invoice; null: it is a customer's."""
    organization_id: UUID | None
    """The customer; null: it is an invoice's."""
    reason: str
    """Why, as whoever paused it wrote."""
    until: date | None
    """The last day of the pause; null: until somebody ends it."""
    paused_by: str
    """Who paused it, by the subject of their token."""
    paused_at: datetime
    """When."""
    ended_by: str | None
    """Who ended it, or paused it anew; null: nobody."""
    ended_at: datetime | None
    """When it was ended; null: it was not."""


class PauseRequest(RequestModel):
    """Of what no reminders are to be sent, and why: either an invoice or a customer."""

    invoice_id: UUID | None = None
    """The invoice."""
    organization_id: UUID | None = None
    """The customer: none of its invoices is reminded, nor those of a customer that was merged with it."""
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    """Why."""
    until: Day | None = None
    """The last day of the pause; null: until somebody ends it."""

    @model_validator(mode="after")
    def _is_of_one_thing(self) -> "PauseRequest":
        if (self.invoice_id is None) == (self.organization_id is None):
            raise ValueError("name either an invoice or a customer")
        return self


class OutlookResponse(ResponseModel):
    """An invoice whose customer is to be reminded."""

    invoice_id: UUID
    """The invoice."""
    invoice_number: str
    """Its number."""
    customer: str
    """The customer's name, as the invoice has it."""
    balance: Money | None
    """What is owed now; null: that cannot be read."""
    due_date: date
    """Its due date."""
    recipient: RecipientResponse | None
    """Who will get it; null: the customer has no billing contact, so it would fail."""
    hindrance: Hindrance | None
    """What stands in the way; null: nothing does. `reminder-fee`: it charges a fee of a reminder, and is not reminded by
    itself. `unreadable`: no reminder can be made of what is known of the invoice;
    it holds up no others and is looked at again on later days."""
    unreadable: str | None
    """Why none can be made, in English; null: nothing is the matter."""
    next: NextReminderResponse | None
    """The reminder that comes next; null: none does."""

    @classmethod
    def of(cls, outlook: Outlook) -> "OutlookResponse":
        """What comes, with its money."""
        return cls.model_validate(_outlook(outlook))


class InvoiceRemindersResponse(OutlookResponse):
    """An invoice's reminders, and what will come."""

    pause: PauseResponse | None
    """The pause of the invoice, else of its customer, that is in force."""
    reminders: list[ReminderResponse]
    """Its reminders, the first one first."""

    @classmethod
    def of_invoice(cls, found: OfInvoice) -> "InvoiceRemindersResponse":
        """All of an invoice."""
        reminders = [ReminderResponse.of(one) for one in found.reminders]
        return cls.model_validate(
            {**_outlook(found.outlook), "pause": found.pause, "reminders": reminders}
        )


class ComingResponse(ResponseModel):
    """Reminders to come."""

    items: list[OutlookResponse]
    """Those to be sent, the first one first, then those that are held up."""
    more: bool
    """Whether there are more invoices than are looked at here, 500."""


def _outlook(outlook: Outlook) -> Mapping[str, object]:
    following = outlook.next and {
        "step_id": outlook.next.step.id,
        "number": outlook.next_number,
        "days": outlook.next.step.days,
        "on": outlook.next.day,
    }
    return {**vars(outlook), "balance": _money(outlook), "next": following}


def _money(of: Outlook | Sent) -> Mapping[str, object] | None:
    if of.balance is None:
        return None
    return {"amount": of.balance, "currency": of.currency}
