"""`/v1/settings`: how the account bills."""

import zoneinfo
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import Response
from pydantic import Field

import web
from contracts.invoicing import TaxCategory
from invoicing.account import Account
from invoicing.api.access import Biller, Day, Reader
from invoicing.api.parties import PartyAnswer, PartyBody
from invoicing.money import is_currency
from invoicing.numbering import NumberFormat
from invoicing.store import accounts
from invoicing.tax import Tax
from invoicing.terms import Terms, TermsKind

router = web.router(tags=["settings"])


class TaxBody(web.RequestModel):
    """How something is taxed; the rate is per cent, and 0 unless the category is standard."""

    category: TaxCategory
    rate: web.Amount = Decimal(0)

    def tax(self, field: str = "tax") -> Tax:
        """Read it, or refuse it."""
        tax = Tax(self.category, self.rate)
        problem = tax.problem()
        if problem:
            raise web.invalid(f"{field}.rate", problem)
        return tax


class TermsBody(web.RequestModel):
    """When an invoice is due: net `days`, end of month + `days`, on receipt, or on a fixed `due_date`."""

    kind: TermsKind
    days: int = Field(0, ge=0, le=365)
    due_date: Day | None = None

    def terms(self, field: str = "terms") -> Terms:
        """Read them, or refuse them."""
        if (self.kind == "fixed-date") != (self.due_date is not None):
            raise web.invalid(f"{field}.due_date", "belongs to fixed-date, and only there")
        return Terms(self.kind, self.days, self.due_date)


class SettingsBody(web.RequestModel):
    """All settings; what is left out gets its default."""

    seller: PartyBody = PartyBody()
    payment_instructions: Annotated[str, Field(max_length=1000)] = ""
    currency: web.CurrencyCode = "DKK"
    time_zone: str = "Europe/Copenhagen"
    terms: TermsBody = TermsBody(kind="net-days", days=30)
    number_format: Annotated[str, Field(max_length=60)] = "{year}-{seq:04}"
    tax: TaxBody = TaxBody(category="standard", rate=Decimal(25))
    language: Literal["da", "en"] = "da"

    def account(self) -> Account:
        """Read them, or refuse them."""
        if not is_currency(self.currency):
            raise web.invalid("currency", "is not an ISO 4217 code")
        if self.time_zone not in zoneinfo.available_timezones():
            raise web.invalid("time_zone", "is not an IANA time zone")
        if self.terms.kind == "fixed-date":
            raise web.invalid("terms.kind", "a fixed date belongs to one invoice")
        number_format = NumberFormat(self.number_format)
        problem = number_format.problem()
        if problem:
            raise web.invalid("number_format", problem)
        return Account(
            seller=self.seller.party(),
            payment_instructions=self.payment_instructions,
            currency=self.currency,
            time_zone=self.time_zone,
            terms=self.terms.terms(),
            number_format=number_format,
            tax=self.tax.tax(),
            language=self.language,
        )


class TaxAnswer(web.ResponseModel):
    """How something is taxed."""

    category: TaxCategory
    rate: Decimal


class TermsAnswer(web.ResponseModel):
    """When an invoice is due."""

    kind: TermsKind
    days: int
    due_date: date | None


class SettingsAnswer(web.ResponseModel):
    """All settings."""

    seller: PartyAnswer
    payment_instructions: str
    currency: str
    time_zone: str
    terms: TermsAnswer
    number_format: str
    tax: TaxAnswer
    language: str

    @classmethod
    def of(cls, account: Account) -> "SettingsAnswer":
        """Write them."""
        return cls(
            seller=PartyAnswer.model_validate(account.seller),
            payment_instructions=account.payment_instructions,
            currency=account.currency,
            time_zone=account.time_zone,
            terms=TermsAnswer.model_validate(account.terms),
            number_format=account.number_format.text,
            tax=TaxAnswer.model_validate(account.tax),
            language=account.language,
        )


@router.get("/settings")
async def read_settings(session: web.Session, caller: Reader, response: Response) -> SettingsAnswer:
    """The billing settings; defaults where nothing was set yet."""
    account = await accounts.load_account(session)
    response.headers["ETag"] = web.etag(account.version)
    return SettingsAnswer.of(account)


@router.put("/settings")
async def write_settings(
    body: SettingsBody,
    session: web.Session,
    caller: Biller,
    expected: web.IfMatch,
    response: Response,
) -> SettingsAnswer:
    """Replace the billing settings. Invoices that are issued already keep what they were issued with."""
    before = await accounts.load_account(session, lock=True)
    web.check_version(expected, before.version)
    account = replace(body.account(), version=before.version + 1)
    await accounts.save_account(session, caller.account_id, account)
    response.headers["ETag"] = web.etag(account.version)
    return SettingsAnswer.of(account)
