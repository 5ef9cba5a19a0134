"""The store."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, bindparam, delete, func, select

from mahdar.corrections import Book, sealed
from mahdar.model import Article, Correction, Episode, Failure, Quote, Record, Zone
from mahdar.store import tables
from mahdar.store._corrections import (
    article_of,
    articles_of,
    book_in,
    corrected_row,
    corrections_in,
    keep,
    touch_rows,
)
from mahdar.store._databases import Database, open_database
from mahdar.store._kept import Kept
from mahdar.store._minutes import copies_in, extracts_in, put_extracts, without_extract
from mahdar.store._parts import count_in, forget
from mahdar.store._rows import article_row, finding_rows
from mahdar.store._search import MOST, Leaf, Wanted, key_of, leaf_of
from mahdar.times import LAST_DAY

if TYPE_CHECKING:
    from mahdar.linking import Extract

__all__ = ["Store"]

Item = tuple[Article, Record, str]

_ORDER = (
    "forms",
    "entities",
    "offices",
    "names",
    "mentions",
    "times",
    "statements",
    "statement_actors",
    "events",
    "event_actors",
    "facts",
    "agreement_steps",
    "agreement_actors",
    "accusations",
    "accusation_actors",
    "answers",
)
_ZONES = msgspec.msgpack.Decoder(tuple[Zone, ...])
_EPISODE = msgspec.msgpack.Decoder(Episode)
_QUOTE = msgspec.msgpack.Decoder(Quote)
_RECORD = msgspec.msgpack.Decoder(Record)
_PAGE = 200
_DAY = len("2018-05-07")


def _storable(words: str) -> str:
    """Words that UTF-8 can hold: a file name may carry bytes that are none."""
    return words.encode("utf-8", "backslashreplace").decode("utf-8")


class Store:
    """Articles with all that was found in them, and the failures: a record file (SQLite in WAL mode), or a database on a server
    (PostgreSQL). `path` is where: the path of the file, or the address of the database without its password.

    An article is there with all its findings or not at all, also after a crash. Use it in a `with`, or close it.
    All methods raise StoreError where the store cannot be read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.path = database.place

    @classmethod
    def open(cls, path: Path | str, *, create: bool = False) -> Self:
        """Open the file at a path, making it (`create`) where there is none, or the database at an address
        (postgresql://user@host/database), making its tables. Tables of an older version are brought up to this one."""
        return cls(open_database(path, create=create))

    def close(self) -> None:
        """Close all connections; what was in the write-ahead log of a file is moved into it."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction that sees one state of the store from beginning to end."""
        return self._database.reading()

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._database.writing()

    # --- writing

    def put(self, article: Article, record: Record, digest: str) -> bool:
        """Write an article with all its findings in one transaction, in place of what was there for its `doc`.

        `digest` stands for the article and the analysis that made the record: where the file has the article with the
        same one, nothing changes and the answer is False.
        """
        return self.put_many([(article, record, digest)]) == 1

    def put_many(self, items: Sequence[Item], *, anew: bool = False) -> int:
        """Write several articles in one transaction; how many were new or changed. Of two with one `doc` the last stays.

        `anew`: also where the file has them with the same digest, because something beside the article decides.
        """
        latest = {article.doc: (article, record, digest) for article, record, digest in items}
        if not latest:
            return 0
        with self._writing() as connection:
            article = tables.articles.c
            there = select(article.id, article.doc, article.digest, article.first_day).where(
                article.doc.in_(list(latest))
            )
            stored = {row.doc: row for row in connection.execute(there)}
            fresh = [item for doc, item in latest.items() if anew or doc not in stored or stored[doc].digest != item[2]]
            replaced = [stored[item[0].doc] for item in fresh if item[0].doc in stored]
            if replaced:
                self._remove(connection, replaced)
            top = connection.execute(select(func.max(article.id))).scalar() or 0
            numbered = [
                (stored[item[0].doc].id if item[0].doc in stored else top + n, item) for n, item in enumerate(fresh, 1)
            ]
            self._insert(connection, numbered)
            self._forget_failures(connection, [item[0] for item in latest.values()])
        return len(fresh)

    def _insert(self, connection: Connection, numbered: list[tuple[int, Item]]) -> None:
        if not numbered:
            return
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        leaves: list[Leaf] = []
        book = book_in(connection)
        for number, (article, record, digest) in numbered:
            listed, changed, touched = corrected_row(article, record, book)
            row = article_row(article, record, digest, number) | {"corrected": changed}
            rows["articles"].append(row)
            for table, finding in finding_rows(listed, number):
                rows[table].append(finding)
            rows["corrected"] += touch_rows(touched, {article.doc: number})
            leaves.append(leaf_of(article, listed, row["first_day"], number))
        self._database.add(connection, tables.articles, rows["articles"])
        self._insert_findings(connection, rows)
        count_in(self._database, connection, rows)
        self._database.add_leaves(connection, leaves)

    def _insert_findings(self, connection: Connection, rows: Mapping[str, list[dict[str, Any]]]) -> None:
        forms = {row["id"]: row for row in rows.get("forms", ())}
        self._database.add_new(connection, tables.forms, list(forms.values()))
        for name in (*_ORDER[1:], "corrected"):
            self._database.add(connection, tables.metadata.tables[name], rows.get(name, ()))

    def _remove(self, connection: Connection, replaced: Sequence[Any]) -> None:
        """Take articles out; their findings go with them."""
        forget(self._database, connection, [row.id for row in replaced])
        self._database.drop_leaves(connection, [key_of(row.first_day, row.id) for row in replaced])
        connection.execute(
            delete(tables.articles).where(tables.articles.c.id == bindparam("number")),
            [{"number": row.id} for row in replaced],
        )

    def _forget_failures(self, connection: Connection, articles: Collection[Article]) -> None:
        if connection.execute(select(tables.failures.c.source).limit(1)).first() is None:
            return
        gone = tables.failures.c
        connection.execute(
            delete(tables.failures).where(
                (gone.source == bindparam("origin")) & ((gone.place == "") | (gone.place == bindparam("doc")))
            ),
            [{"origin": _storable(article.source), "doc": article.doc} for article in articles],
        )

    def put_failure(self, failure: Failure) -> None:
        """Note a failure, in place of an earlier one at the same place of the same source."""
        row = {name: _storable(value) for name, value in msgspec.structs.asdict(failure).items()}
        with self._writing() as connection:
            self._database.put_over(connection, tables.failures, [row])

    def clear_failures(self, gone: Callable[[Failure], bool]) -> int:
        """Forget the failures of which `gone` is true (a later build came by and they did not happen again); how many."""
        cleared = [failure for failure in self.failures() if gone(failure)]
        if cleared:
            noted = tables.failures.c
            with self._writing() as connection:
                connection.execute(
                    delete(tables.failures).where(
                        (noted.source == bindparam("origin")) & (noted.place == bindparam("spot"))
                    ),
                    [{"origin": failure.source, "spot": failure.place} for failure in cleared],
                )
        return len(cleared)

    # --- corrections

    def corrections(self) -> tuple[Correction, ...]:
        """The book of corrections, in the order in which its entries came to this file."""
        with self.reading() as connection:
            return corrections_in(connection)

    def add_corrections(self, entries: Sequence[Correction]) -> tuple[Correction, ...]:
        """Enter corrections that are not in the book yet, and apply the book to the articles that they concern, in one
        transaction; which were new. Linking has to run again after it. Raises QueryError for one that cannot be."""
        made = [sealed(entry) for entry in entries]
        with self._writing() as connection:
            fresh = keep(connection, made)
            every = corrections_in(connection)
            book = Book(every)
            for number in articles_of(connection, fresh, every) if fresh else ():
                self._correct(connection, number, book)
        return fresh

    def _correct(self, connection: Connection, number: int, book: Book) -> None:
        row = connection.execute(select(tables.articles).where(tables.articles.c.id == number)).one()
        article, record = _as_read(row)
        listed, changed, touched = corrected_row(article, record, book)
        forget(self._database, connection, [number])
        article_of(connection, number, changed, _ORDER[1:])
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        rows["articles"].append({"id": number, "first_day": row.first_day, "last_day": row.last_day})
        for table, finding in finding_rows(listed, number):
            rows[table].append(finding)
        rows["corrected"] += touch_rows(touched, {article.doc: number})
        self._insert_findings(connection, rows)
        count_in(self._database, connection, rows)
        leaf = leaf_of(article, listed, row.first_day, number)
        self._database.drop_leaves(connection, [leaf.key])
        self._database.add_leaves(connection, [leaf])

    def as_read(self, doc: str) -> tuple[Article, Record] | None:
        """One article and its record as it was read, without its corrections."""
        with self.reading() as connection:
            row = connection.execute(select(tables.articles).where(tables.articles.c.doc == doc)).first()
        with self._database.plainly():
            return None if row is None else _as_read(row)

    # --- the Minutes

    def without_extract(self, linking: str) -> list[str]:
        """The `doc` of every article of which linking keeps nothing yet, or what another way of `linking` made."""
        with self.reading() as connection:
            return without_extract(connection, linking)

    def put_extracts(self, extracts: "Sequence[Extract]", linking: str) -> None:
        """Keep what linking needs of some articles."""
        if extracts:
            with self._writing() as connection:
                put_extracts(self._database, connection, extracts, linking)

    def extracts(self) -> "list[Extract]":
        """What linking keeps of all articles."""
        with self.reading() as connection:
            return list(extracts_in(connection))

    def state(self, linking: str) -> str:
        """Stands for the articles as they are and the way of linking: Minutes made for another state are out of date."""
        with self.reading() as connection:
            return _state(connection, linking)

    @contextmanager
    def renewing(self, linking: str) -> "Iterator[tuple[Kept, str]]":
        """What linking keeps and writes, in one transaction, with the state that the articles are in meanwhile."""
        with self._writing() as connection:
            yield Kept(self._database, connection), _state(connection, linking)

    def linked_state(self) -> str | None:
        """The state that the Minutes were made for; None where there are none."""
        with self.reading() as connection:
            return connection.execute(select(tables.linked.c.state).where(tables.linked.c.id == 1)).scalar()

    def episodes(self) -> tuple[Episode, ...]:
        """All episodes, in the order of their days."""
        order = (tables.episodes.c.first_day.is_(None), tables.episodes.c.first_day, tables.episodes.c.id)
        with self.reading() as connection:
            rows = connection.execute(select(tables.episodes.c.body).order_by(*order))
            return tuple(_EPISODE.decode(row.body) for row in rows)

    def quotes(self) -> tuple[Quote, ...]:
        """All statements that several articles report, by id."""
        entry = tables.ledger.c
        with self.reading() as connection:
            rows = connection.execute(select(entry.body).where(entry.sort == "quote").order_by(entry.id))
            return tuple(_QUOTE.decode(row.body) for row in rows)

    def copies(self) -> dict[str, str]:
        """For every article that is a copy the first one with the same text."""
        with self.reading() as connection:
            return copies_in(connection)

    def minutes_counts(self) -> dict[str, int]:
        """How many articles, copies, reports of events and episodes there are."""
        wanted = {
            "articles": tables.articles,
            "copies": tables.copies,
            "reports": tables.tellings,
            "episodes": tables.episodes,
        }
        return {name: self.count(table) for name, table in wanted.items()}

    # --- reading

    def hits(
        self,
        wanted: Wanted,
        *,
        first: str | None = None,
        last: str | None = None,
        before: int | None = None,
        limit: int,
    ) -> list[int]:
        """The keys of the articles that have what is `wanted` in the full text, newest first. Of those that
        begin on the day `first` at the earliest and `last` at the latest; `before` a key, to go on where a page ended."""
        high = key_of(last or LAST_DAY, MOST)
        high = min(high, before - 1) if before is not None else high
        with self.reading() as connection:
            return self._database.hits(connection, wanted, (key_of(first, 0), high), limit)

    def stems_of(self, keys: Sequence[int]) -> dict[int, str]:
        """The stems of articles by their keys, in the order in which they stand."""
        with self.reading() as connection:
            return self._database.stems_of(connection, keys)

    def has(self, doc: str, digest: str) -> bool:
        """Whether the article is here as `digest` says it is."""
        with self.reading() as connection:
            wanted = select(tables.articles.c.digest).where(tables.articles.c.doc == doc)
            return connection.execute(wanted).scalar() == digest

    def digests(self) -> dict[str, str]:
        """The digest of every article, by `doc`: what a build need not do again."""
        with self.reading() as connection:
            return {
                row.doc: row.digest
                for row in connection.execute(select(tables.articles.c.doc, tables.articles.c.digest))
            }

    def undated(self) -> Iterator[Item]:
        """The articles that state no day themselves and that their own text does not date to the day, by `doc`: without a
        day, or dated by what other articles tell."""
        state_none = (tables.articles.c.stated.is_(None), tables.articles.c.published_from.is_distinct_from("given"))
        for row in self._pages(*state_none):
            article, record = _as_read(row)
            if len(record.published or "") < _DAY or any(clue.doc for clue in record.published_by):
                yield article, record, row.digest

    def failures(self) -> tuple[Failure, ...]:
        """All failures, by source and place."""
        order = (tables.failures.c.source, tables.failures.c.place)
        with self.reading() as connection:
            rows = connection.execute(select(tables.failures).order_by(*order))
            return tuple(Failure(row.source, row.place, row.room, row.problem) for row in rows)

    def count(self, table: Table = tables.articles) -> int:
        """How many rows a table has; articles where none is named."""
        with self.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())

    def article(self, doc: str) -> tuple[Article, Record] | None:
        """One article and its record, with its corrections."""
        with self.reading() as connection:
            row = connection.execute(select(tables.articles).where(tables.articles.c.doc == doc)).first()
        with self._database.plainly():
            return None if row is None else _pair(row)

    def articles(self, docs: Sequence[str]) -> tuple[tuple[Article, Record], ...]:
        """Some articles with their records, corrected, in the order of `doc`; what is not there is left out. For a few hundred."""
        wanted = select(tables.articles).where(tables.articles.c.doc.in_(docs)).order_by(tables.articles.c.doc)
        with self.reading() as connection:
            return tuple(map(_pair, connection.execute(wanted)))

    def records(self) -> Iterator[tuple[Article, Record]]:
        """All articles with their records, corrected, in the order of `doc`. Read a page at a time: memory stays flat."""
        for row in self._pages():
            with self._database.plainly():
                pair = _pair(row)
            yield pair

    def numbered(self, connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[Article, Record]]:
        """The articles with these numbers in the file and their records, corrected, read in a transaction of the caller's."""
        wanted = select(tables.articles).where(tables.articles.c.id.in_(numbers))
        return {row.id: _pair(row) for row in connection.execute(wanted)}

    def _pages(self, *conditions: ColumnElement[bool]) -> Iterator[Row[Any]]:
        after: str | None = None
        while True:
            page = select(tables.articles).where(*conditions).order_by(tables.articles.c.doc).limit(_PAGE)
            if after is not None:
                page = page.where(tables.articles.c.doc > after)
            with self.reading() as connection:
                rows = connection.execute(page).all()
            if not rows:
                return
            yield from rows
            after = rows[-1].doc


def _state(connection: Connection, linking: str) -> str:
    digest = blake2b(linking.encode(), digest_size=16)
    for (own,) in connection.execute(select(tables.articles.c.digest).order_by(tables.articles.c.doc)):
        digest.update(own.encode())
    for (own,) in connection.execute(select(tables.corrections.c.id).order_by(tables.corrections.c.id)):
        digest.update(own.encode())
    return digest.hexdigest()


def _pair(row: Row[Any]) -> tuple[Article, Record]:
    return _article(row), _RECORD.decode(row.corrected or row.record)


def _as_read(row: Row[Any]) -> tuple[Article, Record]:
    return _article(row), _RECORD.decode(row.record)


def _article(row: Row[Any]) -> Article:
    return Article(
        doc=row.doc,
        text=row.text,
        source=row.source,
        title=row.title,
        outlet=row.outlet,
        url=row.url,
        byline=row.byline,
        published=row.stated,
        zones=_ZONES.decode(row.zones),
    )
