"""OAuth consent: the page where the company's admin approves or denies the app."""

from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from intuit_double import oauth
from intuit_double.company import Company
from intuit_double.sandbox import Sandbox

ACCOUNTING = "com.intuit.quickbooks.accounting"
Parameters = dict[str, Any]


def problem(sandbox: Sandbox, parameters: Parameters) -> str | None:
    """Why the authorize request is not shown to the user, if so; nobody is redirected then."""
    if parameters.get("client_id") != sandbox.options.client_id:
        return "unknown client_id"
    if parameters.get("response_type") != "code":
        return "response_type must be code"
    redirect_uri = parameters.get("redirect_uri")
    registered = sandbox.options.redirect_uris
    if not redirect_uri or (registered and redirect_uri not in registered):
        return "redirect_uri is not one of the registered ones, exactly"
    if ACCOUNTING not in parameters.get("scope", "").split():
        return f"scope must contain {ACCOUNTING}"
    if not parameters.get("state"):
        return "state is missing"
    return None


def approved(sandbox: Sandbox, parameters: Parameters, realm: str) -> str:
    """The address that the browser is sent to with a fresh code."""
    _ = Company(sandbox, realm).settings  # refuses an unknown company
    code = oauth.new_code(sandbox, realm, parameters["redirect_uri"], parameters["scope"])
    response = {"code": code, "state": parameters["state"], "realmId": realm}
    return f"{parameters['redirect_uri']}?{urlencode(response)}"


def denied(parameters: Parameters) -> str:
    response = {"error": "access_denied", "state": parameters["state"]}
    return f"{parameters['redirect_uri']}?{urlencode(response)}"


def parameters_of(authorize_url: str) -> Parameters:
    return {k: v[0] for k, v in parse_qs(urlsplit(authorize_url).query).items()}


def page(sandbox: Sandbox, parameters: Parameters) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(str(value))}">'
        for name, value in parameters.items()
    )
    choices = "".join(
        f'<option value="{company["realm"]}">{escape(company["name"])} ({company["realm"]})</option>'
        for company in sandbox.store.all("companies")
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
