"""OAuth 2.0: codes, access tokens, rotating refresh tokens, revocation."""

import base64
import binascii
from datetime import datetime, timedelta
from secrets import token_urlsafe
from urllib.parse import parse_qs

from intuit_double import errors
from intuit_double.api_calls import ApiRequest, ApiResponse, json_response
from intuit_double.company import Company
from intuit_double.decimals import loads
from intuit_double.sandbox import Sandbox
from intuit_double.store import Doc

CODE_LIFETIME = timedelta(minutes=10)
ACCESS_LIFETIME = timedelta(seconds=3600)
REFRESH_LIFETIME = timedelta(days=100)
GRANT_LIFETIME = timedelta(days=5 * 365)
ROTATES_AFTER = timedelta(hours=24)


def new_code(sandbox: Sandbox, realm: str, redirect_uri: str, scope: str) -> str:
    """A code that can be exchanged once, within ten minutes, with the same redirect URI."""
    code = "AB1" + token_urlsafe(24)
    expires = (sandbox.now() + CODE_LIFETIME).isoformat()
    doc = {"realm": realm, "redirect_uri": redirect_uri, "scope": scope, "expires": expires}
    sandbox.store.put("codes", code, doc)
    return code


def exchange(sandbox: Sandbox, request: ApiRequest, _faults: list[Doc]) -> ApiResponse:
    """`POST /oauth2/v1/tokens/bearer`: a code or a refresh token for a pair of tokens."""
    if not _client_is_authentic(sandbox, request):
        return json_response({"error": "invalid_client"}, 401)
    form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
    grant_type = form.get("grant_type", "")
    if grant_type == "authorization_code":
        grant = _from_code(sandbox, form)
    elif grant_type == "refresh_token":
        grant = _from_refresh_token(sandbox, form.get("refresh_token", ""))
    else:
        return json_response({"error": "unsupported_grant_type"}, 400, grant_type=grant_type)
    if grant is None:
        return json_response({"error": "invalid_grant"}, 400, grant_type=grant_type)
    return json_response(
        _issue(sandbox, grant, request), grant_type=grant_type, realm=grant["realm"]
    )


def revoke(sandbox: Sandbox, request: ApiRequest, _faults: list[Doc]) -> ApiResponse:
    """`POST /v2/oauth2/tokens/revoke`: ends the connection the token belongs to."""
    if not _client_is_authentic(sandbox, request):
        return json_response({"error": "invalid_client"}, 401)
    try:
        token = str(loads(request.body)["token"])
    except (ValueError, KeyError, TypeError):
        return json_response({"error": "invalid_request"}, 400)
    holder = sandbox.store.get("refresh tokens", token) or sandbox.store.get("access tokens", token)
    if holder is None:
        return json_response({"error": "invalid_token"}, 400)
    end(sandbox, holder["grant"])
    return json_response({})


def check(company: Company, authorization: str) -> None:
    """Raises FaultError when the bearer token is not valid (401) or not for this company (403)."""
    found = company.sandbox.store.get("access tokens", authorization.removeprefix("Bearer "))
    if found is None or _past(company.sandbox, found["expires"]):
        raise errors.unauthenticated()
    if found["realm"] != company.realm:
        raise errors.wrong_company()


def disconnect(company: Company) -> None:
    """What the user does inside QuickBooks: every grant of the company ends."""
    for grant in company.sandbox.store.all("grants"):
        if grant["realm"] == company.realm:
            end(company.sandbox, grant["id"])


def end(sandbox: Sandbox, grant_id: str) -> None:
    """End a grant with all its tokens; its company is no longer connected."""
    grant = sandbox.store.get("grants", grant_id)
    if grant is None:
        return
    sandbox.store.delete("grants", grant_id)
    for kind in ("access tokens", "refresh tokens"):
        for token in [t for t in sandbox.store.all(kind) if t["grant"] == grant_id]:
            sandbox.store.delete(kind, token["token"])
    company = sandbox.store.get("companies", grant["realm"])
    if company:
        sandbox.store.put("companies", grant["realm"], {**company, "connected": False})


def _from_code(sandbox: Sandbox, form: dict[str, str]) -> Doc | None:
    code = sandbox.store.get("codes", form.get("code", ""))
    if code is None or _past(sandbox, code["expires"]):
        return None
    if code.get("grant"):
        end(sandbox, code["grant"])  # used twice: Intuit may revoke what the first use issued
        return None
    if form.get("redirect_uri") != code["redirect_uri"]:
        return None
    now = sandbox.now()
    grant = {
        "id": token_urlsafe(9),
        "realm": code["realm"],
        "scope": code["scope"],
        "hard_expires": (now + GRANT_LIFETIME).isoformat(),
    }
    sandbox.store.put("codes", form["code"], {**code, "grant": grant["id"]})
    company = sandbox.store.get("companies", code["realm"])
    sandbox.store.put("companies", code["realm"], {**(company or {}), "connected": True})
    return {**grant, "refresh_token": _new_refresh_token(), "rotated": now.isoformat()}


def _from_refresh_token(sandbox: Sandbox, token: str) -> Doc | None:
    """The grant with the refresh token to go on with; a superseded token ends the grant."""
    found = sandbox.store.get("refresh tokens", token)
    grant = sandbox.store.get("grants", found["grant"]) if found else None
    if found is None or grant is None:
        return None
    if grant["refresh_token"] != token:
        end(sandbox, grant["id"])
        return None
    if _past(sandbox, found["expires"]) or _past(sandbox, grant["hard_expires"]):
        return None
    rotated = datetime.fromisoformat(grant["rotated"])
    rotation = sandbox.options.rotation
    if rotation == "every" or (rotation == "24h" and sandbox.now() - rotated >= ROTATES_AFTER):
        grant |= {"refresh_token": _new_refresh_token(), "rotated": sandbox.now().isoformat()}
    return grant


def _issue(sandbox: Sandbox, grant: Doc, request: ApiRequest) -> Doc:
    now = sandbox.now()
    access, refresh = "eyJ" + token_urlsafe(48), grant["refresh_token"]
    hard = datetime.fromisoformat(grant["hard_expires"])
    refresh_expires = min(now + REFRESH_LIFETIME, hard)
    sandbox.store.put("grants", grant["id"], grant)
    owner = {"grant": grant["id"], "realm": grant["realm"]}
    access_doc = {**owner, "token": access, "expires": (now + ACCESS_LIFETIME).isoformat()}
    sandbox.store.put("access tokens", access, access_doc)
    refresh_doc = {**owner, "token": refresh, "expires": refresh_expires.isoformat()}
    sandbox.store.put("refresh tokens", refresh, refresh_doc)
    response = {
        "token_type": "bearer",
        "access_token": access,
        "expires_in": int(ACCESS_LIFETIME.total_seconds()),
        "refresh_token": refresh,
        "x_refresh_token_expires_in": int((refresh_expires - now).total_seconds()),
    }
    if request.headers.get("x-include-refresh-token-hard-expires-in") == "true":
        response["x_refresh_token_hard_expires_in"] = int((hard - now).total_seconds())
    return response


def _client_is_authentic(sandbox: Sandbox, request: ApiRequest) -> bool:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    try:
        credentials = base64.b64decode(encoded).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    expected = f"{sandbox.options.client_id}:{sandbox.options.client_secret}"
    return scheme == "Basic" and credentials == expected


def _new_refresh_token() -> str:
    return "RT1" + token_urlsafe(32)


def _past(sandbox: Sandbox, time: str) -> bool:
    return datetime.fromisoformat(time) <= sandbox.now()
