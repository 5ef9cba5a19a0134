"""The Minutes brought up to the articles: what is new, and what it touches, is linked; the rest is left as it is."""

from collections.abc import Collection, Iterable, Iterator

from mahdar.corrections import Bonds, Book
from mahdar.engine._quoting import renew_quotes
from mahdar.knowledge import Knowledge
from mahdar.linking import (
    DAYS,
    Extract,
    Face,
    Gathering,
    Placed,
    Placing,
    Reports,
    Wording,
    bonds_in,
    days_of_week,
    entry_of,
    face_of,
    find_alike,
    find_cases,
    find_changes,
    find_disagreements,
    first_of_each,
    printed_on,
    rank_of,
    rules_of,
    threads_between,
    week_of,
    weights_of_stems,
)
from mahdar.model import Episode
from mahdar.store import Kept, News

__all__ = ["renew"]

_STRETCH = 28  # days whose prints are compared together
_SEASON = 13  # weeks that are in memory together
_END = 3_650_000  # a day (ordinal) after all


def renew(kept: Kept, knowledge: Knowledge, book: Book, way: str, state: str, *, anew: bool) -> None:
    """Link what is new since the last time; all of it where it is asked (`anew`), or where rules or corrections are others."""
    corrected = {target.doc for entry in book.held for target in (*entry.targets, *entry.others)}
    bonds, statements = bonds_in(kept.articles.of_docs(Extract, corrected), book)
    rules = rules_of(way, bonds, statements)
    anew = anew or kept.rules() != rules
    if anew:
        kept.forget()
    news = kept.articles.news()
    moved = _renew_copies(kept, news)
    _renew_episodes(kept, knowledge, bonds, news, moved, kept.entries.episode_ids() if anew else set())
    renew_quotes(kept, knowledge, statements, news, moved, kept.entries.ids("quote") if anew else set())
    _renew_books(kept, knowledge)
    kept.finish(state, rules, (*bonds.touched, *statements.touched))


# --- copies


def _renew_copies(kept: Kept, news: News) -> set[str]:
    """Find which articles have one text; for which the first that has it is another than it was. What has no day may be a copy of
    any article, so that all are gone through where there is one."""
    undated = bool(news.printed) and kept.articles.printed()[:1] == [0]
    seeds = set(news.fresh) | kept.articles.drop_alike(news.gone)
    for low, high in [(1, _END)] if undated else _stretches(news.printed):
        prints = [one.print for one in kept.articles.prints(low - DAYS, high, undated=undated)]
        alike = find_alike(prints, {one.doc for one in prints if printed_on(one.published) >= low or undated})
        kept.articles.put_alike(alike)
        seeds.update(alike)
    texts = kept.articles.with_their_text(seeds)
    published = kept.articles.published(texts)
    groups: dict[str, list[str]] = {}
    for doc, root in first_of_each(texts).items():
        groups.setdefault(root, []).append(doc)
    firsts: dict[str, str] = {}
    for docs in groups.values():
        first = min(docs, key=lambda doc: (published[doc] or "9999", doc))
        firsts.update((doc, first) for doc in docs)
    return kept.articles.put_firsts(firsts, news.gone)


