"""Calls to a company: the network is faked at the transport."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY

from qbo_sync.domain import dumps, loads
from qbo_sync.domain.connection import CompanyProfile, ReconnectNeededError
from qbo_sync.intuit.company import CompanyClient, count_outcome, quoted
from qbo_sync.intuit.faults import (
    ForbiddenError,
    RefusedError,
    ThrottledError,
    UnauthenticatedError,
    UnavailableError,
)
from qbo_sync.settings import Settings

REALM = "9130350000000001"
UNAUTHENTICATED = httpx.Response(401, json={"Fault": {"Error": [{"code": "3200"}]}})
FORBIDDEN = httpx.Response(403, json={"fault": {"error": [{"code": "3100"}]}})


class Tokens:
    """A token source that counts how often a token was replaced, and why the grant ended."""

    def __init__(self) -> None:
        self.replaced: list[str] = []
        self.ended: list[str] = []

    async def token(self) -> str:
        return "first"

    async def replacement(self, refused: str) -> str:
        self.replaced.append(refused)
        return "second"

    async def end_grant(self, reason: str) -> None:
        self.ended.append(reason)
        raise ReconnectNeededError(reason)


class Intuit:
    """Answers with the responses given, in order; a path's last one for ever."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.responses: list[httpx.Response | Exception] = []
        self.tokens = Tokens()

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        found = self.responses.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    def will_answer(self, *responses: httpx.Response | Exception | dict[str, Any]) -> None:
        for response in responses:
            made = httpx.Response(200, json=response) if isinstance(response, dict) else response
            self.responses.append(made)


@pytest.fixture
def intuit() -> Intuit:
    return Intuit()


@pytest.fixture
async def client(intuit: Intuit) -> AsyncIterator[CompanyClient]:
    settings = Settings(
        database_url="postgresql://x@y/z", qbo_api_base_url="https://intuit.example"
    )
    async with httpx.AsyncClient(transport=httpx.MockTransport(intuit.answer)) as http:
        yield CompanyClient(settings, http, REALM, intuit.tokens)


async def test_an_entity_is_read_with_exact_decimals(intuit: Intuit, client: CompanyClient) -> None:
    body = b'{"Invoice": {"Id": "5", "TotalAmt": 0.1}}'
    intuit.will_answer(httpx.Response(200, content=body, headers={"intuit_tid": "t-1"}))

    assert await client.read("Invoice", "5") == {"Id": "5", "TotalAmt": Decimal("0.1")}
    assert client.tid == "t-1"
    (request,) = intuit.requests
    assert request.url.path == f"/v3/company/{REALM}/invoice/5"
    assert request.url.params["minorversion"] == "75"
    assert request.headers["authorization"] == "Bearer first"
    assert request.headers["accept"] == "application/json"


@pytest.mark.parametrize(
    "gone",
    [
        httpx.Response(400, json={"Fault": {"Error": [{"code": "610"}]}}),
        httpx.Response(200, json={"Invoice": {"Id": "5", "status": "Deleted"}}),
    ],
)
async def test_what_was_deleted_is_none(
    intuit: Intuit, client: CompanyClient, gone: httpx.Response
) -> None:
    intuit.will_answer(gone)
    assert await client.read("Invoice", "5") is None


async def test_another_refusal_of_a_read_is_raised(intuit: Intuit, client: CompanyClient) -> None:
    intuit.will_answer(httpx.Response(400, json={"Fault": {"Error": [{"code": "4000"}]}}))
    with pytest.raises(RefusedError):
        await client.read("Invoice", "5")


async def test_an_id_cannot_become_another_path(intuit: Intuit, client: CompanyClient) -> None:
    intuit.will_answer({"Invoice": {"Id": "1"}})
    await client.read("Invoice", "../customer/1")
    assert intuit.requests[0].url.raw_path.startswith(
        f"/v3/company/{REALM}/invoice/..%2Fcustomer%2F1?".encode()
    )


async def test_a_create_sends_numbers_and_its_requestid(
    intuit: Intuit, client: CompanyClient
) -> None:
    intuit.will_answer({"Invoice": {"Id": "5"}})
    created = await client.create("Invoice", {"Amount": Decimal("16.10")}, requestid="r-1")

    assert created == {"Id": "5"}
    (request,) = intuit.requests
    assert (request.method, request.url.params["requestid"]) == ("POST", "r-1")
    assert json.loads(request.content) == {"Amount": 16.1}
    assert request.headers["content-type"] == "application/json"


