"""Make a store of millions of statements and events, the same from the same seed: python bench/make_store.py OUT

OUT is a file that is not there yet, or the address of an empty database. Some thousand articles are made by the tables'
own code; each stands in the store many times, on other days and under other ids.
"""

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import msgspec

from mahdar.knowledge import load_knowledge
from mahdar.model import Case, Charge, Episode, Evidence, Quote, QuoteTelling, Span, Stage
from mahdar.model import Telling as Told
from mahdar.store import Store, key_of
from mahdar.store._entries import episode_rows, ledger_rows
from mahdar.store._episode_parts import count_episodes, pairs_of, parts_of
from mahdar.store._parts import part_rows, sides_of
from mahdar.store._rows import article_row, finding_rows
from mahdar.store._search import leaf_of
from sinks import PostgreSQLSink, SQLiteSink
from world import Telling, World

FIRST, DAYS = date(2018, 1, 1), 1826
STATEMENTS, EVENTS = 10, 2  # in an article
_TABLES = (
    "entities", "offices", "names", "mentions", "statements", "statement_actors", "events", "event_actors", "accusations",
    "accusation_actors",
)  # fmt: skip
_IDS = ("statements", "events", "accusations")


class Made:
    """A made article with its rows, which lack number, doc and day."""

    def __init__(self, telling: Telling) -> None:
        self.article, self.record = telling.article, telling.record
        self.row = article_row(self.article, self.record, "bench", 0)
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        rows["articles"].append(self.row)
        for table, row in finding_rows(self.record, 0):
            rows[table].append(row)
        self.rows = rows
        self.leaf = leaf_of(self.article, self.record, None, 0)
        parts = list(part_rows(rows))
        self.parts = [(row["who"], row["sort"], row["n"], row["entity"]) for row in parts]
        self.shares = Counter({(who, sort) for who, sort, _, _ in self.parts})
        self.shares = Counter((who, sort) for who, sort, _ in {(who, sort, n) for who, sort, n, _ in self.parts})
        self.columns = {table: tuple(rows[table][0]) for table in _TABLES if rows[table]}
        self.tuples = {table: [tuple(row.values()) for row in rows[table]] for table in _TABLES if rows[table]}
        sides = sides_of(rows)
        self.acting: dict[int, dict[int, tuple[str, ...]]] = defaultdict(dict)
        for row in rows["event_actors"]:
            self.acting[row["event"]][row["entity"]] = sides[0, row["entity"]]


