"""A QuickBooks company over HTTP: reads, queries, creates, change data capture."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import quote

import httpx
from prometheus_client import Counter

from qbo_sync.domain import UNREADABLE, Entity, dumps, loads
from qbo_sync.domain.connection import CompanyProfile
from qbo_sync.intuit.faults import (
    NOT_FOUND,
    ForbiddenError,
    IntuitError,
    RefusedError,
    UnauthenticatedError,
    UnavailableError,
    error_for,
    fault_in,
)
from qbo_sync.settings import Settings

PAGE = 1000
"""As many as Intuit gives at once; without asking, it is 100."""
log = logging.getLogger(__name__)
_requests_total = Counter("qbo_requests", "Calls to QuickBooks by how they ended", ["outcome"])


class TokenSource(Protocol):
    """Where a company's access token comes from."""

    async def token(self) -> str:
        """Return a token that should work."""

    async def replacement(self, refused: str) -> str:
        """Return another one, after `refused` was refused with 401."""

    async def end_grant(self, reason: str) -> None:
        """Record that nothing more can be done with the tokens there are; raises."""


class CompanyClient:
    """One connected company. Raises the errors of `faults`; remembers the last `intuit_tid`."""

    def __init__(
        self, settings: Settings, http: httpx.AsyncClient, realm_id: str, tokens: TokenSource
    ) -> None:
        self.realm_id, self.tid = realm_id, ""
        self._realm = quote(realm_id, safe="")
        self._settings, self._http, self._tokens = settings, http, tokens

    async def read(self, entity: str, entity_id: str) -> Entity | None:
        """Read the entity as it is now; None when it was deleted (fault 610)."""
        try:
            response = await self._call("GET", f"{entity.lower()}/{quote(entity_id, safe='')}")
        except RefusedError as refused:
            if refused.code == NOT_FOUND:
                return None
            raise
        found = _entity(response, entity)
        return None if found.get("status") == "Deleted" else found

    async def create(self, entity: str, body: Entity, *, requestid: str) -> Entity:
        """Create (or change, when the body has an Id); the same requestid is executed once."""
        response = await self._call("POST", entity.lower(), body, requestid=requestid)
        return _entity(response, entity)

    async def send_invoice(self, invoice_id: str, *, to: str | None, requestid: str) -> Entity:
        """Have an invoice mailed, to its own address when `to` is None; the same requestid is executed once."""
        path = f"invoice/{quote(invoice_id, safe='')}/send"
        query = {"sendTo": to} if to else {}
        answer = await self._call("POST", path, None, requestid=requestid, **query)
        return _entity(answer, "Invoice")

    async def query(self, entity: str, rest: str = "") -> list[Entity]:
        """Find all that matches `rest`; values in it are `quoted`."""
        return await self._pages("*", entity, rest)

    async def ids(self, entity: str, rest: str) -> list[str]:
        """The ids of what matches, also of what cannot be given whole."""
        found = await self._pages("Id", entity, rest)
        with broken_answers():
            return [str(one["Id"]) for one in found]

    async def _pages(self, fields: str, entity: str, rest: str) -> list[Entity]:
        found: list[Entity] = []
        while True:
            page = f"orderby Id startposition {len(found) + 1} maxresults {PAGE}"
            words = ("select", fields, "from", entity, rest, page)
            query = " ".join(filter(None, words))
            response = await self._call("GET", "query", query=query)
            entities = _part(response, "QueryResponse").get(entity, [])
            if not isinstance(entities, list) or not all(isinstance(one, dict) for one in entities):
                raise UnavailableError("QuickBooks sent a broken answer")
            found += entities
            if len(entities) < PAGE:
                return found

    async def exchange_rate(self, currency: str, day: date) -> Decimal | None:
        """Home units for one unit of a currency on a day, as the company keeps it; None when it has none."""
        try:
            response = await self._call(
                "GET", "exchangerate", sourcecurrencycode=currency, asofdate=day.isoformat()
            )
        except RefusedError as refused:
            if refused.code == NOT_FOUND:
                return None
            raise
        rate = _part(response, "ExchangeRate").get("Rate")
        return rate if isinstance(rate, Decimal) and rate > 0 else None

    async def profile(self) -> CompanyProfile:
        """Read what the company says of itself."""
        info = _part(await self._call("GET", f"companyinfo/{self._realm}"), "CompanyInfo")
        preferences = _part(await self._call("GET", "preferences"), "Preferences")
        accounts = await self.query("Account", "where AccountType = 'Income'")
        with broken_answers():
            return _profile(info, preferences, accounts)

    async def changes(
        self, entities: str, since: datetime
    ) -> tuple[dict[str, list[Entity]], datetime]:
        """Read what changed since a time (at most 1000 objects, 30 days), and Intuit's time of answering."""
        response = await self._call("GET", "cdc", entities=entities, changedSince=since.isoformat())
        found: dict[str, list[Entity]] = {}
        with broken_answers():
            for part in response["CDCResponse"][0]["QueryResponse"]:
                for name, value in part.items():
                    if isinstance(value, list):
                        found.setdefault(name, []).extend(value)
            return found, datetime.fromisoformat(str(response["time"]))

    async def _call(
        self, method: str, path: str, body: Entity | None = None, **query: str
    ) -> Entity:
        """Make a call; after a 401 the token is replaced and the call repeated, once.

        A change is repeated only when Intuit itself says that nothing was executed.
        """
        token = await self._tokens.token()
        try:
            return await self._send(token, method, path, body, query)
        except UnauthenticatedError as error:
            token = await self._tokens.replacement(token)
            if method != "GET" and not error.proven:
                raise UnavailableError(str(error), tid=error.tid) from error
        except ForbiddenError as error:
            await self._tokens.end_grant(str(error))
            raise
        try:
            return await self._send(token, method, path, body, query)
        except (UnauthenticatedError, ForbiddenError) as error:
            if isinstance(error, UnauthenticatedError) and not error.proven:
                raise UnavailableError(str(error), tid=error.tid) from error
            await self._tokens.end_grant(str(error))
            raise

    async def _send(
        self, token: str, method: str, path: str, body: Entity | None, query: Mapping[str, str]
    ) -> Entity:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        elif method == "POST":
            headers["Content-Type"] = "application/octet-stream"
        with count_outcome():
            try:
                response = await self._http.request(
                    method,
                    f"{self._settings.qbo_api_base_url}/v3/company/{self._realm}/{path}",
                    params={"minorversion": str(self._settings.qbo_minor_version), **query},
                    content=None if body is None else dumps(body),
                    headers=headers,
                )
            except httpx.TransportError as error:
                raise UnavailableError(f"QuickBooks did not answer: {error!r}") from error
            return self._document(method, path, response)

    def _document(self, method: str, path: str, response: httpx.Response) -> Entity:
        status, self.tid = response.status_code, response.headers.get("intuit_tid", "")
        fault = fault_in(status, response.content)
        if fault is not None:
            log.info(
                "Intuit refused %s %s of realm %s: %s %s, intuit_tid %s",
                *(method, path.split("/")[0], self.realm_id, status, fault.code, self.tid),
            )
            raise error_for(status, fault, self.tid)
        try:
            document: Any = loads(response.content)
        except ValueError:
            document = None
        if not isinstance(document, dict):
            raise UnavailableError("QuickBooks sent a broken answer", tid=self.tid)
        return document


