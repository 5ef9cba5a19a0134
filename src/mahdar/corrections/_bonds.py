"""Which reports are of one event by hand, and which are not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from mahdar.corrections._book import Book
from mahdar.corrections._found import Found, again
from mahdar.model import Correction, Problem, Target, Touch

__all__ = ["BY_HAND", "UNBOUND", "Bonds", "Key", "bonds_of"]

Key = tuple[str, str]  # an article and a finding in it


class Bonds(msgspec.Struct, frozen=True, gc=False):
    """`joined`: the name of the group that a report has to be in. `parted`: with which others it must not be in one. No two
    of one group are parted."""

    joined: Mapping[Key, str] = {}
    parted: Mapping[Key, frozenset[Key]] = {}
    touched: tuple[Touch, ...] = ()
    problems: tuple[Problem, ...] = ()


UNBOUND = Bonds()
BY_HAND = ("joined by hand",)  # the reasons of such a join


class _Groups:
    """Reports that are joined, by the first of each group (union and find)."""

    def __init__(self) -> None:
        self._up: dict[Key, Key] = {}
        self.parted: dict[frozenset[Key], str] = {}  # two single reports, and the correction that parts them
        self._members: dict[Key, set[Key]] = {}

    def root(self, key: Key) -> Key:
        while self._up.get(key, key) != key:
            key = self._up[key]
        return key

    def members(self, key: Key) -> set[Key]:
        return self._members.get(self.root(key), {key})

    def between(self, one: Key, other: Key) -> str | None:
        """The correction that keeps two apart, themselves or by those they are joined with."""
        if not self.parted:
            return None
        for mine in sorted(self.members(one)):
            for theirs in sorted(self.members(other)):
                if (by := self.parted.get(frozenset((mine, theirs)))) is not None:
                    return by
        return None

    def join(self, one: Key, other: Key) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        if first != second:
            self._members[first] = self.members(first) | self.members(second)
            self._up[second] = first

    def named(self) -> dict[Key, str]:
        return {key: "\0".join(self.root(key)) for members in self._members.values() for key in members}


def bonds_of(book: Book, what: str, reports: Mapping[str, Sequence[Found]]) -> Bonds:
    """What the corrections of episodes, or of quotes (`what`), come to. `reports` are the findings by article.

    The later of two corrections is heeded first; what an earlier one says against it does not hold.
    """
    entries = [entry for entry in book.held if entry.what == what]
    if not entries:
        return UNBOUND
    groups = _Groups()
    touched: set[Touch] = set()
    problems: list[Problem] = []
    by_join: dict[Key, str] = {}
    for entry in reversed(entries):
        mine, lost = _keys(entry.targets, reports)
        others, more = _keys(entry.others, reports)
        problems += [Problem(entry.id, f"{target.doc} has no {target.sort} there") for target in (*lost, *more)]
        touched |= {Touch(doc, what, finding, entry.id) for doc, finding in (*mine, *others)}
        if entry.do == "merge":
            problems += _join(groups, entry, mine, by_join)
        else:
            problems += _part(groups, entry, mine, others, by_join)
    parted: dict[Key, set[Key]] = defaultdict(set)
    for pair in groups.parted:
        one, other = sorted(pair)
        for mine_ in groups.members(one):
            parted[mine_] |= groups.members(other)
        for theirs in groups.members(other):
            parted[theirs] |= groups.members(one)
    return Bonds(
        groups.named(),
        {key: frozenset(apart) for key, apart in parted.items()},
        tuple(sorted(touched)),
        tuple(sorted(set(problems))),
    )


def _keys(targets: Iterable[Target], reports: Mapping[str, Sequence[Found]]) -> tuple[list[Key], list[Target]]:
    found, lost = set(), []
    for target in targets:
        place = again(target, reports.get(target.doc, ()))
        if place is None:
            lost.append(target)
        else:
            found.add((target.doc, place.id))
    return sorted(found), lost


def _join(groups: _Groups, entry: Correction, keys: Sequence[Key], by_join: dict[Key, str]) -> Iterable[Problem]:
    for key in keys[1:]:
        by = groups.between(keys[0], key)
        if by is not None:
            yield Problem(
                entry.id, f"the report of {key[0]} is parted from that of {keys[0][0]} by a later correction", by
            )
        else:
            groups.join(keys[0], key)
            for one in (keys[0], key):
                by_join.setdefault(one, entry.id)


def _part(
    groups: _Groups, entry: Correction, keys: Sequence[Key], others: Sequence[Key], by_join: Mapping[Key, str]
) -> Iterable[Problem]:
    for key in keys:
        for other in others:
            if groups.root(key) == groups.root(other):
                yield Problem(
                    entry.id,
                    f"the reports of {key[0]} and {other[0]} are joined by a later correction",
                    by_join.get(key, ""),
                )
            else:
                groups.parted.setdefault(frozenset((key, other)), entry.id)
