"""From which network a request comes, for what is limited for each caller without a log-in."""

from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request

_UNKNOWN = "unknown"


def network_of(address: str) -> str:
    """The network of an IP address that one person may be given whole: the address in IPv4, a /64 in IPv6."""
    try:
        ip = ip_address(address)
    except ValueError:
        return _UNKNOWN
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ip) if ip.version == 4 else str(ip_network(f"{ip}/64", strict=False))


def network_of_caller(request: Request) -> str:
    """As the gateway saw it: it writes the address last."""
    return network_of(request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip())
