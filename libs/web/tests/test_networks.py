"""Whom limits for callers without a log-in count together."""

import pytest
from fastapi import Request

from web.networks import network_of, network_of_caller


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("nowhere", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_network_is_what_one_person_may_have_whole(address: str, network: str) -> None:
    assert network_of(address) == network


def test_only_what_the_gateway_wrote_is_believed() -> None:
    headers = [(b"x-forwarded-for", b"198.51.100.1, 192.0.2.7")]
    assert network_of_caller(Request({"type": "http", "headers": headers})) == "192.0.2.7"