class Maker:
    def __init__(self, sink: Any, made: list[list[Made]], seed: int) -> None:
        self.sink, self.clusters = sink, made
        self.random = random.Random(seed + 1)
        self.number = 0
        self.episode = 0
        self.quote = 0
        self.days = [(FIRST + timedelta(days=n)).isoformat() for n in range(DAYS)]
        self.seen: Counter[tuple[str, str]] = Counter()
        self.held: Counter[tuple[str, str, str, str]] = Counter()
        self.rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self.columns: dict[str, tuple[str, ...]] = {}
        self.leaves: list[tuple[int, str, str, Any]] = []

    def one_round(self) -> None:
        """Every article once more, in an order and on days of its own."""
        order = list(range(len(self.clusters)))
        self.random.shuffle(order)
        for at in order:
            self._cluster(self.clusters[at], self.days[int(self.random.random() ** 0.8 * DAYS)])
            if self.number % 2000 < 4:
                self.flush()
        self.flush()

    def flush(self) -> None:
        for table, rows in self.rows.items():
            if rows:
                self.sink.write(table, self.columns[table], rows)
                rows.clear()
        self.sink.leaves(self.leaves)
        self.leaves.clear()

    def _put(self, table: str, columns: tuple[str, ...], row: tuple[Any, ...]) -> None:
        self.columns.setdefault(table, columns)
        self.rows[table].append(row)

    def _put_row(self, table: str, row: dict[str, Any]) -> None:
        self._put(table, tuple(row), tuple(row.values()))

    def _cluster(self, several: list[Made], day: str) -> None:
        docs = []
        for one in several:
            self.number += 1
            docs.append(f"{self.number:08}")
            self._article(one, self.number, docs[-1], day)
        if len(docs) > 1 and self.random.random() < 0.3:
            self._put("copies", ("doc", "first"), (docs[1], docs[0]))
        for n in range(EVENTS):
            self._episode(several, docs, n, day)
        if len(docs) > 1:
            self._quote(several, docs, day)
        for one, doc in zip(several, docs, strict=True):
            for charge in one.record.accusations:
                self._case(charge, doc, day)

    def _article(self, one: Made, number: int, doc: str, day: str) -> None:
        record = msgspec.structs.replace(one.record, doc=doc, published=day, published_from="given")
        row = one.row | {
            "id": number, "doc": doc, "digest": doc, "stated": day, "published": day, "published_from": "given",
            "first_day": day, "last_day": day, "record": msgspec.msgpack.encode(record), "corrected": None,
        }  # fmt: skip
        self._put_row("articles", row)
        for table, tuples in one.tuples.items():
            self.columns.setdefault(table, one.columns[table])
            into = self.rows[table]
            if table == "events":
                # article, n, id, kind, time, first_day, last_day, dated_by, place ...
                into += [(number, t[1], f"{doc}-{t[2]}", t[3], None, day, day, "article", *t[8:]) for t in tuples]
            elif table in _IDS:
                into += [(number, t[1], f"{doc}-{t[2]}", *t[3:]) for t in tuples]
            else:
                into += [(number, *t[1:]) for t in tuples]
        self.columns.setdefault("parts", ("who", "sort", "day", "last", "article", "n", "entity"))
        self.rows["parts"] += [(who, sort, day, day, number, n, entity) for who, sort, n, entity in one.parts]
        self.leaves.append((key_of(day, number), one.leaf.words, one.leaf.stems, one.leaf.marks))
        for entity in one.record.entities:
            self.seen[entity.id, day] += 1
            for office in entity.offices:
                self.held[entity.id, office.title, office.of, day] += 1

    def _episode(self, several: list[Made], docs: list[str], n: int, day: str) -> None:
        self.episode += 1
        event = several[0].record.events[n]
        episode = Episode(
            id=f"ep{self.episode:08}", kind=event.kind, parties=event.who, day=day, dated_by="article", place=event.place,
            status=event.status, standing=(Stage(event.status, day, day, tuple(docs)),), first_seen=day, last_seen=day,
            reports=len(docs), sources=len(docs),
            tellings=tuple(
                Told(
                    doc=doc, event=f"{doc}-e{n}", copy=doc, published=day, outlet=one.article.outlet, status=event.status,
                    time=None, place=event.place, evidence=one.record.events[n].evidence,
                )
                for doc, one in zip(docs, several, strict=True)
            ),
        )  # fmt: skip
        for table, row in episode_rows((episode,)):
            self._put_row(table, row)
        acting = [one.acting[n] for one in several]
        for row in parts_of(episode, acting):
            self._put_row("episode_parts", row)
        for row in pairs_of(episode, acting):
            self._put_row("pairs", row)

    def _quote(self, several: list[Made], docs: list[str], day: str) -> None:
        self.quote += 1
        said = several[0].record.statements[0]
        quote = Quote(
            id=f"q{self.quote:08}", speakers=said.speaker, act=said.act, first_seen=day, last_seen=day, reports=len(docs),
            sources=len(docs),
            tellings=tuple(
                QuoteTelling(
                    doc=doc, statement=f"{doc}-s0", copy=doc, published=day, outlet=one.article.outlet,
                    speakers=one.record.statements[0].speaker, chain=one.record.statements[0].chain, form="indirect",
                    content=one.record.statements[0].content, evidence=one.record.statements[0].evidence,
                )
                for doc, one in zip(docs, several, strict=True)
            ),
        )  # fmt: skip
        actors = [(who, "speaker") for who in quote.speakers] + [(one.statement, "telling") for one in quote.tellings]
        for table, row in ledger_rows("quote", quote, quote.act, (day, day), actors):
            self._put_row(table, row)

    def _case(self, charge: Any, doc: str, day: str) -> None:
        ident = f"{doc}-{charge.id}"
        case = Case(
            id=f"c{ident}", accusers=charge.accuser, accused=charge.accused, first_seen=day, last_seen=day, reports=1,
            sources=1, replies=(),
            charges=(
                Charge(
                    doc=doc, accusation=ident, copy=doc, published=day, outlet=None,
                    evidence=Evidence((Span(0, 1),), "bench"),
                ),
            ),
        )  # fmt: skip
        actors = [(who, "accuser") for who in case.accusers] + [(who, "accused") for who in case.accused]
        for table, row in ledger_rows("accusation", case, "open", (day, day), [*actors, (ident, "charge")]):
            self._put_row(table, row)

    def finish(self, rounds: int) -> None:
        """What is counted over all articles."""
        called: Counter[tuple[str, ...]] = Counter()
        uses: Counter[tuple[int, str]] = Counter()
        shares: Counter[tuple[str, str]] = Counter()
        forms: dict[int, dict[str, Any]] = {}
        written: Counter[tuple[int, str]] = Counter()
        for one in (one for several in self.clusters for one in several):
            forms.update((row["id"], row) for row in one.rows["forms"])
            for entity in one.record.entities:
                called[entity.id, entity.kind, entity.name, entity.name_en or "", entity.iso or ""] += rounds
            for row in one.rows["names"]:
                entity = one.record.entities[row["entity"]]
                uses[row["form"], entity.id] += rounds
                written[row["form"], entity.id] += rounds * (forms[row["form"]]["form"] != entity.name_en)
            for key, count in one.shares.items():
                shares[key] += rounds * count
        names = ("id", "kind", "name", "name_en", "iso", "articles")
        self.sink.write("called", names, [(*key, count) for key, count in sorted(called.items())])
        told = [(form, who, count, written[form, who]) for (form, who), count in sorted(uses.items())]
        self.sink.write("uses", ("form", "id", "articles", "written"), told)
        self.sink.write("forms", ("id", "form", "key", "sound"), [tuple(row.values()) for row in forms.values()])
        self.sink.write("shares", ("who", "sort", "findings"), [(*key, count) for key, count in sorted(shares.items())])
        seen = [(who, day, day, count) for (who, day), count in sorted(self.seen.items())]
        self.sink.write("seen", ("id", "day", "last", "articles"), seen)
        held = [(who, title, of, day, day, count) for (who, title, of, day), count in sorted(self.held.items())]
        self.sink.write("held", ("id", "title", "of", "day", "last", "articles"), held)
        self.sink.write("linked", ("id", "state"), [(1, "bench")])