@contextmanager
def broken_answers() -> Iterator[None]:
    """Raise `UnavailableError` for an answer that is not as Intuit documents it."""
    try:
        yield
    except UNREADABLE as error:
        raise UnavailableError(f"QuickBooks sent a broken answer: {error!r}") from error


def _profile(info: Entity, preferences: Entity, accounts: list[Entity]) -> CompanyProfile:
    currencies = preferences.get("CurrencyPrefs", {})
    return CompanyProfile(
        company_name=_text(info.get("CompanyName")),
        country=_text(info.get("Country")),
        home_currency=_text(currencies.get("HomeCurrency", {}).get("value")),
        multi_currency=bool(currencies.get("MultiCurrencyEnabled")),
        custom_txn_numbers=bool(preferences.get("SalesFormsPrefs", {}).get("CustomTxnNumbers")),
        uses_sales_tax=bool(preferences.get("TaxPrefs", {}).get("UsingSalesTax")),
        income_account_id=_text(accounts[0]["Id"]) if accounts else None,
    )


def _text(value: object) -> str | None:
    """Raises TypeError for what is no text."""
    if value is None or isinstance(value, str):
        return value
    raise TypeError(f"not text: {value!r}")


def _part(response: Entity, name: str) -> Entity:
    """What a response has under `name`. Raises `UnavailableError` when that is not there."""
    part = response.get(name)
    if not isinstance(part, dict):
        raise UnavailableError("QuickBooks sent a broken answer")
    return part


def _entity(response: Entity, name: str) -> Entity:
    """The entity in a response. Raises `UnavailableError` when there is none."""
    if not (entity := _part(response, name)).get("Id"):
        raise UnavailableError("QuickBooks sent a broken answer")
    return entity


@contextmanager
def count_outcome() -> Iterator[None]:
    """Count the call made inside: ok, refused, unavailable, throttled, unauthenticated, forbidden or broken."""
    outcome = "broken"
    try:
        yield
        outcome = "ok"
    except IntuitError as error:
        outcome = type(error).__name__.removesuffix("Error").lower()
        raise
    finally:
        _requests_total.labels(outcome).inc()


def quoted(value: str) -> str:
    """A value for a query: in single quotes, `'` as `\\'` and `\\` as `\\\\`."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
