"""A QuickBooks company over HTTP: reads, queries, creates."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import quote

import httpx

from qbo_sync.intuit.faults import (
    NOT_FOUND,
    ForbiddenError,
    RefusedError,
    UnauthenticatedError,
    UnavailableError,
    error_for,
    fault_in,
)
from qbo_sync.intuit.metrics import counted
from qbo_sync.intuit.numbers import Doc, dumps, loads
from qbo_sync.settings import Settings

log = logging.getLogger(__name__)
_SELECT = "select * from"


class Bearer(Protocol):
    """Where a company's access token comes from."""

    async def token(self) -> str:
        """A token that should work."""

    async def replacement(self, refused: str) -> str:
        """Another one, after `refused` was refused with 401."""

    async def useless(self, reason: str) -> None:
        """Nothing more can be done with what we have; raises."""


class Company:
    """One connected company. Raises the errors of `faults`; remembers the last `intuit_tid`."""

    def __init__(
        self, settings: Settings, http: httpx.AsyncClient, realm_id: str, bearer: Bearer
    ) -> None:
        self.realm_id, self.tid = realm_id, ""
        self._realm = quote(realm_id, safe="")
        self._settings, self._http, self._bearer = settings, http, bearer

    async def read(self, entity: str, entity_id: str) -> Doc | None:
        """The entity as it is now; None when it was deleted (fault 610)."""
        try:
            found = await self._call("GET", f"{entity.lower()}/{quote(entity_id, safe='')}")
        except RefusedError as refused:
            if refused.code == NOT_FOUND:
                return None
            raise
        entity_doc: Doc = found[entity]
        return None if entity_doc.get("status") == "Deleted" else entity_doc

    async def create(self, entity: str, body: Doc, *, requestid: str) -> Doc:
        """Create (or change, when the body has an Id); the same requestid is executed once."""
        answer = await self._call("POST", entity.lower(), body, requestid=requestid)
        created: Doc = answer[entity]
        return created

    async def query(self, entity: str, rest: str = "") -> list[Doc]:
        """What matches `select * from entity rest`, at most 1000; values in `rest` are `quoted`."""
        answer = await self._call("GET", "query", query=f"{_SELECT} {entity} {rest}".strip())
        found: list[Doc] = answer.get("QueryResponse", {}).get(entity, [])
        return found

    async def info(self) -> Doc:
        answer = await self._call("GET", f"companyinfo/{self._realm}")
        found: Doc = answer["CompanyInfo"]
        return found

    async def preferences(self) -> Doc:
        found: Doc = (await self._call("GET", "preferences"))["Preferences"]
        return found

    async def changes(
        self, entities: str, since: datetime
    ) -> tuple[dict[str, list[Doc]], datetime]:
        """What changed since a time (at most 1000 objects, 30 days), and Intuit's time of answering."""
        answer = await self._call("GET", "cdc", entities=entities, changedSince=since.isoformat())
        found: dict[str, list[Doc]] = {}
        for response in answer["CDCResponse"][0]["QueryResponse"]:
            for name, value in response.items():
                if isinstance(value, list):
                    found.setdefault(name, []).extend(value)
        return found, datetime.fromisoformat(str(answer["time"]))

    async def _call(self, method: str, path: str, body: Doc | None = None, **query: str) -> Doc:
        """One call; after a 401 the token is replaced and the call repeated, once."""
        token = await self._bearer.token()
        try:
            return await self._sent(token, method, path, body, query)
        except UnauthenticatedError:
            token = await self._bearer.replacement(token)
        except ForbiddenError as error:
            await self._bearer.useless(str(error))
            raise
        try:
            return await self._sent(token, method, path, body, query)
        except (UnauthenticatedError, ForbiddenError) as error:
            await self._bearer.useless(str(error))
            raise

    async def _sent(
        self, token: str, method: str, path: str, body: Doc | None, query: Mapping[str, str]
    ) -> Doc:
        with counted():
            return await self._exchanged(token, method, path, body, query)

    async def _exchanged(
        self, token: str, method: str, path: str, body: Doc | None, query: Mapping[str, str]
    ) -> Doc:
        url = f"{self._settings.qbo_api_base_url}/v3/company/{self._realm}/{path}"
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            answer = await self._http.request(
                method,
                url,
                params={"minorversion": str(self._settings.qbo_minor_version), **query},
                content=None if body is None else dumps(body),
                headers=headers,
            )
        except httpx.TransportError as error:
            raise UnavailableError(f"QuickBooks did not answer: {error!r}") from error
        return self._understood(method, path, answer)

    def _understood(self, method: str, path: str, answer: httpx.Response) -> Doc:
        self.tid = answer.headers.get("intuit_tid", "")
        fault = fault_in(answer.status_code, answer.content)
        if fault is not None:
            log.info(
                "Intuit refused %s %s of realm %s: %s %s, intuit_tid %s",
                *(
                    method,
                    path.split("/")[0],
                    self.realm_id,
                    answer.status_code,
                    fault.code,
                    self.tid,
                ),
            )
            raise error_for(answer.status_code, fault, self.tid)
        try:
            document: Any = loads(answer.content)
        except (ValueError, UnicodeDecodeError):
            document = None
        if not isinstance(document, dict):
            raise UnavailableError("QuickBooks sent a broken answer", tid=self.tid)
        return document


def quoted(value: str) -> str:
    """A value for a query: in single quotes, `'` as `\\'` and `\\` as `\\\\`."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