def made_articles(world: World, count: int) -> Iterator[list[Made]]:
    """Clusters of articles, `count` of these in all."""
    left, number = count, 0
    while left > 0:
        several = world.cluster(number, STATEMENTS, EVENTS)[:left]
        yield [Made(one) for one in several]
        left -= len(several)
        number += 1


def main() -> int:
    """Make the store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--statements", type=int, default=5_000_000)
    parser.add_argument("--events", type=int, default=1_000_000, help="a fifth of the statements")
    parser.add_argument("--different", type=int, default=5_000, help="articles that differ in more than their day")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.events * STATEMENTS != asked.statements * EVENTS:
        parser.error(f"an article has {STATEMENTS} statements and {EVENTS} events; ask for figures that fit")
    articles = asked.statements // STATEMENTS
    different = min(asked.different, articles)
    rounds = max(articles // different, 1)
    begun = monotonic()
    clusters = list(made_articles(World(load_knowledge(), asked.seed), different))
    Store.open(asked.out, create=True).close()
    server = asked.out.startswith("postgresql://")
    sink = PostgreSQLSink(asked.out) if server else SQLiteSink(Path(asked.out))
    maker = Maker(sink, clusters, asked.seed)
    for number in range(rounds):
        maker.one_round()
        print(f"\r{maker.number} articles, {monotonic() - begun:.0f} s", end="", file=sys.stderr, flush=True)
        if number == 0:
            assert maker.number == different
    maker.finish(rounds)
    sink.close()
    with Store.open(asked.out) as store:
        with store._database.writing() as connection:
            count_episodes(connection)
        if server:
            with store._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("ANALYZE")
    print(f"\n{maker.number} articles, {rounds * different * STATEMENTS} statements, {maker.episode} episodes in"
          f" {asked.out}, {monotonic() - begun:.0f} s")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
