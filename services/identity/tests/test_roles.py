"""What a token may do is what both it and its member may."""

from hypothesis import given
from hypothesis import strategies as st

from identity.roles import EVERYTHING, ROLES, effective, permissions

SOME = st.frozensets(st.sampled_from(ROLES))


def may(roles: frozenset[str]) -> frozenset[str]:
    """The roles that these amount to: an owner is everything."""
    return frozenset(ROLES) if EVERYTHING in roles else roles


@given(token=SOME, member=SOME)
def test_a_token_may_what_both_it_and_its_member_may(
    token: frozenset[str], member: frozenset[str]
) -> None:
    assert may(effective(token, member)) == may(token) & may(member)


@given(token=SOME, member=SOME)
def test_no_token_is_offered_more_than_its_member(
    token: frozenset[str], member: frozenset[str]
) -> None:
    offered = set(permissions(effective(token, member)))
    assert offered <= set(permissions(member))
    assert offered <= set(permissions(token))


@given(token=SOME, member=SOME, fewer=SOME)
def test_who_loses_roles_gains_nothing(
    token: frozenset[str], member: frozenset[str], fewer: frozenset[str]
) -> None:
    before, after = effective(token, member), effective(token, may(member) & fewer)
    assert may(after) <= may(before)
