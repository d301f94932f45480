"""Responses of qbo-sync's API."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BeforeValidator, Field

from money import pad
from qbo_sync.domain.connection import State
from qbo_sync.domain.remote import ExportState, RemoteState
from web import Money, RequestModel, ResponseModel


class AuthorizationResponse(ResponseModel):
    """Where the browser of a QuickBooks admin must go to authorize us."""

    authorize_url: str


class CompletionRequest(RequestModel):
    """The parameters that Intuit sent the browser back with."""

    state: str = Field(max_length=200)
    code: str = Field(max_length=1000)
    realm_id: str = Field(max_length=20, description="Intuit's `realmId`")


def _number_owner(custom_txn_numbers: bool | None) -> str | None:
    return {True: "honorar", False: "quickbooks", None: None}[custom_txn_numbers]


class UnreadableResponse(ResponseModel):
    """A payment or an invoice that QuickBooks cannot give us, and that is therefore not up to date here."""

    entity: str = Field(description="`Payment` or `Invoice`")
    name: str = Field(description="Its QuickBooks id, else when it changed")
    reason: str
    seen_at: datetime


class ConnectionResponse(ResponseModel):
    """The account's QuickBooks company and whether calls to it work."""

    state: Literal["none"] | State
    reason: str | None = None
    realm_id: str | None = None
    company_name: str | None = None
    country: str | None = None
    home_currency: str | None = None
    multi_currency: bool | None = None
    number_owner: Annotated[
        Literal["honorar", "quickbooks"] | None, BeforeValidator(_number_owner)
    ] = Field(None, validation_alias="custom_txn_numbers")
    connected_at: datetime | None = None
    reconnect_by: datetime | None = Field(None, validation_alias="hard_expires_at")

    unreadable: list[UnreadableResponse] = Field(default_factory=list)

    @classmethod
    def of(cls, connection: object | None, unreadable: Sequence[object] = ()) -> Self:
        """Describe a connection, or that there is none."""
        response = cls.model_validate(connection if connection else {"state": "none"})
        found = [UnreadableResponse.model_validate(entity) for entity in unreadable]
        return response.model_copy(update={"unreadable": found})


class InvoiceResponse(ResponseModel):
    """How far the export of an invoice is; `reason` says what waits, differs or failed."""

    invoice_id: UUID
    number: str
    organization_id: UUID
    state: ExportState
    reason: str | None
    total: Money
    realm_id: str | None
    qbo_id: str | None
    doc_number: str | None
    qbo_total: Money | None
    qbo_balance: Money | None
    qbo_unapplied: Money | None = Field(
        description="What the payments of this invoice hold in QuickBooks that pays nothing yet"
    )
    remote: RemoteState | None
    copied_at: datetime | None
    updated_at: datetime

    @classmethod
    def of(cls, export: Any) -> Self:
        """Describe an invoice and its export."""

        def money(amount: Decimal | None) -> Money | None:
            if amount is None:
                return None
            return Money(amount=pad(amount, export.currency), currency=export.currency)

        amounts = {name: money(getattr(export, name)) for name in _AMOUNTS}
        return cls.model_validate({**vars(export), **amounts})


_AMOUNTS = ("total", "qbo_total", "qbo_balance", "qbo_unapplied")
