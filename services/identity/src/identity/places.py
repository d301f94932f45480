"""Places in the app that a log-in may lead to, and networks that it may come from."""

import re
from ipaddress import IPv6Address, ip_address, ip_network

HOME = "/"
_LOCAL = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
"""A path of our own: no host (`//…`), no backslash, which browsers take for a slash, nothing that is not printed."""
_UNKNOWN_NETWORK = "unknown"


def local_path(text: str | None) -> str:
    """The path to go to after log-in: `text` when it is one of ours, else the home page."""
    return text if text and len(text) <= 2000 and _LOCAL.fullmatch(text) else HOME


def network_of(address: str) -> str:
    """The network of an IP address that one person may be given whole: the address in IPv4, a /64 in IPv6."""
    try:
        ip = ip_address(address)
    except ValueError:
        return _UNKNOWN_NETWORK
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ip) if ip.version == 4 else str(ip_network(f"{ip}/64", strict=False))
