"""Responses of qbo-sync's API."""

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

    @classmethod
    def of(cls, connection: object | None) -> Self:
        """Describe a connection, or that there is none."""
        return cls.model_validate(connection if connection else {"state": "none"})


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


_AMOUNTS = ("total", "qbo_total", "qbo_balance")
