"""Which hosts may be spoken to: those of the public internet, judged by their addresses and not by their names."""

import ipaddress
import socket

from mahdar.errors import WatchError

__all__ = ["PORTS", "AddressError", "public_addresses"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = (80, 443, 8080, 8443)
# Addresses inside which another is written: the old and the new way of reaching IPv4 from IPv6.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Networks that are not public, and that not every version of the standard library knows to be so.
_CLOSED = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "2001::/23", "3fff::/20", "5f00::/16", "fec0::/10"),
    )
)
_MOST = 6


class AddressError(WatchError):
    """An address that is not spoken to."""


def public_addresses(host: str, port: int, *, private: bool = False) -> tuple[str, ...]:
    """The addresses of a host, for connecting to these and no others. Raises AddressError where one of them is not public
    (this machine, a private network, a link, a cloud's metadata), unless `private` are allowed; OSError where it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not private:
        if port not in PORTS:
            raise AddressError(f"{host}: port {port} is not one that news are served on")
        for address in addresses:
            if not _is_public(address):
                raise AddressError(f"{host} is not of the public internet ({address})")
    return tuple(addresses[:_MOST])


def _is_public(written: str) -> bool:
    # A zone ("fe80::1%eth0") belongs to a link.
    if "%" in written:
        return False
    address: Address = ipaddress.ip_address(written)
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in _NAT64:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inside:
            return _is_public(str(inside))
        # The addresses that were to hold one of IPv4, and were given up.
        if int(address) >> 32 == 0:
            return False
    if any(address in network for network in _CLOSED):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved
