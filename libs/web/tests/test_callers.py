import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from testkit import ACCOUNT, until
from web import AnyIssuerVerifier, OidcVerifier, Problem, ProblemError, issuer_keys
from web.issuer_keys import IssuerKeys
from web.verified_tokens import VerifiedToken, VerifiedTokens

ISSUER, AUDIENCE = "https://issuer.example", "honorar"
EC_KEY = ec.generate_private_key(ec.SECP256R1())
RSA_KEY = rsa.generate_private_key(65537, 2048)
ED_KEY = Ed25519PrivateKey.generate()


def jwk(key: Any, kid: str) -> dict[str, Any]:
    algorithm: Any = OKPAlgorithm
    if isinstance(key, ec.EllipticCurvePrivateKey):
        algorithm = ECAlgorithm
    elif isinstance(key, rsa.RSAPrivateKey):
        algorithm = RSAAlgorithm
    return {**json.loads(algorithm.to_jwk(key.public_key())), "kid": kid, "use": "sig"}


class Issuer:
    """A JWKS endpoint on a real port, whose response the test chooses."""

    def __init__(self) -> None:
        self.url, self.asked, self.status = "", 0, 200
        self.answers = asyncio.Event()
        self.answers.set()
        self.document: Any = {"keys": [jwk(EC_KEY, "ec"), jwk(RSA_KEY, "rsa"), jwk(ED_KEY, "ed")]}

    async def response(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        await self.answers.wait()
        body = json.dumps(self.document).encode()
        head = (
            f"HTTP/1.1 {self.status} so\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    def verifier(self) -> OidcVerifier:
        return OidcVerifier(issuer=ISSUER, audience=AUDIENCE, jwks_url=self.url)


@pytest.fixture
async def issuer(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Issuer]:
    """An issuer that is waited for, also while the machine stands still."""
    monkeypatch.setattr(issuer_keys, "_FETCH_SECONDS", 60.0)
    issuer = Issuer()
    server = await asyncio.start_server(issuer.response, "127.0.0.1", 0)
    issuer.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/jwks"
    async with server:
        yield issuer
        issuer.answers.set()


def token(key: Any = EC_KEY, alg: str = "ES256", kid: Any = "ec", **changes: Any) -> str:
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "eva",
        "account": str(ACCOUNT),
        "roles": ["manager"],
        "iat": datetime.now(UTC),
        "exp": datetime.now(UTC) + timedelta(minutes=5),
        **changes,
    }
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm=alg, headers={"kid": kid} if kid else None)


async def refusal(verifier: OidcVerifier, token: str) -> Problem:
    with pytest.raises(ProblemError) as refused:
        await verifier.caller(token)
    return refused.value.problem


@pytest.mark.parametrize(
    ("key", "alg", "kid"), [(EC_KEY, "ES256", "ec"), (RSA_KEY, "RS256", "rsa"), (ED_KEY, "EdDSA", "ed")]
)  # fmt: skip
async def test_a_token_of_the_issuer_names_its_caller(
    issuer: Issuer, key: Any, alg: str, kid: str
) -> None:
    caller = await issuer.verifier().caller(token(key, alg, kid, agent_id=str(ACCOUNT)))
    assert (caller.subject, caller.account_id, caller.agent_id) == ("eva", ACCOUNT, ACCOUNT)
    assert caller.roles == {"manager"}


async def test_each_issuer_is_believed_with_its_own_keys(issuer: Issuer) -> None:
    other = OidcVerifier(issuer="https://other.example", audience=AUDIENCE, jwks_url=issuer.url)
    verifier = AnyIssuerVerifier({ISSUER: issuer.verifier(), "https://other.example": other})
    for iss in (ISSUER, "https://other.example"):
        assert (await verifier.caller(token(iss=iss))).subject == "eva"
    for made in (token(iss="https://third.example"), token(iss=None), "no token"):
        with pytest.raises(ProblemError) as refused:
            await verifier.caller(made)
        assert refused.value.problem.status == 401


async def test_a_clock_a_little_ahead_is_no_reason_to_refuse(issuer: Issuer) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=5)
    assert (await issuer.verifier().caller(token(iat=soon, nbf=soon))).subject == "eva"


STRANGER = ec.generate_private_key(ec.SECP256R1())


def _refused() -> dict[str, str]:
    """Made when they are sent: those that differ in nothing but one thing from a good one must not expire before."""
    return {
        "expired": token(exp=datetime.now(UTC) - timedelta(minutes=1)),
        "not valid yet": token(nbf=datetime.now(UTC) + timedelta(minutes=5)),
        "without expiry": token(exp=None),
        "of another issuer": token(iss="https://other.example"),
        "without issuer": token(iss=None),
        "for another audience": token(aud="other"),
        "for no audience": token(aud=None),
        "without subject": token(sub=None),
        "without account": token(account=None),
        "with an account that is no id": token(account="mine"),
        "with a number for an account": token(account=7),
        "with roles that are none": token(roles=7),
        "with an agent that is no id": token(agent_id="me"),
        "signed by a stranger in our key's name": token(STRANGER),
        "signed with an unknown key": token(kid="other"),
        "that names no key": token(kid=None),
        "signed with another key's algorithm": token(RSA_KEY, "RS256", "ec"),
        "not signed": token(None, "none"),
        "signed with a shared secret": token("x" * 32, "HS256"),
        "signed with the kid as secret": token("ec" * 16, "HS256", "ec"),
        "changed": token()[:-6] + "AAAAAA",
        "garbage": "a.b.c",
        "empty parts": "..",
        "words": "hej hej",
        "beyond ASCII": "æ.ø.å",
    }


@pytest.mark.parametrize("name", _refused())
async def test_a_token_is_refused_that_is(issuer: Issuer, name: str) -> None:
    problem = await refusal(issuer.verifier(), _refused()[name])
    assert (problem.status, problem.slug) == (401, "not-authenticated")


