"""The quotes brought up to the articles, day after day, as far as a day's statements are heard of."""

from collections.abc import Collection, Iterable, Iterator

from mahdar.corrections import Bonds
from mahdar.knowledge import Knowledge
from mahdar.linking import APART, Gathered, Saying, Sayings, Spoken, quote_id, quote_of, weights_of_stems
from mahdar.model import Quote
from mahdar.store import Kept, News

__all__ = ["renew_quotes"]

_MANY = 20_000  # groups that are read together
_SEVERAL = 2  # articles that have a quote


def renew_quotes(
    kept: Kept, knowledge: Knowledge, bonds: Bonds, news: News, moved: Collection[str], before: set[str]
) -> None:
    """Place the statements of the days on which something is new, and of those after them as long as a group that is other than it
    was can be met; write the quotes that come out otherwise. `before` are those that stand in the store where all is placed anew."""
    days = _Days(kept, knowledge, bonds)
    days.take_back((*news.fresh, *news.gone))
    new = {day for day in news.days if day}
    if new:
        for day in sorted(new.union(kept.articles.days(min(new)))):
            if day in new or day <= days.until:
                days.place(day)
            else:
                days.skip()
    groups = days.changed | kept.quotes.of_docs(moved)
    days.remember(groups)
    gone = before | {
        quote_id(map(_telling, told)) for number, told in days.before.items() if number in groups and _is_quote(told)
    }
    copies = kept.articles.copies()
    listed = sorted(groups)
    for at in range(0, len(listed), _MANY):
        made = list(_quotes(kept, listed[at : at + _MANY], copies))
        kept.entries.put_quotes(made, [one.id for one in made])
        gone -= {one.id for one in made}
    kept.entries.put_quotes((), gone)


class _Days:
    """Days that are placed one after another. `changed` are the groups that are other than they were, `before` the groups as they were,
    `until` the last day on which one that is other can be met."""

    def __init__(self, kept: Kept, knowledge: Knowledge, bonds: Bonds) -> None:
        self._kept, self._bonds = kept, bonds
        self._weights = weights_of_stems(knowledge)
        self._gathered: Gathered | None = None
        self._some = kept.quotes.any()
        self.changed: set[int] = set()
        self.before: dict[int, list[Spoken]] = {}
        self.until = 0

    def take_back(self, docs: Iterable[str]) -> None:
        """Take the statements of some articles out of their groups."""
        several = list(docs)
        self._change(self._kept.quotes.of_docs(several))
        self._kept.quotes.drop_docs(several)

    def remember(self, groups: Iterable[int]) -> None:
        """Remember groups as they are, where they were not met yet."""
        missing = [number for number in groups if number not in self.before] if self._some else []
        self.before.update(self._kept.quotes.groups(missing))

    def _change(self, groups: set[int]) -> None:
        new = groups - self.changed
        self.changed |= new
        self.remember(new)
        days = [one.day for number in new for one in self.before.get(number, ())]
        self.until = max(self.until, max(days, default=0) + APART)

    def place(self, day: int) -> None:
        """Place the statements of a day anew."""
        old = sorted(self._kept.quotes.of_days(day, day), key=_at)
        self.remember({one.group for one in old})
        gathered = self._gathered = self._gathered or self._begin(day)
        gathered.let_go(day)
        self._kept.quotes.drop_day(day)
        told = (saying for one in self._kept.articles.of_days(Sayings, day, day) for saying in one.sayings)
        new = list(gathered.place(day, told))
        self.remember({one.group for one in new})
        self._kept.quotes.put(new)
        if new != old:
            other = {one.group for one in set(new).symmetric_difference(old)}
            self.until = max(self.until, day + APART)
            self._change(other)

    def skip(self) -> None:
        """Leave a day as it is."""
        self._gathered = None

    def _begin(self, day: int) -> Gathered:
        """The groups that are met on a day, as they are before it."""
        numbers = {one.group for one in self._kept.quotes.of_days(day - APART, day - 1)}
        numbers |= self._kept.quotes.holding(self._bonds.joined)
        groups = {
            number: [one for one in told if one.day < day]
            for number, told in sorted(self._kept.quotes.groups(numbers).items())
        }
        sayings = _sayings(self._kept, (one for told in groups.values() for one in told))
        gathered = Gathered(self._weights, self._bonds)
        for number, told in groups.items():
            if told:
                gathered.take(number, ((sayings[one.doc, one.number], one) for one in told))
        return gathered


def _sayings(kept: Kept, told: Iterable[Spoken]) -> dict[tuple[str, int], Saying]:
    docs = {one.doc for one in told}
    return {
        (saying.doc, saying.number): saying for one in kept.articles.of_docs(Sayings, docs) for saying in one.sayings
    }


def _quotes(kept: Kept, numbers: Collection[int], copies: dict[str, str]) -> Iterator[Quote]:
    groups = {number: told for number, told in kept.quotes.groups(numbers).items() if _is_quote(told)}
    sayings = _sayings(kept, (one for told in groups.values() for one in told))
    for told in groups.values():
        quote = quote_of([(sayings[one.doc, one.number], one.score, one.reasons) for one in told], copies)
        if quote is not None:
            yield quote


def _is_quote(told: Iterable[Spoken]) -> bool:
    return len({one.doc for one in told}) >= _SEVERAL


def _telling(one: Spoken) -> tuple[str | None, str, int, str]:
    return one.published, one.doc, one.number, one.statement


def _at(one: Spoken) -> int:
    return one.at
