"""`/_fake/…`: what a test, a demonstration or a person does to the double itself."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from intuit_double import (
    consent,
    home_page,
    injected_faults,
    manual_entry,
    name_lists,
    oauth,
    sandbox_companies,
)
from intuit_double.api_calls import ApiResponse, fault_response, json_response
from intuit_double.company import Company
from intuit_double.decimals import loads
from intuit_double.errors import FaultError
from intuit_double.sandbox import Sandbox
from intuit_double.store import Doc


@dataclass(frozen=True)
class Command:
    """A request to the double: the parameters of its path and query, and its JSON body."""

    sandbox: Sandbox
    parameters: dict[str, str]
    body: Doc

    @property
    def company(self) -> Company:
        return Company(self.sandbox, self.parameters["realm"])

    @property
    def id(self) -> str:
        return self.parameters["id"]


Handler = Callable[[Command], object]


def _approve(command: Command) -> object:
    parameters = consent.parameters_of(str(command.body.get("authorize_url", "")))
    if problem := consent.problem(command.sandbox, parameters):
        return {"error": problem}
    if command.body.get("decision") == "deny":
        return {"redirect": consent.denied(parameters)}
    realm = str(command.body.get("realm"))
    return {"redirect": consent.approved(command.sandbox, parameters, realm)}


def _advance_clock(command: Command) -> object:
    command.sandbox.advance(float(command.body.get("seconds", 0)))
    return {"now": command.sandbox.timestamp()}


def _configure_webhooks(command: Command) -> object:
    command.sandbox.change_webhook_settings(command.body)
    return command.sandbox.webhook_settings


def _webhook_queue(command: Command) -> object:
    store = command.sandbox.store
    return {"batches": store.all("webhook batches"), "events": store.all("webhook events")}


def _disconnect(command: Command) -> object:
    oauth.disconnect(command.company)
    return command.company.settings


def _clear_faults(command: Command) -> object:
    injected_faults.clear(command.sandbox)
    return {}


def _reset(command: Command) -> object:
    command.sandbox.reset()
    return {}


def _request_log(command: Command) -> object:
    """Newest last; `?path=` and `?method=` filter it, `?after=` is a number."""
    parameters = command.parameters
    path, method = parameters.get("path", ""), parameters.get("method", "")
    return [
        entry
        for entry in command.sandbox.store.all("requests")
        if path in entry["path"]
        and method in ("", entry["method"])
        and entry["number"] > int(parameters.get("after", 0))
    ]


COMPANY, QBO = "/_fake/companies/{realm}", "/_fake/qbo/{realm}"
HANDLERS: dict[tuple[str, str], Handler] = {
    ("GET", "/_fake/companies"): lambda c: c.sandbox.store.all("companies"),
    ("POST", "/_fake/companies"): lambda c: sandbox_companies.create(c.sandbox, c.body),
    ("PATCH", COMPANY): lambda c: sandbox_companies.update(c.company, c.body),
    ("POST", COMPANY + "/disconnect"): _disconnect,
    ("POST", "/_fake/oauth/approve"): _approve,
    ("DELETE", "/_fake/state"): _reset,
    ("GET", "/_fake/requests"): _request_log,
    ("GET", "/_fake/faults"): lambda c: c.sandbox.store.all("faults"),
    ("POST", "/_fake/faults"): lambda c: injected_faults.inject(c.sandbox, c.body),
    ("DELETE", "/_fake/faults"): _clear_faults,
    ("POST", "/_fake/clock/advance"): _advance_clock,
    ("GET", "/_fake/webhooks"): _webhook_queue,
    ("POST", "/_fake/webhooks"): _configure_webhooks,
    ("GET", QBO + "/entities/{entity}"): lambda c: c.company.all(c.parameters["entity"]),
    ("POST", QBO + "/entities/{entity}/{id}/break"): lambda c: c.company.break_entity(
        c.parameters["entity"], c.id, c.body
    ),
    ("POST", QBO + "/payments"): lambda c: manual_entry.receive_payment(c.company, c.body),
    ("PUT", QBO + "/payments/{id}"): lambda c: manual_entry.reapply_payment(
        c.company, c.id, c.body
    ),
    ("DELETE", QBO + "/payments/{id}"): lambda c: manual_entry.delete_payment(c.company, c.id),
    ("POST", QBO + "/payments/{id}/void"): lambda c: manual_entry.void_payment(c.company, c.id),
    ("POST", QBO + "/invoices/{id}/void"): lambda c: manual_entry.void_invoice(c.company, c.id),
    ("DELETE", QBO + "/invoices/{id}"): lambda c: manual_entry.delete_invoice(c.company, c.id),
    ("DELETE", QBO + "/creditmemos/{id}"): lambda c: manual_entry.delete_credit_memo(
        c.company, c.id
    ),
    ("GET", QBO + "/outbox"): lambda c: c.company.all("outbox"),
    ("POST", QBO + "/invoices/{id}/send"): lambda c: manual_entry.send_invoice(c.company, c.id),
    ("POST", QBO + "/taxcodes"): lambda c: sandbox_companies.create_tax_code(c.company, c.body),
    ("POST", QBO + "/vendors"): lambda c: name_lists.create_person(c.company, "Vendor", c.body),
    ("POST", QBO + "/customers"): lambda c: name_lists.create_person(c.company, "Customer", c.body),
}


def routes(sandbox: Sandbox) -> list[Route]:
    by_path: dict[str, dict[str, Handler]] = {}
    for (method, path), handler in HANDLERS.items():
        by_path.setdefault(path, {})[method] = handler
    control = [Route(p, _endpoint(sandbox, by), methods=list(by)) for p, by in by_path.items()]
    return [*_pages(sandbox), *control]


def _pages(sandbox: Sandbox) -> list[Route]:
    """The home page with its button, and the probes."""

    async def home(_request: Request) -> Response:
        return HTMLResponse(home_page.html(sandbox))

    async def pay(request: Request) -> Response:
        form: dict[str, Any] = {k: str(v) for k, v in (await request.form()).items()}
        company = Company(sandbox, form["realm"])
        result = _execute(sandbox, lambda: manual_entry.receive_payment(company, form))
        return RedirectResponse("/", 303) if result.status == 200 else _response(result)

    async def probe(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    probes = [Route(path, probe) for path in ("/livez", "/readyz")]
    return [Route("/", home), Route("/_fake/page/pay", pay, methods=["POST"]), *probes]


def _endpoint(
    sandbox: Sandbox, handlers: dict[str, Handler]
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        text = await request.body()
        try:
            body = loads(text) if text else {}
        except ValueError:
            return JSONResponse({"error": "not JSON"}, 400)
        command = Command(sandbox, {**request.query_params, **request.path_params}, body)
        handler = handlers["GET" if request.method == "HEAD" else request.method]
        return _response(_execute(sandbox, lambda: handler(command)))

    return endpoint


def _execute(sandbox: Sandbox, action: Callable[[], object]) -> ApiResponse:
    try:
        with sandbox.store.transaction():
            return json_response(action())
    except FaultError as error:
        return fault_response(sandbox, error)


def _response(response: ApiResponse) -> Response:
    return Response(response.body, response.status, media_type=response.content_type)
