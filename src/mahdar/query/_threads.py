"""Storylines: what two parties do about one thing, event by event."""

from collections import Counter

import msgspec
from sqlalchemy import Connection, select

from mahdar.knowledge import Knowledge, fold
from mahdar.model import Thread
from mahdar.query._episodes import EpisodeLine, episodes_by_id, names_of, need_linked
from mahdar.query._ledger import entries
from mahdar.query._lines import Actor
from mahdar.query._names import Sought, seek
from mahdar.store import Store, tables
from mahdar.text import light_stem

__all__ = ["ThreadLine", "thread"]

_DECODE = msgspec.msgpack.Decoder(Thread)
_MANY = 500


class ThreadLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A storyline: whose, the words that tell most of what it is about, and its events in their order."""

    thread: str
    actors: tuple[Actor, ...]
    objects: tuple[Actor, ...]
    words: tuple[str, ...]
    first_day: str | None
    last_day: str | None
    reports: int
    sources: int
    episodes: tuple[EpisodeLine, ...]


def thread(
    store: Store,
    knowledge: Knowledge,
    who: str | Sought,
    with_: str | Sought | None = None,
    *,
    from_: str | None = None,
    to: str | None = None,
    episodes: int = 2,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[ThreadLine, ...]:
    """The storylines of somebody, those of most independent texts first, each with its events in order; `episodes` is the least
    number of them. Raises QueryError."""
    one = seek(store, knowledge, who) if isinstance(who, str) else who
    other = seek(store, knowledge, with_) if isinstance(with_, str) else with_
    with store.reading() as connection:
        need_linked(connection, store)
        found = entries(connection, "thread", _DECODE, whom=(one, other), from_=from_, to=to)
        found = [entry for entry in found if len(entry.episodes) >= episodes]
        found.sort(key=lambda entry: (-entry.sources, entry.first_day or "", entry.id))
        found = found[offset:][:limit]
        told = episodes_by_id(connection, knowledge, [ident for entry in found for ident in entry.episodes])
        idents = {who for entry in found for who in (*entry.actors, *entry.objects)}
        names = names_of(connection, knowledge, sorted(idents))
        spoken = _words_of(connection, found, told)
    return tuple(
        ThreadLine(
            thread=entry.id,
            actors=tuple(msgspec.structs.replace(names[who], role="party") for who in entry.actors),
            objects=tuple(msgspec.structs.replace(names[thing], role="object") for thing in entry.objects),
            words=tuple(spoken.get(stem, stem) for stem in entry.words),
            first_day=entry.first_day,
            last_day=entry.last_day,
            reports=entry.reports,
            sources=entry.sources,
            episodes=tuple(told[ident] for ident in entry.episodes if ident in told),
        )
        for entry in found
    )


def _words_of(connection: Connection, found: list[Thread], told: dict[str, EpisodeLine]) -> dict[str, str]:
    """The stems that name the storylines as their articles' titles and first words write them, in the form that most have."""
    wanted = {stem for entry in found for stem in entry.words}
    docs = sorted({telling.source.doc for line in told.values() for telling in line.tellings})
    forms: dict[str, Counter[str]] = {}
    for start in range(0, len(docs), _MANY):
        rows = connection.execute(
            select(tables.articles.c.title, tables.articles.c.text).where(
                tables.articles.c.doc.in_(docs[start : start + _MANY])
            )
        )
        for row in rows:
            for word in f"{row.title or ''} {row.text[:_MANY]}".split():
                bare = word.strip('\u060c.:"()[]\u00ab\u00bb\u061b!?\u061f#')
                stem = light_stem(fold(bare))
                if stem in wanted:
                    forms.setdefault(stem, Counter())[bare] += 1
    return {stem: min(seen, key=lambda form: (-seen[form], len(form), form)) for stem, seen in forms.items()}
