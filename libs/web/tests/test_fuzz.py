"""Headers, parameters, bodies and tokens that nobody should send: each ends in an answer below 500, within bounds."""

import json
from contextlib import suppress
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi.exceptions import RequestValidationError
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

import web
from libs.web.tests.test_callers import AUDIENCE, EC_KEY, ISSUER, jwk
from testkit import ACCOUNT, Served
from testkit.foreign_input import fuzz, json_values, spoiled, spoiled_json, spoiled_text
from web import OidcVerifier, ProblemError
from web.callers import Caller, caller_of
from web.issuer_keys import _read
from web.merge_patch import merge_patch, patched

NOTE = {"text": "a", "seconds": 1, "price": {"amount": "1.00", "currency": "DKK"}}
CLAIMS = {
    "iss": ISSUER,
    "aud": AUDIENCE,
    "sub": "eva",
    "account": str(ACCOUNT),
    "roles": ["manager"],
    "iat": 1_700_000_000,
    "exp": 4_000_000_000,
    "agent_id": str(ACCOUNT),
}
TOKEN = jwt.encode(CLAIMS, EC_KEY, algorithm="ES256", headers={"kid": "ec"})
KEYS = {"keys": [jwk(EC_KEY, "ec"), jwk(ec.generate_private_key(ec.SECP256R1()), "other")]}
FORM_TYPE = "multipart/form-data; boundary=abc; charset=utf-8"
FORM = b'--abc\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na\r\n--abc--\r\n'
NOT_IN_HEADERS = dict.fromkeys([*range(32), 127])


def header(*samples: str) -> st.SearchStrategy[bytes]:
    """Values that a server lets through: Latin-1 without control characters, not too long."""
    return spoiled_text(*samples).map(
        lambda text: text.translate(NOT_IN_HEADERS).strip().encode("latin-1", "replace")[:60_000]
    )


@fuzz(header('"1"', 'W/"1"', "*", '"1", "2"'))
async def test_any_if_match_is_a_version_or_refused(served: Served, value: bytes) -> None:
    client = await served.as_("manager")
    response = await client.put(
        f"/v1/notes/{uuid4()}", json=NOTE, headers={b"If-Match": value, b"Accept": b"*/*"}
    )
    assert response.status_code in (404, 412, 422)


@fuzz(header("7f9c24e8-3b12-4fef-9d2f-1c5e0b2f3a11", "a"))
async def test_any_idempotency_key_is_taken_or_refused(served: Served, value: bytes) -> None:
    client = await served.as_("manager")
    headers = {b"Idempotency-Key": value}
    response = await client.put(f"/v1/notes/{uuid4()}/approval", headers=headers)
    assert response.status_code < 500


@fuzz(spoiled_text("AZrDgf3bcAuV3mEQnvUvLw", "AAAA"), spoiled_text("100", "-1"))
async def test_any_cursor_and_limit_are_taken_or_refused(
    served: Served, cursor: str, limit: str
) -> None:
    client = await served.as_("manager")
    response = await client.get("/v1/notes", params={"cursor": cursor[:10_000]})
    assert response.status_code in (200, 422)
    assert (await client.get("/v1/notes", params={"limit": limit[:10_000]})).status_code in (
        200,
        422,
    )


@fuzz(spoiled_text(str(ACCOUNT)))
async def test_any_path_is_found_or_not(served: Served, name: str) -> None:
    client = await served.as_("manager")
    path = f"/v1/notes/{quote(name[:5_000], safe='')}"
    assert (await client.put(path, json=NOTE)).status_code in (404, 405, 422)


@fuzz(
    spoiled_json(NOTE).map(lambda found: json.dumps(found).encode())
    | spoiled(json.dumps(NOTE).encode()),
    st.sampled_from(("application/json", "text/plain", "", "application/x-www-form-urlencoded")),
)
async def test_any_body_is_taken_or_refused(served: Served, body: bytes, kind: str) -> None:
    client = await served.as_("manager")
    response = await client.post("/v1/notes", content=body, headers={"Content-Type": kind})
    assert response.status_code < 500


@fuzz(st.just(FORM_TYPE.encode()) | header(FORM_TYPE), spoiled(FORM))
async def test_any_form_is_taken_once_or_refused(
    served: Served, content_type: bytes, body: bytes
) -> None:
    client = await served.as_("manager")
    headers = {b"Content-Type": content_type, b"Idempotency-Key": str(uuid4()).encode()}
    response = await client.post("/v1/files", content=body, headers=headers)
    assert response.status_code < 500


@pytest.mark.parametrize("charset", ["undefined", "punycode", "idna", "zip"])
async def test_a_form_in_an_odd_character_set_is_answered(served: Served, charset: str) -> None:
    client = await served.as_("manager")
    content_type = f"multipart/form-data; boundary=abc; charset={charset}"
    headers = {"Content-Type": content_type, "Idempotency-Key": str(uuid4())}
    response = await client.post("/v1/files", content=FORM, headers=headers)
    assert response.status_code < 500


