"""Callers for tests: real JWTs, signed with a key of this test session."""

from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from web.callers import Caller, caller_of, unauthenticated

ACCOUNT = UUID("01932f00-0000-7000-8000-00000000000a")
OTHER_ACCOUNT = UUID("01932f00-0000-7000-8000-00000000000b")


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def token(
    *roles: str,
    account: UUID = ACCOUNT,
    agent_id: UUID | None = None,
    subject: str = "somebody",
) -> str:
    """Sign a token for a caller."""
    claims = {
        "iss": "testkit",
        "aud": "honorar",
        "sub": subject,
        "account": str(account),
        "roles": list(roles),
        "exp": datetime.now(UTC) + timedelta(hours=1),
    }
    if agent_id:
        claims["agent_id"] = str(agent_id)
    return jwt.encode(claims, _key(), algorithm="ES256")


class SelfSignedVerifier:
    """A `web.Verifier` that trusts the tokens signed by `token` in this test session, and no others."""

    async def caller(self, token: str) -> Caller:
        """Return the caller whom the token names. Raises a 401 `ProblemError` for any other token."""
        try:
            public = _key().public_key()
            return caller_of(
                jwt.decode(
                    token, public, algorithms=["ES256"], audience="honorar", issuer="testkit"
                )
            )
        except jwt.PyJWTError as error:
            raise unauthenticated(str(error)) from error
