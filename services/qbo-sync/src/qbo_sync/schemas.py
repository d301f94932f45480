"""Requests and responses of qbo-sync's API."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BeforeValidator, Field

from money import pad
from qbo_sync.domain.connection import State
from qbo_sync.domain.credit_note import NO_CREDIT, Credit, CreditNote, MemoState, to_do
from qbo_sync.domain.remote import ExportState, RemoteState
from web import Money, RequestModel, ResponseModel


class AuthorizationResponse(ResponseModel):
    """Where the browser of a QuickBooks admin must go to authorize us."""

    authorize_url: str
    """Intuit's page, where the admin chooses a company and agrees; good for 15 minutes and one company."""


class CompletionRequest(RequestModel):
    """The parameters that Intuit sent the browser back with."""

    state: str = Field(max_length=200)
    """`state`, which we put into `authorize_url`."""
    code: str = Field(min_length=1, max_length=1000)
    """`code`, which Intuit exchanges for tokens once, within minutes."""
    realm_id: str = Field(pattern="^[0-9]{1,20}$")
    """`realmId`, the number of the QuickBooks company."""


def _number_owner(custom_txn_numbers: bool | None) -> str | None:
    return {True: "honorar", False: "quickbooks", None: None}[custom_txn_numbers]


class UnreadableResponse(ResponseModel):
    """A payment, an invoice or a credit memo that QuickBooks cannot give us, and that is therefore not up to date here."""

    entity: str
    """Intuit's name of its kind: `Payment`, `Invoice` or `CreditMemo`."""
    name: str
    """Its QuickBooks id; else, where Intuit does not tell it, when it changed."""
    reason: str
    """What Intuit answers instead of it, in English."""
    seen_at: datetime
    """When it was last found to be unreadable."""


class ConnectionResponse(ResponseModel):
    """The account's QuickBooks company and whether calls to it work."""

    state: Literal["none"] | State
    """`none`: no company was ever connected; `connecting`: authorized, the company was not read yet; `connected`: calls
    work; `reauth_required`: Intuit takes our tokens no more, an admin must authorize us again; `disconnecting`: no more
    calls, Intuit does not know yet; `disconnected`: the tokens are gone."""
    reason: str | None = None
    """Why it is in this state, in English; null: there is nothing to say."""
    realm_id: str | None = None
    """Intuit's number of the company (`realmId`); null: none was ever connected."""
    company_name: str | None = None
    """Name of the company in QuickBooks; null: not read yet."""
    country: str | None = None
    """Country of the company (ISO 3166-1 alpha-2), which decides how its invoices are taxed; null: not read yet."""
    home_currency: str | None = None
    """Currency in which the company keeps its books (ISO 4217); null: not read yet."""
    multi_currency: bool | None = None
    """Whether it takes invoices in other currencies too; null: not read yet."""
    number_owner: Annotated[
        Literal["honorar", "quickbooks"] | None, BeforeValidator(_number_owner)
    ] = Field(None, validation_alias="custom_txn_numbers")
    """Whose invoice numbers QuickBooks shows, by its setting *custom transaction numbers*; null: not read yet."""
    connected_at: datetime | None = None
    """When the company was last connected; null: never."""
    reconnect_by: datetime | None = Field(None, validation_alias="hard_expires_at")
    """Until when an admin must authorize us again: five years after they did, Intuit takes the tokens no more, however
    often they were refreshed; null: Intuit did not say."""
    unreadable: list[UnreadableResponse] = Field(default_factory=list)
    """What in the company cannot be read, the oldest first, up to 100; empty: nothing is missing."""

    @classmethod
    def of(cls, connection: object | None, unreadable: Sequence[object] = ()) -> Self:
        """Describe a connection, or that there is none."""
        response = cls.model_validate(connection if connection else {"state": "none"})
        found = [UnreadableResponse.model_validate(entity) for entity in unreadable]
        return response.model_copy(update={"unreadable": found})