async def test_a_form_with_half_a_character_is_answered(served: Served) -> None:
    client = await served.as_("manager")
    headers = {
        "Content-Type": "multipart/form-data; boundary=abc; charset=utf-7",
        "Idempotency-Key": str(uuid4()),
    }
    form = FORM.replace(b"file", b"+2AA-").replace(b"a.csv", b"+2AA-")
    response = await client.post("/v1/files", content=form, headers=headers)
    assert response.status_code < 500


@pytest.mark.parametrize("value", ['"1_0"', '"+1"', '" 1"', '""', "one", '"1", "2"'])
async def test_an_if_match_that_we_never_gave_is_refused(served: Served, value: str) -> None:
    client = await served.as_("manager")
    response = await client.put(f"/v1/notes/{uuid4()}", json=NOTE, headers={"If-Match": value})
    assert response.status_code == 422


@fuzz(spoiled_text(TOKEN, f"{TOKEN}.{TOKEN}", "a.b.c"))
async def test_any_token_names_a_caller_or_nobody(text: str) -> None:
    verifier = OidcVerifier(issuer=ISSUER, audience=AUDIENCE, jwks_url="http://127.0.0.1:1/jwks")
    with suppress(ProblemError):
        await verifier.caller(text)


@fuzz(spoiled_json({"alg": "ES256", "typ": "JWT", "kid": "ec"}))
async def test_any_head_of_a_token_is_understood_or_not(head: Any) -> None:
    verifier = OidcVerifier(issuer=ISSUER, audience=AUDIENCE, jwks_url="http://127.0.0.1:1/jwks")
    encoded = jwt.utils.base64url_encode(json.dumps(head).encode()).decode()
    with suppress(ProblemError):
        await verifier.caller(f"{encoded}.{TOKEN.partition('.')[2]}")


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
async def test_a_token_deeper_than_we_read_is_refused(opening: bytes) -> None:
    verifier = OidcVerifier(issuer=ISSUER, audience=AUDIENCE, jwks_url="http://127.0.0.1:1/jwks")
    encoded = jwt.utils.base64url_encode(opening * 8_000).decode()
    with pytest.raises(ProblemError):
        await verifier.caller(f"{encoded}.e30.AA")


@fuzz(spoiled_json(CLAIMS))
def test_any_claims_name_a_caller_or_nobody(claims: Any) -> None:
    with suppress(ProblemError):
        assert isinstance(caller_of(claims), Caller)


@fuzz(spoiled_json(CLAIMS))
async def test_any_signed_claims_name_a_caller_or_nobody(claims: Any) -> None:
    verifier = OidcVerifier(issuer=ISSUER, audience=AUDIENCE, jwks_url="http://127.0.0.1:1/jwks")
    verifier.keys._keys = _read(KEYS)
    payload = json.dumps(claims).encode()
    signed = jwt.api_jws.encode(payload, EC_KEY, algorithm="ES256", headers={"kid": "ec"})
    with suppress(ProblemError):
        assert isinstance(await verifier.caller(signed), Caller)


@fuzz(spoiled_json(KEYS))
def test_any_key_set_is_read_or_refused(document: Any) -> None:
    with suppress(jwt.PyJWTError, ValueError):
        assert isinstance(_read(document), dict)


@fuzz(json_values, json_values)
def test_a_patch_never_fails_and_a_second_time_changes_nothing(target: Any, patch: Any) -> None:
    once = merge_patch(target, patch)
    assert repr(merge_patch(once, patch)) == repr(once)


class NotePatch(web.RequestModel):
    text: web.Name
    price: web.Money | None = None


@fuzz(spoiled_json({"text": "b", "price": {"amount": "2.00"}}))
def test_a_patch_makes_a_request_or_is_refused(patch: Any) -> None:
    if isinstance(patch, dict):
        with suppress(RequestValidationError):
            patched(NotePatch, {"text": "a", "price": NOTE["price"]}, patch)


@pytest.mark.parametrize("depth", [100, 500, 900, 5_000])
def test_a_deep_patch_is_refused(depth: int) -> None:
    deep: Any = 1
    for _ in range(depth):
        deep = {"text": deep}
    with pytest.raises(RequestValidationError):
        patched(NotePatch, {"text": "a", "price": None}, deep)


@fuzz(spoiled_json({"amount": "1000.00", "currency": "DKK"}) | spoiled_text("1.00", "2026-01-01"))
def test_values_are_read_or_refused(value: Any) -> None:
    kinds: tuple[Any, ...] = (web.Money, web.Amount, web.CurrencyCode, web.Day, web.Name)
    for kind in kinds:
        with suppress(ValidationError):
            TypeAdapter(kind).validate_python(value)