@pytest.mark.parametrize("kid", [7, ["a"], {"a": 1}])
async def test_a_key_name_that_is_no_text_is_refused(issuer: Issuer, kid: Any) -> None:
    rest = token().split(".", 1)[1]
    forged = jwt.utils.base64url_encode(json.dumps({"alg": "ES256", "kid": kid}).encode()).decode()
    assert (await refusal(issuer.verifier(), f"{forged}.{rest}")).status == 401


async def test_the_keys_are_asked_for_once_however_many_come(issuer: Issuer) -> None:
    verifier = issuer.verifier()
    await asyncio.gather(*(verifier.caller(token()) for _ in range(20)))
    await verifier.caller(token(RSA_KEY, "RS256", "rsa"))
    assert issuer.asked == 1


async def test_made_up_keys_do_not_become_a_load_on_the_issuer(issuer: Issuer) -> None:
    verifier = issuer.verifier()
    for number in range(20):
        await refusal(verifier, token(kid=f"made-up-{number}"))
    assert issuer.asked == 1


async def test_a_new_key_of_the_issuer_is_found(issuer: Issuer) -> None:
    verifier = issuer.verifier()
    verifier.keys = IssuerKeys(issuer.url, between=0)
    await verifier.caller(token())
    issuer.document = {"keys": [jwk(EC_KEY, "ec"), jwk(STRANGER, "new")]}
    assert (await verifier.caller(token(STRANGER, kid="new"))).subject == "eva"


async def test_a_withdrawn_key_is_trusted_no_longer(issuer: Issuer) -> None:
    verifier = issuer.verifier()
    verifier.keys = IssuerKeys(issuer.url, max_age=0, between=0)
    await verifier.caller(token())
    issuer.document = {"keys": [jwk(STRANGER, "new")]}
    await verifier.caller(token())  # the keys are fetched anew behind this request
    await until(lambda: issuer.asked == 2)
    await until(lambda: verifier.keys.idle)
    assert (await refusal(verifier, token())).status == 401


async def test_a_token_that_was_valid_is_no_longer_when_its_key_is_withdrawn(
    issuer: Issuer,
) -> None:
    verifier, sent = issuer.verifier(), token()
    verifier.keys = IssuerKeys(issuer.url, max_age=0, between=0)
    any_issuer = AnyIssuerVerifier({ISSUER: verifier})
    await any_issuer.caller(sent)
    issuer.document = {"keys": [jwk(STRANGER, "ec")]}
    assert (await any_issuer.caller(sent)).subject == "eva"
    await until(lambda: issuer.asked >= 2 and verifier.keys.idle)
    with pytest.raises(ProblemError) as refused:
        await any_issuer.caller(sent)
    assert refused.value.problem.status == 401


async def test_a_token_that_was_valid_expires_all_the_same(issuer: Issuer) -> None:
    verifier = issuer.verifier()

    async def remembered() -> str:
        """A token of which the verifier knows that it is valid; again if the machine stood still until it was not."""
        made = token(exp=datetime.now(UTC) - timedelta(seconds=5))  # clocks may differ by ten
        try:
            caller = await verifier.caller(made)
            assert await verifier.caller(made) is caller
        except ProblemError:
            return ""
        return made

    sent = await until(remembered)

    async def is_refused() -> bool:
        try:
            await verifier.caller(sent)
        except ProblemError:
            return True
        return False

    await until(is_refused)


def test_so_many_tokens_are_remembered_and_no_more() -> None:
    tokens: VerifiedTokens[str] = VerifiedTokens(most=2)
    for name in ("a", "b"):
        tokens.add(name, VerifiedToken(name, "ec", None), 60)
    assert tokens.get("a")
    tokens.add("c", VerifiedToken("c", "ec", None), 60)
    assert [bool(tokens.get(name)) for name in ("a", "b", "c")] == [True, False, True]


async def test_a_hanging_issuer_holds_up_nobody_whose_key_is_known(issuer: Issuer) -> None:
    verifier = issuer.verifier()
    verifier.keys = IssuerKeys(issuer.url, max_age=0, between=0)
    await verifier.caller(token())
    issuer.answers.clear()
    async with asyncio.timeout(10):
        for _ in range(20):
            assert (await verifier.caller(token())).subject == "eva"
    await until(lambda: issuer.asked == 2)
    issuer.answers.set()
    await until(lambda: verifier.keys.idle)
    assert issuer.asked == 2


@pytest.mark.parametrize(
    ("status", "document"),
    [
        (500, {}),
        (404, {}),
        (200, []),
        (200, "x"),
        (200, {}),
        (200, {"keys": []}),
        (200, {"keys": 7}),
    ],
)
async def test_while_the_issuer_is_away_callers_are_asked_to_come_again(
    issuer: Issuer, status: int, document: Any
) -> None:
    issuer.status, issuer.document = status, document
    problem = await refusal(issuer.verifier(), token())
    assert (problem.status, problem.slug) == (503, "issuer-unavailable")


async def test_an_issuer_that_does_not_listen_is_away() -> None:
    nowhere = OidcVerifier(issuer=ISSUER, audience=AUDIENCE, jwks_url="http://127.0.0.1:1/jwks")
    assert (await refusal(nowhere, token())).status == 503


async def test_an_issuer_that_is_away_does_not_lock_out_those_we_know(issuer: Issuer) -> None:
    verifier = issuer.verifier()
    verifier.keys = IssuerKeys(issuer.url, max_age=0, between=0)
    await verifier.caller(token())
    issuer.status = 500
    assert (await verifier.caller(token())).subject == "eva"
    assert (await refusal(verifier, token(kid="other"))).status == 503