def _stretches(days: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The days on which articles may be copies of those of some days, in stretches."""
    low = high = 0
    for day in sorted(days):
        if low and (day > high + 1 or day + DAYS - low > _STRETCH):
            yield low, high
            low = max(day, high + 1)
        low, high = low or day, day + DAYS
    if low:
        yield low, high


# --- episodes


def _renew_episodes(
    kept: Kept, knowledge: Knowledge, bonds: Bonds, news: News, moved: Collection[str], before: set[str]
) -> None:
    """Place the weeks from the first in which something is new, and write the episodes that come out otherwise; `before` are those
    that stand in the store where all is placed anew."""
    season = _Season(kept, knowledge, bonds, news)
    others: set[int] = set()
    gone = before
    if news.days:
        first = week_of(min(news.days))
        others, episodes = kept.episodes.roll_back(first)
        gone = gone | episodes
        weeks = sorted({week_of(day) for day in kept.articles.days(days_of_week(first)[0])})
        for at in range(0, len(weeks), _SEASON):
            season.place(weeks[at : at + _SEASON])
            season.write(())
    others |= kept.episodes.telling(moved)
    season.write(kept.episodes.alone(others - season.written))
    season.drop(gone)
    if before:
        kept.entries.drop_threads()
    for pair in sorted(season.pairs):
        kept.entries.put_threads(pair, threads_between(pair, kept.entries.faces(pair), knowledge))


class _Season:
    """Weeks that are placed and written together. `written` are the numbers of what was written, `pairs` the sides whose storylines
    are other than they were."""

    def __init__(self, kept: Kept, knowledge: Knowledge, bonds: Bonds, news: News) -> None:
        self._kept, self._knowledge, self._bonds, self._news = kept, knowledge, bonds, news
        self._placing = self._begin()
        self._copies = kept.articles.copies()
        self._ids: set[str] = set()
        self.written: set[int] = set()
        self.pairs: set[tuple[str, str]] = set()

    def _begin(self) -> Placing:
        return Placing(Wording(weights_of_stems(self._knowledge)), self._bonds, self._kept.episodes)

    def place(self, weeks: Iterable[int]) -> None:
        """Place some weeks."""
        self._placing = self._begin()
        placed: list[Placed] = []
        for number in weeks:
            told = self._kept.articles.of_days(Reports, *days_of_week(number))
            reports = (report for one in told for report in one.reports if report.window.known)
            placed.append(self._placing.place(number, sorted(reports, key=rank_of)))
        self._kept.episodes.put(placed)

    def write(self, others: Iterable[int]) -> None:
        """Write the episodes to which something was brought, or `others`, which stand where they stood."""
        found: dict[int, Gathering] = {number: self._placing.gathering(number) for number in self._wanted(others)}
        found |= self._placing.touched
        self._placing.touched = {}
        made: list[Episode] = []
        faces: dict[str, Face | None] = {}
        names: dict[int, str | None] = {}
        for number, gathering in sorted(found.items()):
            names[number] = None
            if gathering.into is None:
                entry = entry_of(gathering, self._copies)
                names[number] = entry.id
                made.append(entry)
                faces[entry.id] = face_of(entry, [report for report, _, _ in gathering.members], self._knowledge)
        self.written.update(found)
        before = self._kept.episodes.name(names)
        self._put(made, before, faces)

    def _wanted(self, others: Iterable[int]) -> list[int]:
        numbers = sorted(others)
        self._placing.load(numbers)
        return numbers

    def drop(self, ids: Iterable[str]) -> None:
        """Take away episodes that were not written again."""
        self._put([], set(ids) - self._ids, {})

    def _put(self, made: list[Episode], before: set[str], faces: dict[str, Face | None]) -> None:
        self._kept.entries.put_episodes(made, before, self._news.fresh)
        self._ids.update(one.id for one in made)
        self.pairs |= self._kept.entries.put_faces(dict.fromkeys(before) | faces)


# --- the books that are made of all values


def _renew_books(kept: Kept, knowledge: Knowledge) -> None:
    """Make the books of disagreements, changes and accusations. Values are few and short, so all of them are gone through; the
    numbers of each four weeks that are as they were are not compared again."""
    values, events, copies = kept.articles.values(), kept.entries.told_in(), kept.articles.copies()
    indictments = (one for each in values for one in each.indictments)
    cases = find_cases(indictments, (one for each in values for one in each.denials), copies, knowledge, events)
    known = kept.entries.pages()
    claims = (claim for each in values for claim in each.claims)
    disagreements, pages = find_disagreements(claims, events, kept.entries.episodes, copies, knowledge, cases, known)
    changes = find_changes((one for each in values for one in each.holdings), copies, knowledge)
    kept.entries.put_pages(pages, known)
    kept.entries.put_books(disagreements, changes, cases)
