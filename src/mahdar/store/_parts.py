"""Who has a part in what, and how often articles name whom: rows that are kept beside the findings for quick answers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, select

from mahdar.store import tables
from mahdar.store._databases import Database
from mahdar.times import FIRST_DAY

__all__ = ["ANYBODY", "LONG_SORT", "UNDATED", "count_in", "forget", "part_rows", "sides_of"]

UNDATED = "~"  # stands behind every day
ANYBODY = ""
LONG_SORT = "~"  # after the sort of what takes longer than a day
_FORMER = "former "
_MANY = 200
SORTS = ("event", "speaker", "chain", "accuser", "accused", "step")

Row = dict[str, Any]
Rows = Mapping[str, Sequence[Any]]  # of each table its rows, by their columns


def sides_of(rows: Rows) -> dict[tuple[int, int], tuple[str, ...]]:
    """For whom each entity of some articles acts, by (article, entity): for itself, its state if it is one, and those
    whose office it holds."""
    sides: dict[tuple[int, int], dict[str, None]] = {}
    for row in rows.get("entities", ()):
        sides[row["article"], row["n"]] = dict.fromkeys((row["id"], *((row["iso"],) if row["iso"] else ())))
    for row in rows.get("offices", ()):
        if row["of"] and not row["title"].startswith(_FORMER):
            sides[row["article"], row["entity"]][row["of"]] = None
    return {key: tuple(several) for key, several in sides.items()}


def part_rows(rows: Rows) -> Iterator[Row]:
    """The rows of `parts` for the rows of some articles and their findings."""
    days = {row["id"]: _days(row["first_day"], row["last_day"]) for row in rows.get("articles", ())}
    sides = sides_of(rows)
    events = {(row["article"], row["n"]): _days(row["first_day"], row["last_day"]) for row in rows.get("events", ())}
    steps = {
        (row["article"], row["n"]): _days(row["first_day"], row["last_day"]) for row in rows.get("agreement_steps", ())
    }
    for (article, n), listed in events.items():
        yield from _rows(ANYBODY, "event", listed, article, n, -1)
    done: set[tuple[object, ...]] = set()
    for table, finding, sorts in (
        ("event_actors", "event", None),
        ("statement_actors", "statement", {"speaker": "speaker", "chain": "chain"}),
        ("accusation_actors", "accusation", {"accuser": "accuser", "accused": "accused"}),
        ("agreement_actors", "step", {"party": "step"}),
    ):
        for row in rows.get(table, ()):
            article, n, entity = row["article"], row[finding], row["entity"]
            sort = ("event" if row["role"] != "chain" else None) if sorts is None else sorts.get(row["role"])
            if sort is None or entity is None or (sort, article, n, entity) in done:
                continue
            done.add((sort, article, n, entity))
            listed = {"event": events, "step": steps}.get(sort, {}).get((article, n)) or days[article]
            for who in sides[article, entity]:
                yield from _rows(who, sort, listed, article, n, entity)


def _days(first: str | None, last: str | None) -> tuple[str, str]:
    """The days by which a finding is listed: what has no known beginning stands under its end."""
    if first is None or last is None:
        return UNDATED, UNDATED
    return (last if first == FIRST_DAY else first), last


def _rows(who: str, sort: str, days: tuple[str, str], article: int, n: int, entity: int) -> Iterator[Row]:
    row = {"who": who, "day": days[0], "last": days[1], "article": article, "n": n, "entity": entity}
    yield row | {"sort": sort}
    if days[0] != days[1]:
        yield row | {"sort": sort + LONG_SORT}


# --- counts

_KEYS = {
    "called": ("id", "kind", "name", "name_en", "iso"),
    "uses": ("form", "id"),
    "seen": ("id", "day", "last"),
    "held": ("id", "title", "of", "day", "last"),
}


def _counted(rows: Rows) -> dict[str, Counter[tuple[Any, ...]]]:
    """How many of these articles name whom how, by table and key; the written forms under "written"."""
    days = {row["id"]: (row["first_day"] or UNDATED, row["last_day"] or UNDATED) for row in rows.get("articles", ())}
    spelt = {row["id"]: row["form"] for row in rows.get("forms", ())}
    entities = {(row["article"], row["n"]): row for row in rows.get("entities", ())}
    found: dict[str, set[tuple[Any, ...]]] = {name: set() for name in (*_KEYS, "written")}
    for (article, _), row in entities.items():
        described = (row["id"], row["kind"], row["name"], row["name_en"] or "", row["iso"] or "")
        found["called"].add((article, *described))
        found["seen"].add((article, row["id"], *days[article]))
    for row in rows.get("names", ()):
        entity, article = entities[row["article"], row["entity"]], row["article"]
        found["uses"].add((article, row["form"], entity["id"]))
        form = spelt[row["form"]]
        # The English name and that of the holder of an office are kept for look-up; articles do not write them.
        if form != entity["name_en"] and (form != entity["resolved"] or form == entity["name"]):
            found["written"].add((article, row["form"], entity["id"]))
    for row in rows.get("offices", ()):
        entity, article = entities[row["article"], row["entity"]], row["article"]
        found["held"].add((article, entity["id"], row["title"], row["of"], *days[article]))
    return {name: Counter(key[1:] for key in keys) for name, keys in found.items()}


def count_in(database: Database, connection: Connection, rows: Rows) -> None:
    """Enter the parts of new articles, and count whom they name."""
    parts = list(part_rows(rows))
    database.add(connection, tables.parts, parts)
    database.add_up(connection, tables.shares, _shares(parts, 1))
    counted = _counted(rows)
    for name, keys in _KEYS.items():
        table = tables.metadata.tables[name]
        listed = [dict(zip(keys, key, strict=True)) | {"articles": count} for key, count in counted[name].items()]
        if name == "uses":
            listed = [row | {"written": counted["written"][row["form"], row["id"]]} for row in listed]
        database.add_up(connection, table, listed)


def forget(database: Database, connection: Connection, numbers: Sequence[int]) -> None:
    """Take articles out of the parts and the counts, while their rows are still there."""
    for at in range(0, len(numbers), _MANY):
        some = numbers[at : at + _MANY]
        rows = _stored(connection, some)
        _take_away(database, connection, tables.shares, _shares(_drop_parts(connection, rows), -1))
        counted = _counted(rows)
        for name, keys in _KEYS.items():
            table = tables.metadata.tables[name]
            listed = [dict(zip(keys, key, strict=True)) | {"articles": -count} for key, count in counted[name].items()]
            if name == "uses":
                listed = [row | {"written": -counted["written"][row["form"], row["id"]]} for row in listed]
            _take_away(database, connection, table, listed)


def _take_away(database: Database, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Take figures away; rows of which nothing is left go."""
    if not rows:
        return
    database.add_up(connection, table, rows)
    figure = table.c.findings if "findings" in table.c else table.c.articles
    same = [column == bindparam(f"its_{column.name}") for column in table.primary_key]
    keys = [{f"its_{column.name}": row[column.name] for column in table.primary_key} for row in rows]
    connection.execute(delete(table).where(*same, figure <= 0), keys)


