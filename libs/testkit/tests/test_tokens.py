"""Callers for tests."""

from collections.abc import Callable

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from database import new_id
from testkit import ACCOUNT, OTHER_ACCOUNT, SelfSignedVerifier, token
from web import Caller, ProblemError

VERIFIER = SelfSignedVerifier()


async def test_a_token_names_its_caller() -> None:
    agent = new_id()
    signed = token("agent", "billing", account=OTHER_ACCOUNT, agent_id=agent, subject="mette")
    assert await VERIFIER.caller(signed) == Caller(
        subject="mette",
        account_id=OTHER_ACCOUNT,
        roles=frozenset({"agent", "billing"}),
        agent_id=agent,
    )


async def test_a_caller_is_somebody_of_the_usual_account_unless_the_test_says_so() -> None:
    caller = await VERIFIER.caller(token("manager"))
    assert (caller.subject, caller.account_id, caller.agent_id) == ("somebody", ACCOUNT, None)


async def test_roles_that_do_not_exist_are_not_given() -> None:
    assert (await VERIFIER.caller(token("emperor"))).roles == frozenset()


def signed_by_another_key() -> str:
    claims = jwt.decode(token("owner"), options={"verify_signature": False})
    return jwt.encode(claims, ec.generate_private_key(ec.SECP256R1()), algorithm="ES256")


def cut() -> str:
    return token("owner")[:-2]


def unsigned() -> str:
    claims = jwt.decode(token("owner"), options={"verify_signature": False})
    return jwt.encode(claims, "", algorithm="none")


@pytest.mark.parametrize("make", [signed_by_another_key, cut, unsigned, str])
async def test_any_other_token_is_refused(make: Callable[[], str]) -> None:
    with pytest.raises(ProblemError) as refused:
        await VERIFIER.caller(make())
    assert refused.value.problem.status == 401