async def test_a_query_finds_a_list_also_of_nothing(intuit: Intuit, client: CompanyClient) -> None:
    intuit.will_answer({"QueryResponse": {"Item": [{"Id": "7"}]}}, {"QueryResponse": {}})
    assert await client.query("Item", "where Name = 'x'") == [{"Id": "7"}]
    assert await client.query("Item") == []
    assert intuit.requests[0].url.params["query"] == (
        "select * from Item where Name = 'x' orderby Id startposition 1 maxresults 1000"
    )
    assert intuit.requests[1].url.params["query"] == (
        "select * from Item orderby Id startposition 1 maxresults 1000"
    )


async def test_a_query_reads_every_page(intuit: Intuit, client: CompanyClient) -> None:
    codes = [{"Id": str(number)} for number in range(2_500)]
    for first in (0, 1_000, 2_000):
        intuit.will_answer({"QueryResponse": {"TaxCode": codes[first : first + 1_000]}})
    assert await client.query("TaxCode") == codes
    starts = [request.url.params["query"].split()[7] for request in intuit.requests]
    assert starts == ["1", "1001", "2001"]


async def test_a_full_last_page_is_followed_by_an_empty_one(
    intuit: Intuit, client: CompanyClient
) -> None:
    codes = [{"Id": str(number)} for number in range(1_000)]
    intuit.will_answer({"QueryResponse": {"TaxCode": codes}}, {"QueryResponse": {}})
    assert await client.ids("TaxCode", "") == [code["Id"] for code in codes]


@pytest.mark.parametrize(
    ("answer", "rate"),
    [
        ({"ExchangeRate": {"Rate": 7.46}}, Decimal("7.46")),
        ({"ExchangeRate": {}}, None),
        ({"ExchangeRate": {"Rate": 0}}, None),
        (httpx.Response(400, json={"Fault": {"Error": [{"code": "610"}]}}), None),
    ],
)
async def test_the_company_tells_the_exchange_rate_of_a_day(
    intuit: Intuit, client: CompanyClient, answer: Any, rate: Decimal | None
) -> None:
    intuit.will_answer(answer)
    assert await client.exchange_rate("EUR", date(2026, 11, 20)) == rate
    params = intuit.requests[0].url.params
    assert (params["sourcecurrencycode"], params["asofdate"]) == ("EUR", "2026-11-20")


@pytest.mark.parametrize(
    ("value", "written"),
    [("Nordlys", "'Nordlys'"), ("O'Brien", "'O\\'Brien'"), ("a\\b", "'a\\\\b'"), ("", "''")],
)
def test_a_value_cannot_leave_its_quotes(value: str, written: str) -> None:
    assert quoted(value) == written


async def test_the_profile_is_what_the_company_says(intuit: Intuit, client: CompanyClient) -> None:
    preferences = {
        "CurrencyPrefs": {"HomeCurrency": {"value": "DKK"}, "MultiCurrencyEnabled": True},
        "SalesFormsPrefs": {"CustomTxnNumbers": True},
        "TaxPrefs": {"UsingSalesTax": True},
    }
    intuit.will_answer(
        {"CompanyInfo": {"CompanyName": "Lind", "Country": "DK"}},
        {"Preferences": preferences},
        {"QueryResponse": {"Account": [{"Id": "1"}, {"Id": "2"}]}},
    )
    assert await client.profile() == CompanyProfile("Lind", "DK", "DKK", True, True, True, "1")


async def test_a_company_that_says_nothing_has_a_profile_too(
    intuit: Intuit, client: CompanyClient
) -> None:
    intuit.will_answer({"CompanyInfo": {}}, {"Preferences": {}}, {"QueryResponse": {}})
    assert await client.profile() == CompanyProfile(None, None, None, False, False, False, None)


async def test_changes_of_several_entities_come_with_intuits_time(
    intuit: Intuit, client: CompanyClient
) -> None:
    parts = [{"Payment": [{"Id": "1"}], "startPosition": 1}, {"Invoice": [{"Id": "2"}]}, {}]
    intuit.will_answer(
        {"CDCResponse": [{"QueryResponse": parts}], "time": "2026-11-20T10:00:00-08:00"}
    )
    since = datetime(2026, 11, 19, tzinfo=UTC)
    changed, until = await client.changes("Payment,Invoice", since)

    assert changed == {"Payment": [{"Id": "1"}], "Invoice": [{"Id": "2"}]}
    assert until == datetime(2026, 11, 20, 18, tzinfo=UTC)
    assert intuit.requests[0].url.params["changedSince"] == since.isoformat()