def _stored(connection: Connection, numbers: Sequence[int]) -> dict[str, list[Any]]:
    article = tables.articles.c
    found: dict[str, list[Any]] = {}
    told = select(article.id, article.first_day, article.last_day).where(article.id.in_(numbers))
    found["articles"] = [row._mapping for row in connection.execute(told)]
    for table in (tables.entities, tables.offices, tables.names, tables.events, tables.agreement_steps):
        rows = connection.execute(select(table).where(table.c.article.in_(numbers)))
        found[table.name] = [row._mapping for row in rows]
    forms = sorted({row["form"] for row in found["names"]})
    spelt = select(tables.forms.c.id, tables.forms.c.form)
    found["forms"] = [
        row._mapping
        for at in range(0, len(forms), _MANY)
        for row in connection.execute(spelt.where(tables.forms.c.id.in_(forms[at : at + _MANY])))
    ]
    return found


def _shares(parts: Sequence[Any], sign: int) -> list[Row]:
    """How many findings everybody has a part in, to be added."""
    found = {(row["who"], row["sort"], row["article"], row["n"]) for row in parts if row["sort"] in SORTS}
    counted = Counter((who, sort) for who, sort, _, _ in found)
    return [{"who": who, "sort": sort, "findings": sign * count} for (who, sort), count in counted.items()]


def _drop_parts(connection: Connection, rows: Rows) -> list[Any]:
    """Take parts out, which are found by who and when: the keys begin with it."""
    part = tables.parts.c
    whos: dict[int, set[str]] = {row["id"]: {ANYBODY} for row in rows["articles"]}
    days: dict[int, set[str]] = {row["id"]: {_days(row["first_day"], row["last_day"])[0]} for row in rows["articles"]}
    for (article, _), sides in sides_of(rows).items():
        whos[article].update(sides)
    for name in ("events", "agreement_steps"):
        for row in rows[name]:
            days[row["article"]].add(_days(row["first_day"], row["last_day"])[0])
    gone: list[Any] = []
    for article, several in whos.items():
        meant = (
            part.who.in_(sorted(several)),
            part.sort.in_([sort + more for sort in SORTS for more in ("", LONG_SORT)]),
            part.day.in_(sorted(days[article])),
            part.article == article,
        )
        gone += [row._mapping for row in connection.execute(select(tables.parts).where(*meant))]
        connection.execute(delete(tables.parts).where(*meant))
    return gone
