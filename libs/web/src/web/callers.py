"""Who calls: claims of a JWT from any OpenID Connect issuer."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, Protocol
from uuid import UUID

import jwt
from fastapi import Depends, Request
from fastapi.params import Depends as Dependency

from domain_errors import ForbiddenError
from web.issuer_keys import IssuerKeys
from web.known_values import known_by
from web.problems import NOT_AUTHENTICATED, ProblemError
from web.verified_tokens import VerifiedToken, VerifiedTokens

ROLES = frozenset({"owner", "manager", "billing", "agent", "client"})
_ROLES = "required_roles"
_ALGORITHMS = ["RS256", "ES256", "EdDSA"]
_CLOCKS_DIFFER = 10.0
"""Seconds that the issuer's clock may be apart from ours."""


@dataclass(frozen=True)
class Caller:
    """The person or program behind a request, and the account they act for.

    `credential_id` is the session or API token that identity made the token for; `expires_at` is when the token does.
    """

    subject: str
    account_id: UUID
    roles: frozenset[str]
    agent_id: UUID | None = None
    credential_id: UUID | None = None
    expires_at: datetime | None = field(default=None, compare=False)

    def is_any(self, *roles: str) -> bool:
        """Whether the caller has one of `roles`; an owner has all of them."""
        return "owner" in self.roles or not self.roles.isdisjoint(roles)

    def require_any(self, *roles: str) -> None:
        """Raise `ForbiddenError` unless the caller has one of `roles`."""
        if not self.is_any(*roles):
            needed = ", ".join(sorted({*roles, "owner"}))
            raise ForbiddenError(f"this needs one of the roles {needed}")


class Verifier(Protocol):
    """Turns a bearer token into a caller."""

    async def caller(self, token: str) -> Caller:
        """Return the caller, or raise a 401 `ProblemError`."""


class OidcVerifier:
    """Checks signature, issuer, audience and expiry against the issuer's published keys (OpenID Connect Core §3.1.3.7)."""

    def __init__(self, *, issuer: str, audience: str, jwks_url: str) -> None:
        self._issuer, self._audience = issuer, audience
        self._tokens: VerifiedTokens[Caller] = VerifiedTokens()
        self.keys = IssuerKeys(jwks_url)

    async def caller(self, token: str) -> Caller:
        """Return the caller whom a valid token names."""
        return self.known(token) or await self._verified(token)

    def known(self, token: str) -> Caller | None:
        """The caller of a token that was found valid before, as long as it and the key that signed it are."""
        before = self._tokens.get(token)
        if before is None or self.keys.at_hand(before.key_id) is not before.key:
            return None
        return before.caller

    async def _verified(self, token: str) -> Caller:
        try:
            key_id = jwt.get_unverified_header(token).get("kid")
            key = await self.keys.key(key_id)
            claims = jwt.decode(
                token,
                key,
                algorithms=_ALGORITHMS,
                audience=self._audience,
                issuer=self._issuer,
                leeway=_CLOCKS_DIFFER,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise unauthenticated(str(error)) from error
        caller = caller_of(claims)
        valid_seconds = int(claims["exp"]) + _CLOCKS_DIFFER - time.time()
        self._tokens.add(token, VerifiedToken(caller, key_id, key), valid_seconds)
        return caller


class AnyIssuerVerifier:
    """Checks tokens of several issuers, each against its own keys."""

    def __init__(self, issuers: Mapping[str, OidcVerifier]) -> None:
        self._issuers = issuers

    async def caller(self, token: str) -> Caller:
        """Return the caller whom a valid token of one of the issuers names."""
        for issuer in self._issuers.values():
            if known := issuer.known(token):
                return known
        return await self._of_its_issuer(token)

    async def _of_its_issuer(self, token: str) -> Caller:
        try:
            claims = jwt.decode(token, options={"verify_signature": False})
        except jwt.PyJWTError as error:
            raise unauthenticated(str(error)) from error
        issuer = self._issuers.get(str(claims.get("iss")))
        if issuer is None:
            raise unauthenticated("the token's issuer is not one that we trust")
        return await issuer.caller(token)


def caller_of(claims: dict[str, Any]) -> Caller:
    """Read our claims: `account`, `roles`, `agent_id` for people who log time, and `credential` of identity's tokens."""
    try:
        agent, credential, expires = (claims.get(n) for n in ("agent_id", "credential", "exp"))
        return Caller(
            subject=str(claims["sub"]),
            account_id=UUID(claims["account"]),
            roles=ROLES.intersection(claims.get("roles", ())),
            agent_id=UUID(agent) if agent else None,
            credential_id=UUID(credential) if credential else None,
            expires_at=datetime.fromtimestamp(expires, UTC) if expires else None,
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise unauthenticated(f"the token's claims are incomplete: {error}") from error


def unauthenticated(detail: str) -> ProblemError:
    """Refuse because we do not know who calls."""
    return NOT_AUTHENTICATED.error(detail)


async def authenticate(request: Request, verifier: Verifier) -> Caller:
    """Return the caller named by the request's bearer token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise unauthenticated("no bearer token")
    return await verifier.caller(token)


def _caller_of(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


@known_by(_caller_of)
async def _caller(request: Request) -> Caller:
    return _caller_of(request)


AnyCaller = Annotated[Caller, Depends(_caller)]


def allow(*roles: str) -> Dependency:
    """Let only callers with one of `roles` in: `caller: Annotated[Caller, allow("manager")]`."""

    def read(request: Request) -> Caller:
        caller = _caller_of(request)
        caller.require_any(*roles)
        return caller

    @known_by(read)
    async def check(request: Request) -> Caller:
        return read(request)

    check.__dict__[_ROLES] = frozenset(roles)
    dependency: Dependency = Depends(check)
    return dependency


def required_roles(dependency: Any) -> frozenset[str]:
    """The roles that a dependency made by `allow` asks for; none of any other."""
    roles: frozenset[str] = getattr(dependency, _ROLES, frozenset())
    return roles