class CreditMemoResponse(ResponseModel):
    """How far the copy of a credit note is, a credit memo that is applied to the invoice."""

    state: MemoState
    """`waiting_for_invoice`: it follows once its invoice is copied; `waiting_for_connection`: once a company is connected;
    `queued`: soon; `creating`: QuickBooks was asked and the outcome is not known yet; `applying`: it is there and not yet
    applied; `copied`: it is there, and applied as far as the invoice owed something; `variance`: that, and it differs from
    ours; `not_needed`: the invoice is gone there, or credit memos entered by hand settle it; `failed`: it needs somebody's
    help, then `retry` of its invoice."""
    reason: str | None
    """What waits, differs, is left or failed, in English; null: there is nothing to say."""
    qbo_id: str | None
    """Id of the credit memo; null: there is none."""
    doc_number: str | None
    """Number that QuickBooks shows; null: there is no credit memo."""
    qbo_total: Money | None
    """Total of the credit memo, with tax; null: there is none."""
    unapplied: Money | None
    """What of it settles nothing yet and is the customer's credit there; null: there is none."""
    copied_at: datetime | None
    """When it was created and applied; null: it was not."""


class CreditNoteResponse(ResponseModel):
    """A credit note of an invoice."""

    credit_note_id: UUID
    """The credit note, by its id in invoicing."""
    number: str
    """Its number."""
    issue_date: date
    """Its date."""
    total: Money
    """What it took back, with tax."""
    reason: str
    """Why, as printed."""
    quickbooks: CreditMemoResponse
    """Its copy."""

    @classmethod
    def of(cls, note: CreditNote, currency: str) -> Self:
        """Describe a credit note."""
        memo = {
            **vars(note),
            "qbo_total": _money(note.qbo_total, currency),
            "unapplied": _money(note.unapplied, currency),
        }
        about = {
            "total": _money(note.total, currency),
            "reason": note.credited_because,
            "quickbooks": memo,
        }
        return cls.model_validate({**vars(note), **about})


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount=pad(amount, currency), currency=currency)


class InvoiceResponse(ResponseModel):
    """An issued invoice: how far its export is, and what QuickBooks shows of it."""

    invoice_id: UUID
    """The invoice, by its id in invoicing."""
    number: str
    """Its number with us."""
    organization_id: UUID
    """The customer, an organization of timer."""
    state: ExportState
    """`waiting_for_connection`: it is exported once a company is connected; `queued`: soon; `creating`: QuickBooks was
    asked and the outcome is not known yet; `copied`: it is there; `variance`: it is there and differs from ours; `failed`:
    it needs somebody's help, then `retry`."""
    reason: str | None
    """What waits, differs or failed, in English; null: there is nothing to say."""
    total: Money
    """What the customer is to pay by our invoice, with tax."""
    realm_id: str | None
    """Intuit's number of the company that it is, or is to be, in; null: not tried yet."""
    qbo_id: str | None
    """Id of the QuickBooks invoice; null: there is none."""
    doc_number: str | None
    """Number that QuickBooks shows, `DocNumber`; null: there is no invoice."""
    qbo_total: Money | None
    """Total of the QuickBooks invoice, with tax; null: there is none."""
    qbo_balance: Money | None
    """What is still to be paid in QuickBooks; null: there is no invoice."""
    qbo_unapplied: Money | None
    """What the payments of this invoice hold in QuickBooks that pays nothing yet; null: no payment was seen."""
    remote: RemoteState | None
    """What was done with the QuickBooks invoice by hand: `voided` or `deleted`; null: neither."""
    credit_notes: list[CreditNoteResponse]
    """What was credited of it with us, and the credit memos that they become."""
    to_do: str | None
    """What a person is to do because a credit note could not be copied, in English; null: nothing, or credit memos that were
    entered by hand settle it."""
    copied_at: datetime | None
    """When it was created in, or found in, QuickBooks; null: it was not."""
    updated_at: datetime
    """When its export, or what QuickBooks shows of it, last changed."""

    @classmethod
    def of(cls, export: Any, credit: Credit = NO_CREDIT) -> Self:
        """Describe an invoice, its export and its credit notes."""
        amounts = {name: _money(getattr(export, name), export.currency) for name in _AMOUNTS}
        shown = [CreditNoteResponse.of(note, export.currency) for note in credit.notes]
        todo = to_do(
            credit,
            currency=export.currency,
            doc_number=export.doc_number,
            remote=export.remote,
        )
        return cls.model_validate({**vars(export), **amounts, "credit_notes": shown, "to_do": todo})


_AMOUNTS = ("total", "qbo_total", "qbo_balance", "qbo_unapplied")
