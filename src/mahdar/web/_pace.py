"""How often somebody may knock."""

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address
from time import monotonic

__all__ = ["Pace", "knocker"]

_REMEMBERED = 10_000
_MINUTE = 60.0


def knocker(address: str) -> str:
    """Who comes from an address: of IPv6 a whole network is one, as anybody has millions of addresses in his own."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else parsed.exploded[:19]
    return str(parsed)


class Pace:
    """So many a minute of each, `burst` of them at once. What has long been quiet is forgotten first."""

    def __init__(self, per_minute: float, burst: float | None = None) -> None:
        self.rate = per_minute / _MINUTE
        self.burst = burst if burst is not None else max(1.0, per_minute / 4)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, who: str, *, take: float = 1.0) -> float:
        """Count a knock; how many seconds one has to wait before the next is heard, 0.0 where this one is."""
        now = monotonic()
        left, before = self._left.pop(who, (self.burst, now))
        left = min(self.burst, left + (now - before) * self.rate)
        heard = left >= take if take else left >= 1.0
        self._left[who] = (left - take if heard else left, now)
        if len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
        return 0.0 if heard else (max(take, 1.0) - left) / self.rate
