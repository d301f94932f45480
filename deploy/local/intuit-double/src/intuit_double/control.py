"""`/_fake/…`: what a test, a demo or a person does to the double itself."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from intuit_double import bookkeeper, companies, consent, entities, faults, page, tokens, webhooks
from intuit_double.calls import Answer, json_answer, refused
from intuit_double.decimals import loads
from intuit_double.refusals import RefusalError
from intuit_double.store import Doc
from intuit_double.world import World, usual_webhooks

Action = Callable[[World, dict[str, str], Doc], object]


def _approve(world: World, _path: dict[str, str], wanted: Doc) -> object:
    parameters = consent.parameters_of(str(wanted.get("authorize_url", "")))
    problem = consent.problem(world, parameters)
    if problem:
        return {"error": problem}
    if wanted.get("decision") == "deny":
        return {"redirect": consent.denied(parameters)}
    return {"redirect": consent.approved(world, parameters, str(wanted.get("realm")))}


def _advance(world: World, _path: dict[str, str], wanted: Doc) -> object:
    world.advance(float(wanted.get("seconds", 0)))
    return {"now": entities.stamp(world)}


def _webhooks(world: World, _path: dict[str, str], wanted: Doc) -> object:
    world.store.put("settings", "webhooks", {**webhooks.settings(world), **wanted})
    return webhooks.settings(world)


def _queue(world: World, _path: dict[str, str], _wanted: Doc) -> object:
    waiting = world.store.all("webhook events")
    return {"batches": world.store.all("webhook batches"), "events": waiting}


def _disconnect(world: World, path: dict[str, str], _wanted: Doc) -> object:
    tokens.disconnect(world, path["realm"])
    return companies.company(world, path["realm"])


def _clear_faults(world: World, _path: dict[str, str], _wanted: Doc) -> object:
    faults.clear(world)
    return {}


def _forget(world: World, _path: dict[str, str], _wanted: Doc) -> object:
    world.store.clear(but="settings")
    world.store.delete("settings", "clock")
    world.store.put("settings", "webhooks", usual_webhooks(world.options, {}))
    return {}


def _requests(world: World, path: dict[str, str], _wanted: Doc) -> object:
    """The journal, newest last; `?path=` and `?method=` narrow it, `?after=` is a number."""
    wanted_path, method = path.get("path", ""), path.get("method", "")
    return [
        entry
        for entry in world.store.all("requests")
        if wanted_path in entry["path"]
        and method in ("", entry["method"])
        and entry["number"] > int(path.get("after", 0))
    ]


def _entities(world: World, path: dict[str, str], _wanted: Doc) -> object:
    return entities.everything(world, path["realm"], path["entity"])


QBO = "/_fake/qbo/{realm}"
ACTIONS: dict[tuple[str, str], Action] = {
    ("GET", "/_fake/companies"): lambda w, p, d: w.store.all("companies"),
    ("POST", "/_fake/companies"): lambda w, p, d: companies.create(w, d),
    ("PATCH", "/_fake/companies/{realm}"): lambda w, p, d: companies.change(w, p["realm"], d),
    ("POST", "/_fake/companies/{realm}/disconnect"): _disconnect,
    ("POST", "/_fake/oauth/approve"): _approve,
    ("DELETE", "/_fake/state"): _forget,
    ("GET", "/_fake/requests"): _requests,
    ("GET", "/_fake/faults"): lambda w, p, d: w.store.all("faults"),
    ("POST", "/_fake/faults"): lambda w, p, d: faults.order(w, d),
    ("DELETE", "/_fake/faults"): _clear_faults,
    ("POST", "/_fake/clock/advance"): _advance,
    ("GET", "/_fake/webhooks"): _queue,
    ("POST", "/_fake/webhooks"): _webhooks,
    ("GET", QBO + "/entities/{entity}"): _entities,
    ("POST", QBO + "/payments"): lambda w, p, d: bookkeeper.pay(w, p["realm"], d),
    ("PUT", QBO + "/payments/{id}"): lambda w, p, d: bookkeeper.move_payment(
        w, p["realm"], p["id"], d
    ),
    ("DELETE", QBO + "/payments/{id}"): lambda w, p, d: bookkeeper.unpay(w, p["realm"], p["id"]),
    ("POST", QBO + "/payments/{id}/void"): lambda w, p, d: bookkeeper.void_payment(
        w, p["realm"], p["id"]
    ),
    ("POST", QBO + "/invoices/{id}/void"): lambda w, p, d: bookkeeper.void_invoice(
        w, p["realm"], p["id"]
    ),
    ("DELETE", QBO + "/invoices/{id}"): lambda w, p, d: bookkeeper.delete_invoice(
        w, p["realm"], p["id"]
    ),
    ("POST", QBO + "/vendors"): lambda w, p, d: bookkeeper.hire(w, p["realm"], "Vendor", d),
    ("POST", QBO + "/customers"): lambda w, p, d: bookkeeper.hire(w, p["realm"], "Customer", d),
}


def routes(world: World) -> list[Route]:
    paths: dict[str, dict[str, Action]] = {}
    for (method, path), action in ACTIONS.items():
        paths.setdefault(path, {})[method] = action
    found = [Route(p, _endpoint(world, by), methods=list(by)) for p, by in paths.items()]

    async def show(_request: Request) -> Response:
        return HTMLResponse(page.html(world))

    async def pay(request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        answer = _acted(world, lambda: bookkeeper.pay(world, form["realm"], dict(form)))
        return RedirectResponse("/", 303) if answer.status == 200 else _response(answer)

    async def alive(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    probes = [Route(path, alive) for path in ("/livez", "/readyz")]
    return [Route("/", show), Route("/_fake/page/pay", pay, methods=["POST"]), *probes, *found]


def _endpoint(world: World, actions: dict[str, Action]) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            wanted = loads(body) if body else {}
        except ValueError:
            return JSONResponse({"error": "not JSON"}, 400)
        path = {**request.query_params, **request.path_params}
        action = actions["GET" if request.method == "HEAD" else request.method]
        return _response(_acted(world, lambda: action(world, path, wanted)))

    return endpoint


def _acted(world: World, action: Callable[[], object]) -> Answer:
    try:
        with world.store.transaction():
            return json_answer(action())
    except RefusalError as refusal:
        return refused(world, refusal)


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, media_type=answer.content_type)
