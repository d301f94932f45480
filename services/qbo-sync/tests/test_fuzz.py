"""What Intuit may send, spoiled: each is understood, or is the error that its reader declares."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import strategies as st

from qbo_sync.domain import UnreadableEntityError, loads
from qbo_sync.domain.invoice import NotExportableError
from qbo_sync.domain.remote import RemoteInvoice, applied_amounts, linked_payments, unapplied_amount
from qbo_sync.domain.tax_codes import tax_code_id
from qbo_sync.intuit.company import CompanyClient
from qbo_sync.intuit.faults import Fault, IntuitError, UnavailableError, error_for, fault_in
from qbo_sync.intuit.notifications import Webhook, is_genuine, parse
from qbo_sync.intuit.oauth import GrantEndedError, OAuthClient, Tokens
from qbo_sync.settings import Settings
from testkit.foreign_input import fuzz, grows_linearly, spoiled, spoiled_json, spoiled_text

NOW = datetime(2026, 11, 2, tzinfo=UTC)
LEGACY = {
    "eventNotifications": [
        {
            "realmId": "9130",
            "dataChangeEvent": {
                "entities": [
                    {
                        "name": "Payment",
                        "id": "17",
                        "operation": "Update",
                        "lastUpdated": "2026-11-02T09:00:00Z",
                    }
                ]
            },
        }
    ]
}
CLOUD_EVENT = {
    "specversion": "1.0",
    "id": "88cd52aa",
    "source": "intuit.dsnBgbseACLLRZNxo2dfc4evmEJdxde58xeeYcZliOU=",
    "type": "qbo.invoice.updated.v1",
    "time": "2026-11-02T09:00:00Z",
    "intuitentityid": "1234",
    "intuitaccountid": "9130",
    "data": {},
}
FAULT = {
    "Fault": {
        "Error": [{"Message": "Duplicate", "Detail": "exists", "code": "6240", "element": "Name"}],
        "type": "ValidationFault",
    }
}
OTHER_FAULT = {"fault": {"error": [{"message": "message=x; errorCode=003200", "detail": None}]}}
XML_FAULT = b'<IntuitResponse><Fault><Error code="3200"><Message>x</Message></Error></Fault></IntuitResponse>'
TOKENS = {
    "access_token": "a",
    "refresh_token": "r",
    "expires_in": 3600,
    "x_refresh_token_expires_in": 8726400,
    "x_refresh_token_hard_expires_in": 157680000,
}
INVOICE = {
    "Id": "1",
    "SyncToken": "0",
    "DocNumber": "2026-1",
    "TotalAmt": 1250.5,
    "Balance": 0,
    "PrivateNote": "Voided",
    "CurrencyRef": {"value": "DKK"},
    "TxnTaxDetail": {"TotalTax": 250.1},
    "Line": [{"DetailType": "SalesItemLineDetail", "Amount": 1}],
    "LinkedTxn": [{"TxnId": "2", "TxnType": "Payment"}],
    "MetaData": {"LastUpdatedTime": "2026-11-02T09:00:00-08:00"},
}
PAYMENT = {
    "Id": "2",
    "TotalAmt": 100,
    "UnappliedAmt": 10,
    "TxnDate": "2026-11-02",
    "PaymentRefNum": "x",
    "Line": [{"Amount": 90, "LinkedTxn": [{"TxnId": "1", "TxnType": "Invoice"}]}],
}
CHANGES = {
    "CDCResponse": [
        {"QueryResponse": [{"Invoice": [INVOICE], "startPosition": 1}, {"Payment": [PAYMENT]}]}
    ],
    "time": "2026-11-02T09:00:00.000-08:00",
}
ANSWERS = (
    {"Invoice": INVOICE, "time": "2026-11-02"},
    {"QueryResponse": {"Invoice": [INVOICE], "maxResults": 1}},
    {"QueryResponse": {"Account": [{"Id": "79"}]}},
    {"CompanyInfo": {"CompanyName": "A", "Country": "DK"}},
    {"Preferences": {"CurrencyPrefs": {"HomeCurrency": {"value": "DKK"}}, "SalesFormsPrefs": {}}},
    {"ExchangeRate": {"Rate": 7.46}},
    CHANGES,
    FAULT,
    OTHER_FAULT,
)  # fmt: skip
CODE = {
    "Id": "5",
    "Name": "25%",
    "SalesTaxRateList": {"TaxRateDetail": [{"TaxRateRef": {"value": "3"}}]},
}
RATE = {"Id": "3", "RateValue": 25}


def raw(*samples: Any) -> st.SearchStrategy[bytes]:
    """Samples as bytes, spoiled as JSON or as text."""
    whole = [json.dumps(sample).encode() for sample in samples]
    return spoiled(*whole) | spoiled_json(*samples).map(lambda found: json.dumps(found).encode())


class FixedToken:
    """Tokens that never end."""

    async def token(self) -> str:
        return "t"

    async def replacement(self, refused: str) -> str:
        return "u"

    async def end_grant(self, reason: str) -> None:
        raise UnavailableError(reason)


def settings() -> Settings:
    return Settings(database_url="postgresql://nobody@localhost/none", qbo_client_id="c")


@fuzz(raw(LEGACY, [CLOUD_EVENT], [CLOUD_EVENT, CLOUD_EVENT], LEGACY["eventNotifications"]))
def test_a_webhook_is_read_as_far_as_it_can_be(body: bytes) -> None:
    found = parse(body)
    assert isinstance(found, Webhook)
    for one in found.notifications:
        assert all(part.isascii() and part.isprintable() for part in vars(one).values())
    assert found.problem is None or (found.problem.isascii() and found.problem.isprintable())


@fuzz(st.binary(max_size=20), spoiled_text("c29ycnk="))
def test_any_signature_is_genuine_or_not(body: bytes, signature: str) -> None:
    assert not is_genuine(body, signature, ["token"])


@fuzz(
    st.sampled_from((200, 302, 400, 401, 403, 404, 409, 429, 500)),
    raw(*ANSWERS) | spoiled(XML_FAULT),
)
def test_every_answer_has_a_fault_or_none(status: int, body: bytes) -> None:
    fault = fault_in(status, body)
    assert fault or status < 300
    if fault:
        assert isinstance(fault, Fault)
        assert isinstance(error_for(status, fault, ""), IntuitError)


@pytest.mark.parametrize(
    "pump", ["<Error", '<Error code="', "<Message>", "errorCode=", "[", '{"a":', "<Error>", "<Error code="]
)  # fmt: skip
def test_faults_are_found_in_linear_time(pump: str) -> None:
    assert grows_linearly(lambda text: fault_in(500, text.encode()), pump, length=20_000)


@fuzz(st.sampled_from((200, 400, 401, 500, 503)), raw(TOKENS, {"error": "invalid_grant"}))
async def test_tokens_come_or_not(status: int, body: bytes) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(status, content=body))
    async with httpx.AsyncClient(transport=transport) as http:
        try:
            found = await OAuthClient(settings(), http).refresh("r", now=NOW)
        except (GrantEndedError, UnavailableError):
            return
    assert isinstance(found, Tokens)
    assert found.access_expires_at > NOW - timedelta(days=400_000)


@fuzz(st.sampled_from((200, 200, 200, 400, 401, 403, 429, 500)), raw(*ANSWERS))
async def test_a_company_answers_or_raises_what_is_declared(status: int, body: bytes) -> None:
    answered = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal answered
        answered += 1
        if answered > 3:
            return httpx.Response(500)
        return httpx.Response(status, content=body)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        company = CompanyClient(settings(), http, "9130", FixedToken())
        for call in (
            lambda: company.read("Invoice", "1"),
            lambda: company.query("Invoice"),
            lambda: company.ids("Invoice", ""),
            lambda: company.create("Invoice", INVOICE, requestid="r"),
            lambda: company.profile(),
            lambda: company.exchange_rate("EUR", NOW.date()),
            lambda: company.changes("Invoice", NOW),
        ):
            answered = 0
            with suppress(IntuitError):
                await call()


@fuzz(spoiled_json(INVOICE, PAYMENT).map(lambda found: loads(json.dumps(found))))
def test_entities_are_understood_or_unreadable(entity: Any) -> None:
    if not isinstance(entity, dict):
        return
    for read in (RemoteInvoice.of, applied_amounts, linked_payments, unapplied_amount):
        with suppress(UnreadableEntityError):
            read(entity)


@fuzz(spoiled_json(CODE), spoiled_json(RATE))
def test_tax_codes_are_found_or_not(code: Any, rate: Any) -> None:
    codes, rates = ([one] if isinstance(one, dict) else [] for one in (code, rate))
    with suppress(NotExportableError, UnreadableEntityError):
        assert tax_code_id(codes, rates, "standard", Decimal(25))
