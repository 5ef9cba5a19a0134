"""Which outlet a page or text is from, and what is known of it."""

from functools import lru_cache
from urllib.parse import urlsplit

from mahdar.knowledge import Knowledge, fold
from mahdar.knowledge.tables.outlets import OutletRule

__all__ = ["host_of", "rules_for"]

_HEAD = 300


@lru_cache(maxsize=4)
def _by_name(knowledge: Knowledge) -> dict[str, tuple[OutletRule, ...]]:
    found: dict[str, list[OutletRule]] = {}
    for rule in knowledge.outlets:
        for name in {rule.id, rule.outlet, *rule.names, *rule.hosts}:
            found.setdefault(_key(name), []).append(rule)
    return {name: tuple(rules) for name, rules in found.items()}


def _key(name: str) -> str:
    return " ".join(fold(name).split()).removeprefix("www.")


def host_of(url: str | None) -> str:
    """The host of an address, without "www.", and "" where there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@lru_cache(maxsize=4)
def _by_host(knowledge: Knowledge) -> tuple[tuple[str, str, OutletRule], ...]:
    """Host and start of the path of every rule."""
    return tuple(
        (host.partition("/")[0], host.partition("/")[2], rule) for rule in knowledge.outlets for host in rule.hosts
    )


def _by_address(knowledge: Knowledge, url: str) -> tuple[OutletRule, ...]:
    host = host_of(url)
    if not host:
        return ()
    path = urlsplit(url).path.strip("/")
    found = [
        rule
        for name, start, rule in _by_host(knowledge)
        if (host == name or host.endswith("." + name)) and path.startswith(start)
    ]
    return tuple(dict.fromkeys(found))


def rules_for(
    knowledge: Knowledge,
    outlet: str | None = None,
    url: str | None = None,
    published: str | None = None,
    text: str = "",
) -> tuple[OutletRule, ...]:
    """What is known of the outlet: by its address, else by its name, else by its marks in the first words of `text`.

    Of several layouts only those that hold on the day of publication; where no day is known, all of them.
    """
    rules: tuple[OutletRule, ...] = ()
    if url:
        rules = _by_address(knowledge, url)
    if not rules and outlet:
        rules = _by_name(knowledge).get(_key(outlet), ())
    if not rules and not outlet and not host_of(url):
        head = text[:_HEAD]
        rules = tuple(rule for rule in knowledge.outlets if any(mark in head for mark in rule.marks))
    if published:
        rules = tuple(
            rule
            for rule in rules
            if (not rule.valid_from or rule.valid_from <= published)
            and (not rule.valid_until or published <= rule.valid_until)
        )
    return rules