async def test_a_refused_token_is_replaced_once(intuit: Intuit, client: CompanyClient) -> None:
    intuit.will_answer(UNAUTHENTICATED, {"Invoice": {"Id": "5"}})
    assert await client.read("Invoice", "5") == {"Id": "5"}
    assert intuit.tokens.replaced == ["first"]
    assert intuit.requests[1].headers["authorization"] == "Bearer second"


@pytest.mark.parametrize(
    "answers", [[UNAUTHENTICATED] * 2, [FORBIDDEN], [UNAUTHENTICATED, FORBIDDEN]]
)
async def test_tokens_that_stay_refused_end_the_grant(
    intuit: Intuit, client: CompanyClient, answers: list[httpx.Response]
) -> None:
    intuit.will_answer(*answers)
    with pytest.raises(ReconnectNeededError):
        await client.read("Invoice", "5")
    assert len(intuit.tokens.ended) == 1
    assert len(intuit.requests) == len(answers)


@pytest.mark.parametrize(
    "broken",
    [
        httpx.ConnectError("no route"),
        httpx.ReadTimeout("slow"),
        httpx.Response(200, content=b'{"Invoice": {"Id"'),
        httpx.Response(200, content=b"[]"),
        httpx.Response(200, content=b"\xff\xfe"),
        httpx.Response(503),
        httpx.Response(409),
        httpx.Response(200, json={}),
        httpx.Response(200, json={"Invoice": []}),
        httpx.Response(200, json={"Invoice": {}}),
    ],
)
async def test_whether_a_call_was_executed_is_not_known_when_its_answer_is_broken(
    intuit: Intuit, client: CompanyClient, broken: httpx.Response | Exception
) -> None:
    intuit.will_answer(broken)
    with pytest.raises(UnavailableError):
        await client.create("Invoice", {}, requestid="r")
    assert len(intuit.requests) == 1


async def test_a_create_is_not_repeated_within_its_attempt_after_a_401_that_is_not_intuits(
    intuit: Intuit, client: CompanyClient
) -> None:
    intuit.will_answer(httpx.Response(401), {"Invoice": {"Id": "5"}})
    with pytest.raises(UnavailableError):
        await client.create("Invoice", {}, requestid="r")
    assert intuit.tokens.replaced == ["first"]
    assert len(intuit.requests) == 1


async def test_a_read_is_repeated_after_any_401(intuit: Intuit, client: CompanyClient) -> None:
    intuit.will_answer(httpx.Response(401), {"Invoice": {"Id": "5"}})
    assert await client.read("Invoice", "5") == {"Id": "5"}


@pytest.mark.parametrize("answer", [{}, {"QueryResponse": []}])
async def test_a_look_up_that_is_not_answered_has_not_found_nothing(
    intuit: Intuit, client: CompanyClient, answer: dict[str, Any]
) -> None:
    intuit.will_answer(answer)
    with pytest.raises(UnavailableError):
        await client.query("Invoice")


def count(outcome: str) -> float:
    return REGISTRY.get_sample_value("qbo_requests_total", {"outcome": outcome}) or 0.0


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ThrottledError("wait"), "throttled"),
        (UnauthenticatedError("who"), "unauthenticated"),
        (ForbiddenError("no"), "forbidden"),
        (KeyError("Id"), "broken"),
    ],
)
def test_a_failed_call_is_counted_by_how_it_ended(error: Exception, outcome: str) -> None:
    before = count(outcome)
    with pytest.raises(type(error)), count_outcome():
        raise error
    assert count(outcome) == before + 1


def test_a_good_call_is_counted_as_ok() -> None:
    before = count("ok")
    with count_outcome():
        pass
    assert count("ok") == before + 1


@pytest.mark.parametrize("text", [b"0.1", b"362.07", b"100", b"0", b"1e3"])
def test_numbers_come_and_go_as_they_are(text: bytes) -> None:
    number = loads(text)
    assert isinstance(number, Decimal)
    assert loads(dumps(number)) == number


def test_what_is_no_json_is_not_sent() -> None:
    not_json: Callable[[], object] = object
    with pytest.raises(TypeError):
        dumps({"x": not_json()})
