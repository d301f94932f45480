"""OAuth 2.0: codes, access tokens, rotating refresh tokens, revocation."""

import base64
import binascii
from datetime import datetime, timedelta
from secrets import token_urlsafe
from urllib.parse import parse_qs

from intuit_double import refusals
from intuit_double.calls import Answer, Call, json_answer
from intuit_double.decimals import loads
from intuit_double.store import Doc
from intuit_double.world import World

CODE_LIVES = timedelta(minutes=10)
ACCESS_LIVES = timedelta(seconds=3600)
REFRESH_LIVES = timedelta(days=100)
HARD_LIMIT = timedelta(days=5 * 365)
ROTATES_AFTER = timedelta(hours=24)


def new_code(world: World, realm: str, redirect_uri: str, scope: str) -> str:
    """A code that can be exchanged once, within ten minutes, with the same redirect URI."""
    code = "AB1" + token_urlsafe(24)
    expires = (world.now() + CODE_LIVES).isoformat()
    doc = {"realm": realm, "redirect_uri": redirect_uri, "scope": scope, "expires": expires}
    world.store.put("codes", code, doc)
    return code


def exchange(world: World, call: Call, _befalling: list[Doc]) -> Answer:
    """`POST /oauth2/v1/tokens/bearer`: a code or a refresh token for a pair of tokens."""
    if not _client_is_known(world, call):
        return json_answer({"error": "invalid_client"}, 401)
    form = {name: values[0] for name, values in parse_qs(call.body.decode()).items()}
    grant_type = form.get("grant_type", "")
    if grant_type == "authorization_code":
        grant = _from_code(world, form)
    elif grant_type == "refresh_token":
        grant = _from_refresh_token(world, form.get("refresh_token", ""))
    else:
        return json_answer({"error": "unsupported_grant_type"}, 400, grant_type=grant_type)
    if grant is None:
        return json_answer({"error": "invalid_grant"}, 400, grant_type=grant_type)
    return json_answer(_issued(world, grant, call), grant_type=grant_type, realm=grant["realm"])


def revoke(world: World, call: Call, _befalling: list[Doc]) -> Answer:
    """`POST /v2/oauth2/tokens/revoke`: ends the connection the token belongs to."""
    if not _client_is_known(world, call):
        return json_answer({"error": "invalid_client"}, 401)
    try:
        token = str(loads(call.body)["token"])
    except (ValueError, KeyError, TypeError):
        return json_answer({"error": "invalid_request"}, 400)
    holder = world.store.get("refresh tokens", token) or world.store.get("access tokens", token)
    if holder is None:
        return json_answer({"error": "invalid_token"}, 400)
    end(world, holder["grant"])
    return json_answer({})


def check(world: World, authorization: str, realm: str) -> None:
    """Refuse a call whose bearer token is not valid (401) or not for this company (403)."""
    found = world.store.get("access tokens", authorization.removeprefix("Bearer "))
    if found is None or _past(world, found["expires"]):
        raise refusals.unauthenticated()
    if found["realm"] != realm:
        raise refusals.wrong_company()


def disconnect(world: World, realm: str) -> None:
    """What the user does inside QuickBooks: every grant of the company ends."""
    for grant in world.store.all("grants"):
        if grant["realm"] == realm:
            end(world, grant["id"])


def end(world: World, grant_id: str) -> None:
    grant = world.store.get("grants", grant_id)
    if grant is None:
        return
    world.store.delete("grants", grant_id)
    for kind in ("access tokens", "refresh tokens"):
        for token in [t for t in world.store.all(kind) if t["grant"] == grant_id]:
            world.store.delete(kind, token["token"])
    company = world.store.get("companies", grant["realm"])
    if company:
        world.store.put("companies", grant["realm"], {**company, "connected": False})


def _from_code(world: World, form: dict[str, str]) -> Doc | None:
    code = world.store.get("codes", form.get("code", ""))
    if code is None or _past(world, code["expires"]):
        return None
    if code.get("grant"):
        end(world, code["grant"])  # used twice: Intuit may revoke what the first use issued
        return None
    if form.get("redirect_uri") != code["redirect_uri"]:
        return None
    now = world.now()
    grant = {
        "id": token_urlsafe(9),
        "realm": code["realm"],
        "scope": code["scope"],
        "hard_expires": (now + HARD_LIMIT).isoformat(),
    }
    world.store.put("codes", form["code"], {**code, "grant": grant["id"]})
    company = world.store.get("companies", code["realm"])
    world.store.put("companies", code["realm"], {**(company or {}), "connected": True})
    return {**grant, "refresh_token": _new_refresh_token(), "rotated": now.isoformat()}


def _from_refresh_token(world: World, token: str) -> Doc | None:
    """The grant with the refresh token to go on with; a superseded token ends the grant."""
    found = world.store.get("refresh tokens", token)
    grant = world.store.get("grants", found["grant"]) if found else None
    if found is None or grant is None:
        return None
    if grant["refresh_token"] != token:
        end(world, grant["id"])
        return None
    if _past(world, found["expires"]) or _past(world, grant["hard_expires"]):
        return None
    rotated = datetime.fromisoformat(grant["rotated"])
    rotation = world.options.rotation
    if rotation == "every" or (rotation == "24h" and world.now() - rotated >= ROTATES_AFTER):
        grant |= {"refresh_token": _new_refresh_token(), "rotated": world.now().isoformat()}
    return grant


def _issued(world: World, grant: Doc, call: Call) -> Doc:
    now = world.now()
    access, refresh = "eyJ" + token_urlsafe(48), grant["refresh_token"]
    hard = datetime.fromisoformat(grant["hard_expires"])
    refresh_expires = min(now + REFRESH_LIVES, hard)
    world.store.put("grants", grant["id"], grant)
    same = {"grant": grant["id"], "realm": grant["realm"]}
    access_doc = {**same, "token": access, "expires": (now + ACCESS_LIVES).isoformat()}
    world.store.put("access tokens", access, access_doc)
    refresh_doc = {**same, "token": refresh, "expires": refresh_expires.isoformat()}
    world.store.put("refresh tokens", refresh, refresh_doc)
    answer = {
        "token_type": "bearer",
        "access_token": access,
        "expires_in": int(ACCESS_LIVES.total_seconds()),
        "refresh_token": refresh,
        "x_refresh_token_expires_in": int((refresh_expires - now).total_seconds()),
    }
    if call.headers.get("x-include-refresh-token-hard-expires-in") == "true":
        answer["x_refresh_token_hard_expires_in"] = int((hard - now).total_seconds())
    return answer


def _client_is_known(world: World, call: Call) -> bool:
    scheme, _, encoded = call.headers.get("authorization", "").partition(" ")
    try:
        given = base64.b64decode(encoded).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    known = f"{world.options.client_id}:{world.options.client_secret}"
    return scheme == "Basic" and given == known


def _new_refresh_token() -> str:
    return "RT1" + token_urlsafe(32)


def _past(world: World, time: str) -> bool:
    return datetime.fromisoformat(time) <= world.now()
