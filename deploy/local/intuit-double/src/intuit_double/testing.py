"""For tests: an app that uses the double as it would use Intuit, and controls it."""

from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from intuit_double.options import Options

REDIRECT = "http://localhost:9999/callback"
REALM = "9130350000000001"
CLIENT = (Options.client_id, Options.client_secret)
Json = dict[str, Any]


class AppClient:
    """Calls Intuit's endpoints with the app's credentials, and the double's own under `/_fake/`."""

    def __init__(self, base_url: str) -> None:
        accepted = {"Accept": "application/json"}
        self.http = httpx.AsyncClient(base_url=base_url, headers=accepted, timeout=60)
        self.tokens: Json = {}
        self.realm = REALM

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.http.aclose()

    async def control(self, method: str, path: str, **body: Any) -> Any:
        response = await self.http.request(method, f"/_fake/{path}", json=body)
        response.raise_for_status()
        return response.json()

    async def connect(self, realm: str = REALM, **company: Any) -> None:
        await self.control("POST", "companies", realm=realm, **company)
        response = await self.token(
            grant_type="authorization_code", code=await self.code(realm), redirect_uri=REDIRECT
        )
        assert response.status_code == 200, response.text
        self.tokens, self.realm = response.json(), realm

    async def code(self, realm: str = REALM) -> str:
        redirect = await self.approve(realm)
        return parse_qs(urlsplit(redirect).query)["code"][0]

    async def approve(self, realm: str = REALM, **changed: str) -> str:
        response = await self.control(
            "POST", "oauth/approve", authorize_url=self.authorize_url(**changed), realm=realm
        )
        return str(response.get("redirect") or response["error"])

    def authorize_url(self, **changed: str) -> str:
        parameters = {
            "client_id": CLIENT[0],
            "response_type": "code",
            "scope": "com.intuit.quickbooks.accounting",
            "redirect_uri": REDIRECT,
            "state": "s1",
        }
        return f"/connect/oauth2?{urlencode(parameters | changed)}"

    async def token(self, **form: str) -> httpx.Response:
        return await self.http.post("/oauth2/v1/tokens/bearer", data=form, auth=CLIENT)

    async def refresh(self, refresh_token: str = "") -> httpx.Response:
        token = refresh_token or self.tokens["refresh_token"]
        return await self.token(grant_type="refresh_token", refresh_token=token)

    async def call(
        self, method: str, path: str, body: Json | None = None, **query: Any
    ) -> httpx.Response:
        return await self.http.request(
            method,
            f"/v3/company/{self.realm}/{path}",
            json=body,
            params={"minorversion": 75, **query},
            headers={"Authorization": f"Bearer {self.tokens['access_token']}"},
        )

    async def create(self, entity: str, body: Json, **query: Any) -> Json:
        response = await self.call("POST", entity.lower(), body, **query)
        assert response.status_code == 200, response.text
        return dict(response.json()[entity])

    async def read(self, entity: str, entity_id: str) -> Json:
        response = await self.call("GET", f"{entity.lower()}/{entity_id}")
        return dict(response.json()[entity])

    async def query(self, text: str) -> Json:
        response = await self.call("GET", "query", query=text)
        assert response.status_code == 200, response.text
        return dict(response.json()["QueryResponse"])

    async def customer(self, name: str = "Acme") -> str:
        return str((await self.create("Customer", {"DisplayName": name}))["Id"])

    async def item(self) -> str:
        service = {"Name": "Hours", "Type": "Service", "IncomeAccountRef": {"value": "1"}}
        return str((await self.create("Item", service))["Id"])

    async def invoice(self, number: str = "2026-0001", amount: str = "100.00") -> Json:
        found = (await self.query("select * from Customer")).get("Customer")
        customer = found[0]["Id"] if found else await self.customer()
        items = (await self.query("select * from Item")).get("Item")
        item = items[0]["Id"] if items else await self.item()
        return await self.create("Invoice", invoice_body(customer, item, number, amount))


def invoice_body(customer: str, item: str, number: str, amount: str, **line: Any) -> Json:
    detail = {"ItemRef": {"value": item}, "TaxCodeRef": {"value": "2"}, **line}
    return {
        "DocNumber": number,
        "TxnDate": "2026-11-20",
        "CustomerRef": {"value": customer},
        "GlobalTaxCalculation": "TaxExcluded",
        "Line": [
            {
                "DetailType": "SalesItemLineDetail",
                "Amount": float(amount),
                "SalesItemLineDetail": detail,
            }
        ],
    }


def error_code(response: httpx.Response) -> str:
    return str(response.json()["Fault"]["Error"][0]["code"])
