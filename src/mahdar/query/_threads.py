"""Storylines: what two parties do about one thing, event by event."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set

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
            words=tuple(spoken[entry.id].get(stem, stem) for stem in entry.words),
            first_day=entry.first_day,
            last_day=entry.last_day,
            reports=entry.reports,
            sources=entry.sources,
            episodes=tuple(told[ident] for ident in entry.episodes if ident in told),
        )
        for entry in found
    )


def _words_of(
    connection: Connection, found: Sequence[Thread], told: Mapping[str, EpisodeLine]
) -> dict[str, dict[str, str]]:
    """For each storyline its stems, as the titles and first words of its own articles write them: in the form that most have."""
    docs = {
        entry.id: {telling.source.doc for ident in entry.episodes if ident in told for telling in told[ident].tellings}
        for entry in found
    }
    told_by = _forms_in(
        connection, sorted(set().union(*docs.values())), {stem for entry in found for stem in entry.words}
    )
    words: dict[str, dict[str, str]] = {}
    for entry in found:
        forms: dict[str, Counter[str]] = {}
        for doc in docs[entry.id]:
            for stem, form in told_by.get(doc, ()):
                forms.setdefault(stem, Counter())[form] += 1
        words[entry.id] = {
            stem: min(seen, key=lambda form: (-seen[form], len(form), form)) for stem, seen in forms.items()
        }
    return words


def _forms_in(connection: Connection, docs: Sequence[str], stems: Set[str]) -> dict[str, list[tuple[str, str]]]:
    """The words of these articles that have one of the stems, each with it."""
    article = tables.articles.c
    found: dict[str, list[tuple[str, str]]] = {}
    for start in range(0, len(docs), _MANY):
        rows = connection.execute(
            select(article.doc, article.title, article.text).where(article.doc.in_(docs[start : start + _MANY]))
        )
        for row in rows:
            for word in f"{row.title or ''} {row.text[:_MANY]}".split():
                bare = word.strip('\u060c.:"()[]\u00ab\u00bb\u061b!?\u061f#')
                if (stem := light_stem(fold(bare))) in stems:
                    found.setdefault(row.doc, []).append((stem, bare))
    return found
