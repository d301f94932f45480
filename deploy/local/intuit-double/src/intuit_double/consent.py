"""The page where the company's admin says yes or no to the app."""

from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from intuit_double import companies, tokens
from intuit_double.world import World

ACCOUNTING = "com.intuit.quickbooks.accounting"
Parameters = dict[str, Any]


def problem(world: World, parameters: Parameters) -> str | None:
    """Why the authorize request is not shown to the user, if so; nobody is redirected then."""
    if parameters.get("client_id") != world.options.client_id:
        return "unknown client_id"
    if parameters.get("response_type") != "code":
        return "response_type must be code"
    redirect_uri = parameters.get("redirect_uri")
    registered = world.options.redirect_uris
    if not redirect_uri or (registered and redirect_uri not in registered):
        return "redirect_uri is not one of the registered ones, exactly"
    if ACCOUNTING not in parameters.get("scope", "").split():
        return f"scope must contain {ACCOUNTING}"
    if not parameters.get("state"):
        return "state is missing"
    return None


def approved(world: World, parameters: Parameters, realm: str) -> str:
    """The address that the browser is sent to with a fresh code."""
    companies.company(world, realm)
    code = tokens.new_code(world, realm, parameters["redirect_uri"], parameters["scope"])
    answer = {"code": code, "state": parameters["state"], "realmId": realm}
    return f"{parameters['redirect_uri']}?{urlencode(answer)}"


def denied(parameters: Parameters) -> str:
    answer = {"error": "access_denied", "state": parameters["state"]}
    return f"{parameters['redirect_uri']}?{urlencode(answer)}"


def parameters_of(authorize_url: str) -> Parameters:
    return {k: v[0] for k, v in parse_qs(urlsplit(authorize_url).query).items()}


def page(world: World, parameters: Parameters) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(str(value))}">'
        for name, value in parameters.items()
    )
    choices = "".join(
        f'<option value="{its["realm"]}">{escape(its["name"])} ({its["realm"]})</option>'
        for its in world.store.all("companies")
    )
    return (
        "<!doctype html><title>Connect to QuickBooks (double)</title>"
        '<body style="font:16px sans-serif;max-width:32rem;margin:4rem auto">'
        "<h1>Connect to QuickBooks</h1>"
        "<p>This is the local double. The app asks to read and write your accounting data.</p>"
        f'<form method="post">{hidden}<p><select name="realm">{choices}</select></p>'
        '<button name="decision" value="approve">Connect</button> '
        '<button name="decision" value="deny">No</button></form>'
    )
