"""The OpenID Connect provider that people may log in with (Core 1.0: code flow with PKCE and nonce)."""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt

from identity.log_in_rules import OpenIdError
from identity.settings import Settings
from web import ProblemError
from web.issuer_keys import IssuerKeys

_ALGORITHMS = ["RS256", "ES256", "EdDSA"]
_ANSWER_SECONDS = 10.0
_CLOCKS_DIFFER = 10.0
_LOG_OUT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass(frozen=True)
class Identified:
    """Whom the provider has seen: its names for the person and the session, and a verified e-mail address."""

    subject: str
    session: str | None
    email: str


class Provider:
    """Asks the provider. All methods raise `OpenIdError`."""

    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.log_in_issuer
        self._client_id = settings.log_in_client_id
        self._secret = settings.log_in_client_secret.get_secret_value()
        self._redirect_uri = f"{settings.public_url}/identity/v1/oidc/callback"
        self._document: dict[str, Any] = {}
        self._keys: IssuerKeys | None = None

    async def address(self, *, state: str, nonce: str, verifier: str) -> str:
        """Where to send the browser."""
        digest = hashlib.sha256(verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self._redirect_uri,
            "scope": "openid email profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        endpoint = str((await self._discovered())["authorization_endpoint"])
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"

    async def identify(self, code: str, *, nonce: str, verifier: str) -> Identified:
        """Whom a code stands for."""
        tokens = await self._exchange(code, verifier)
        claims = await self._claims(str(tokens.get("id_token", "")), ["exp", "iat", "sub"])
        if claims.get("nonce") != nonce:
            raise OpenIdError("the provider's answer is for another log-in")
        if "email" not in claims:
            claims |= await self._user_info(str(tokens.get("access_token", "")), claims["sub"])
        if claims.get("email_verified") not in (True, "true") or not claims.get("email"):
            raise OpenIdError("the provider has not verified an e-mail address")
        return Identified(str(claims["sub"]), claims.get("sid"), str(claims["email"]))

    async def logged_out(self, token: str) -> tuple[str | None, str | None]:
        """Subject and session that a log-out token names (Back-Channel Logout 1.0 §2.6)."""
        claims = await self._claims(token, ["iat", "jti"])
        events = claims.get("events")
        if not isinstance(events, dict) or _LOG_OUT not in events or "nonce" in claims:
            raise OpenIdError("this is no log-out token")
        subject, session = claims.get("sub"), claims.get("sid")
        if not subject and not session:
            raise OpenIdError("the log-out token names nobody")
        return subject, session

    async def _discovered(self) -> dict[str, Any]:
        if not self._document:
            url = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
            document = await _json("GET", url)
            if document.get("issuer") != self._issuer:
                raise OpenIdError("the provider is not the one in the settings")
            self._keys = IssuerKeys(str(document["jwks_uri"]))
            self._document = document
        return self._document

    async def _exchange(self, code: str, verifier: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": verifier,
            "client_id": self._client_id,
        }
        document = await self._discovered()
        authentication = (self._client_id, self._secret) if self._secret else None
        return await _json("POST", str(document["token_endpoint"]), data=form, auth=authentication)

    async def _user_info(self, access_token: str, subject: str) -> dict[str, Any]:
        url = (await self._discovered()).get("userinfo_endpoint")
        if not url:
            return {}
        headers = {"Authorization": f"Bearer {access_token}"}
        found = await _json("GET", str(url), headers=headers)
        if found.get("sub") != subject:
            raise OpenIdError("the provider told of somebody else")
        return {name: found[name] for name in ("email", "email_verified") if name in found}

    async def _claims(self, token: str, required: list[str]) -> dict[str, Any]:
        await self._discovered()
        assert self._keys is not None
        try:
            key = await self._keys.key(jwt.get_unverified_header(token).get("kid"))
            return jwt.decode(
                token,
                key,
                algorithms=_ALGORITHMS,
                audience=self._client_id,
                issuer=self._issuer,
                leeway=_CLOCKS_DIFFER,
                options={"require": ["iss", "aud", *required]},
            )
        except (jwt.PyJWTError, ProblemError) as error:
            raise OpenIdError(f"the provider's token is not valid: {error}") from error


async def _json(method: str, url: str, **request: Any) -> dict[str, Any]:
    try:
        async with httpx.AsyncClient(timeout=_ANSWER_SECONDS) as client:
            response = (await client.request(method, url, **request)).raise_for_status()
            found = response.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise OpenIdError(f"the provider does not answer ({type(error).__name__})") from error
    if not isinstance(found, dict):
        raise OpenIdError("the provider answers what we do not know")
    return found
