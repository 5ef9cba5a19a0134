"""The record file."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, bindparam, delete, func, insert, select, text
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from mahdar.corrections import Book, sealed
from mahdar.linking import Extract
from mahdar.model import Article, Correction, Episode, Failure, Minutes, Quote, Record, Zone
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
from mahdar.store._minutes import copies_in, extracts_in, put_extracts, replace_minutes, without_extract
from mahdar.store._open import open_engine, plainly
from mahdar.store._rows import article_row, finding_rows
from mahdar.store._search import search_columns

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
    """A record file: articles with all that was found in them, and the failures. One SQLite file in WAL mode.

    An article is there with all its findings or not at all, also after a crash. Use it in a `with`, or close it.
    All methods raise StoreError where the file cannot be read or written.
    """

    def __init__(self, path: Path, *, create: bool) -> None:
        self.path = path
        self._engine = open_engine(path, create=create)

    @classmethod
    def open(cls, path: Path | str, *, create: bool = False) -> Self:
        """Open a file, making it (`create`) where there is none. Tables of an older version are brought up to this one."""
        return cls(Path(path), create=create)

    def close(self) -> None:
        """Close all connections; what was in the write-ahead log is moved into the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a transaction that sees one state of the file from beginning to end."""
        with plainly(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            plainly(self.path),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

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
            stored = {
                row.doc: (row.id, row.digest)
                for row in connection.execute(
                    select(tables.articles.c.id, tables.articles.c.doc, tables.articles.c.digest).where(
                        tables.articles.c.doc.in_(bindparam("docs", expanding=True))
                    ),
                    {"docs": list(latest)},
                )
            }
            fresh = [item for doc, item in latest.items() if anew or stored.get(doc, (0, ""))[1] != item[2]]
            replaced = [stored[article.doc][0] for article, _, _ in fresh if article.doc in stored]
            if replaced:
                self._remove(connection, replaced)
            top = connection.execute(select(func.max(tables.articles.c.id))).scalar() or 0
            numbered = [
                (stored[item[0].doc][0] if item[0].doc in stored else top + n, item) for n, item in enumerate(fresh, 1)
            ]
            self._insert(connection, numbered)
            self._forget_failures(connection, [item[0] for item in latest.values()])
        return len(fresh)

    def _insert(self, connection: Connection, numbered: list[tuple[int, Item]]) -> None:
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        book = book_in(connection)
        for number, (article, record, digest) in numbered:
            listed, changed, touched = corrected_row(article, record, book)
            rows["articles"].append(article_row(article, record, digest, number) | {"corrected": changed})
            for table, row in finding_rows(listed, number):
                rows[table].append(row)
            rows["corrected"] += touch_rows(touched, {article.doc: number})
            folded, stems = search_columns(article.title, article.text)
            rows["search"].append({"id": number, "folded": folded, "stemmed": stems})
        if not rows:
            return
        connection.execute(insert(tables.articles), rows["articles"])
        self._insert_findings(connection, rows)
        connection.execute(
            text("INSERT INTO search (rowid, folded, stemmed) VALUES (:id, :folded, :stemmed)"), rows["search"]
        )

    def _insert_findings(self, connection: Connection, rows: Mapping[str, list[dict[str, Any]]]) -> None:
        forms = {row["id"]: row for row in rows.get("forms", ())}
        if forms:
            connection.execute(sqlite_insert(tables.forms).on_conflict_do_nothing(), list(forms.values()))
        for name in (*_ORDER[1:], "corrected"):
            if rows.get(name):
                connection.execute(insert(tables.metadata.tables[name]), rows[name])

    def _remove(self, connection: Connection, numbers: Collection[int]) -> None:
        """Take articles out; their findings go with them."""
        keys = [{"number": number} for number in numbers]
        connection.execute(text("DELETE FROM search WHERE rowid = :number"), keys)
        connection.execute(delete(tables.articles).where(tables.articles.c.id == bindparam("number")), keys)

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
            connection.execute(sqlite_insert(tables.failures).prefix_with("OR REPLACE"), row)

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
        article_of(connection, number, changed, _ORDER[1:])
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for table, finding in finding_rows(listed, number):
            rows[table].append(finding)
        rows["corrected"] += touch_rows(touched, {article.doc: number})
        self._insert_findings(connection, rows)

    def as_read(self, doc: str) -> tuple[Article, Record] | None:
        """One article and its record as it was read, without its corrections."""
        with self.reading() as connection:
            row = connection.execute(select(tables.articles).where(tables.articles.c.doc == doc)).first()
        return None if row is None else _as_read(row)

    # --- the Minutes

    def without_extract(self, linking: str) -> list[str]:
        """The `doc` of every article of which linking keeps nothing yet, or what another way of `linking` made."""
        with self.reading() as connection:
            return without_extract(connection, linking)

    def put_extracts(self, extracts: Sequence[Extract], linking: str) -> None:
        """Keep what linking needs of some articles."""
        if extracts:
            with self._writing() as connection:
                put_extracts(connection, extracts, linking)

    def extracts(self) -> list[Extract]:
        """What linking keeps of all articles."""
        with self.reading() as connection:
            return list(extracts_in(connection))

    def state(self, linking: str) -> str:
        """Stands for the articles as they are and the way of linking: Minutes made for another state are out of date."""
        digest = blake2b(linking.encode(), digest_size=16)
        with self.reading() as connection:
            for (own,) in connection.execute(select(tables.articles.c.digest).order_by(tables.articles.c.doc)):
                digest.update(own.encode())
            for (own,) in connection.execute(select(tables.corrections.c.id).order_by(tables.corrections.c.id)):
                digest.update(own.encode())
        return digest.hexdigest()

    def linked_state(self) -> str | None:
        """The state that the Minutes were made for; None where there are none."""
        with self.reading() as connection:
            return connection.execute(select(tables.linked.c.state)).scalar()

    def put_minutes(self, minutes: Minutes, state: str) -> None:
        """Write the Minutes in one transaction, in place of those that are there."""
        with self._writing() as connection:
            replace_minutes(connection, minutes, state)

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
        return None if row is None else _pair(row)

    def records(self) -> Iterator[tuple[Article, Record]]:
        """All articles with their records, corrected, in the order of `doc`. Read a page at a time: memory stays flat."""
        yield from map(_pair, self._pages())

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
