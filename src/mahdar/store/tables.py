"""The tables of a record file, for those who ask it questions. `migrations/` makes them; a test holds the two together.

Each finding is one row, keyed by its article and its place among the article's findings of that sort, so that an
article's rows lie together and go together. `entity` columns hold that place (`entities.n`), null where a record names
an id that it does not list. Days are ISO strings, `spans` and `content` JSON lists of [start, end) into `articles.text`.
"""

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from mahdar.store._types import LONG, WORDS

__all__ = [
    "accusation_actors",
    "accusations",
    "agreement_actors",
    "agreement_steps",
    "alike",
    "answers",
    "articles",
    "called",
    "copies",
    "corrected",
    "corrections",
    "counts",
    "entities",
    "episode_actors",
    "episode_parts",
    "episodes",
    "event_actors",
    "events",
    "extracts",
    "faces",
    "facts",
    "failures",
    "forms",
    "gatherings",
    "held",
    "known",
    "ledger",
    "ledger_actors",
    "linked",
    "meetings",
    "members",
    "mentions",
    "metadata",
    "names",
    "offices",
    "pages",
    "pairs",
    "parts",
    "quoted",
    "said",
    "seen",
    "shares",
    "shelves",
    "stated",
    "statement_actors",
    "statements",
    "tellings",
    "times",
    "uses",
]

metadata = MetaData()


def _of_article(name: str, key: tuple[str, ...], *columns: Column[object]) -> Table:
    """A table of an article's findings: clustered by article, and deleted with it."""
    return Table(
        name,
        metadata,
        Column("article", Integer, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
        *columns,
        PrimaryKeyConstraint("article", *key, name=f"pk_{name}"),
        sqlite_with_rowid=False,
    )


def _number(name: str, *, null: bool = False) -> Column[object]:
    return Column(name, Integer, nullable=null)


def _words(name: str, *, null: bool = False) -> Column[object]:
    return Column(name, WORDS, nullable=null)


# `published` is the record's day, `stated` the article's own; first_day and last_day are the days that `published` covers.
# `zones` is msgpack of the article's zones, `record` the msgpack of the record as it was read, byte for byte; `corrected` is
# that of the record with its corrections, where there are any: the rows of the findings are those of the latter.
articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    _words("doc"),
    _words("digest"),
    _words("source"),
    _words("outlet", null=True),
    _words("url", null=True),
    _words("title", null=True),
    _words("byline", null=True),
    _words("stated", null=True),
    _words("published", null=True),
    _words("published_from", null=True),
    _words("first_day", null=True),
    _words("last_day", null=True),
    _words("text"),
    Column("zones", LargeBinary, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("corrected", LargeBinary),
    UniqueConstraint("doc", name="uq_articles_doc"),
)
Index("ix_articles_digest", articles.c.doc, articles.c.digest)
Index("ix_articles_first_day", articles.c.first_day)
Index("ix_articles_last_day", articles.c.last_day)
Index("ix_articles_outlet", articles.c.outlet)

entities = _of_article(
    "entities",
    ("n",),
    _number("n"),
    _words("id"),
    _words("kind"),
    _words("name"),
    _words("name_en", null=True),
    _words("iso", null=True),
    _words("resolved", null=True),
    Column("certainty", Float, nullable=False),
)
Index("ix_entities_id", entities.c.id)
Index("ix_entities_iso", entities.c.iso)

offices = _of_article("offices", ("entity", "n"), _number("entity"), _number("n"), _words("title"), _words("of"))
Index("ix_offices_of", offices.c.of)

# Every surface form that any article uses, once: `key` is what two spellings of it share, `sound` its consonants.
forms = Table(
    "forms",
    metadata,
    Column("id", LONG, primary_key=True),
    _words("form"),
    _words("key"),
    _words("sound"),
)
Index("ix_forms_key", forms.c.key)
Index("ix_forms_sound", forms.c.sound)

names = _of_article("names", ("entity", "form"), _number("entity"), Column("form", LONG, nullable=False))
Index("ix_names_form", names.c.form)

mentions = _of_article(
    "mentions", ("start", "end", "entity"), _number("start"), _number("end"), _number("entity"), _words("form")
)

times = _of_article(
    "times",
    ("n",),
    _number("n"),
    _number("start"),
    _number("end"),
    _words("value", null=True),
    _words("type"),
    _words("anchor", null=True),
    _words("rule"),
)

statements = _of_article(
    "statements",
    ("n",),
    _number("n"),
    _words("id"),
    _words("form"),
    _words("act"),
    _number("cue_start"),
    _number("cue_end"),
    _words("content"),
    _words("rule"),
    _words("spans"),
)

# `role`: speaker, chain, to.
statement_actors = _of_article(
    "statement_actors",
    ("statement", "role", "n"),
    _number("statement"),
    _words("role"),
    _number("n"),
    _number("entity", null=True),
    _words("id"),
)

# first_day and last_day are those of `time`; where it gives none they are the article's, and `dated_by` says "article".
events = _of_article(
    "events",
    ("n",),
    _number("n"),
    _words("id"),
    _words("kind"),
    _words("time", null=True),
    _words("first_day", null=True),
    _words("last_day", null=True),
    _words("dated_by", null=True),
    _words("place", null=True),
    _words("status"),
    _words("rule"),
    _words("spans"),
)
Index("ix_events_first_day", events.c.first_day)
Index("ix_events_kind", events.c.kind, events.c.first_day)

# `role`: those of the vocabulary, and "chain" for whom the article has it from.
event_actors = _of_article(
    "event_actors",
    ("event", "n"),
    _number("event"),
    _number("n"),
    _number("entity", null=True),
    _words("id"),
    _words("role"),
)

facts = _of_article(
    "facts",
    ("n",),
    _number("n"),
    _number("entity", null=True),
    _words("subject"),
    _words("property"),
    _words("value"),
    _words("status"),
    _words("chain"),
    _words("rule"),
    _words("spans"),
)
Index("ix_facts_subject", facts.c.subject)
Index("ix_facts_property", facts.c.property)

# Days as of events. `agreement` is the agreement's id in every article, `thing` the id of the phrase that names it here.
agreement_steps = _of_article(
    "agreement_steps",
    ("n",),
    _number("n"),
    _words("id"),
    _words("agreement"),
    _words("thing", null=True),
    _words("step"),
    _words("time", null=True),
    _words("first_day", null=True),
    _words("last_day", null=True),
    _words("dated_by", null=True),
    _words("place", null=True),
    _words("length", null=True),
    _words("status"),
    _words("rule"),
    _words("spans"),
)
Index("ix_agreement_steps_agreement", agreement_steps.c.agreement)

# `role`: party, chain.
agreement_actors = _of_article(
    "agreement_actors",
    ("step", "n"),
    _number("step"),
    _number("n"),
    _number("entity", null=True),
    _words("id"),
    _words("role"),
)

# `statement` is the place of the statement that accuses among the article's statements; `content` are the words.
accusations = _of_article(
    "accusations",
    ("n",),
    _number("n"),
    _words("id"),
    _number("statement", null=True),
    _words("content"),
    _words("rule"),
    _words("spans"),
)

# `role`: accuser, accused, chain.
accusation_actors = _of_article(
    "accusation_actors",
    ("accusation", "n"),
    _number("accusation"),
    _number("n"),
    _number("entity", null=True),
    _words("id"),
    _words("role"),
)

# The statements that answer an accusation; `by` says what ties them to it.
answers = _of_article(
    "answers", ("accusation", "n"), _number("accusation"), _number("n"), _number("statement"), _words("by")
)

# Which finding (by its id; `sort` as of a Touch) was touched by which correction.
corrected = _of_article(
    "corrected", ("sort", "finding", "correction"), _words("sort"), _words("finding"), _words("correction")
)
Index("ix_corrected_correction", corrected.c.correction)

# The book of corrections, in the order in which entries came; `body` is msgpack of the Correction.
corrections = Table(
    "corrections",
    metadata,
    Column("n", Integer, primary_key=True),
    _words("id"),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("id", name="uq_corrections_id"),
)

# Who has a part in which findings, under the days by which they are listed, so that the first page of what somebody popular does
# is read without the rest. `who` acts himself, or the finding is of one who holds an office of his; "" is anybody, for events.
# `sort` is what he does there: event, speaker, chain, accuser, accused, step; with "~" after it once more where the time
# is longer than a day. `day` is "~" where there is none.
parts = Table(
    "parts",
    metadata,
    _words("who"),
    _words("sort"),
    _words("day"),
    _words("last"),
    _number("article"),
    _number("n"),
    _number("entity"),
    PrimaryKeyConstraint("who", "sort", "day", "last", "article", "n", "entity", name="pk_parts"),
    sqlite_with_rowid=False,
)

# How many findings, and episodes, those are.
shares = Table(
    "shares",
    metadata,
    _words("who"),
    _words("sort"),
    _number("findings"),
    PrimaryKeyConstraint("who", "sort", name="pk_shares"),
    sqlite_with_rowid=False,
)

# How many articles name whom how: kept up with every article that is written, because of somebody popular nobody can count
# them. "" stands for what is not given.
called = Table(
    "called",
    metadata,
    _words("id"),
    _words("kind"),
    _words("name"),
    _words("name_en"),
    _words("iso"),
    _number("articles"),
    PrimaryKeyConstraint("id", "kind", "name", "name_en", "iso", name="pk_called"),
    sqlite_with_rowid=False,
)

# The same for surface forms; `written` leaves out the articles that have the form from a table only.
uses = Table(
    "uses",
    metadata,
    Column("form", LONG, nullable=False),
    _words("id"),
    _number("articles"),
    _number("written"),
    PrimaryKeyConstraint("form", "id", name="pk_uses"),
    sqlite_with_rowid=False,
)
Index("ix_uses_id", uses.c.id)

# On which days articles name whom, and give him which office.
seen = Table(
    "seen",
    metadata,
    _words("id"),
    _words("day"),
    _words("last"),
    _number("articles"),
    PrimaryKeyConstraint("id", "day", "last", name="pk_seen"),
    sqlite_with_rowid=False,
)
held = Table(
    "held",
    metadata,
    _words("id"),
    _words("title"),
    _words("of"),
    _words("day"),
    _words("last"),
    _number("articles"),
    PrimaryKeyConstraint("id", "title", "of", "day", "last", name="pk_held"),
    sqlite_with_rowid=False,
)

failures = Table(
    "failures",
    metadata,
    _words("source"),
    _words("place"),
    _words("room"),
    _words("problem"),
    PrimaryKeyConstraint("source", "place", name="pk_failures"),
    sqlite_with_rowid=False,
)

# What linking keeps of an article (msgpack), and for what it was made: the article's digest and the way of linking. `stated` are
# the values that others may contradict, follow or answer, which are read for all articles at each linking.
extracts = Table(
    "extracts",
    metadata,
    Column("article", Integer, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    _words("digest"),
    Column("body", LargeBinary, nullable=False),
)
stated = Table(
    "stated",
    metadata,
    Column("article", Integer, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# --- what linking keeps of its work, so that the next day's news does not do it again

# The articles that the Minutes know, as they were: `day` is the last that the article may be of, `printed` the first (ordinals; 0 for
# none).
known = Table(
    "known",
    metadata,
    Column("doc", WORDS, primary_key=True),
    _words("digest"),
    _words("published", null=True),
    _number("day"),
    _number("printed"),
)
Index("ix_known_day", known.c.day)

# Two articles with the same text.
alike = Table(
    "alike",
    metadata,
    _words("doc"),
    _words("other"),
    PrimaryKeyConstraint("doc", "other", name="pk_alike"),
    sqlite_with_rowid=False,
)
Index("ix_alike_other", alike.c.other)

# Episodes in the making, by number: how many articles say something of one (`docs`), the one that it was joined to, in which week,
# and the episode that it is.
gatherings = Table(
    "gatherings",
    metadata,
    Column("number", Integer, primary_key=True),
    _number("docs"),
    _number("joined", null=True),
    _number("joined_in", null=True),
    _words("episode", null=True),
)
Index("ix_gatherings_joined_in", gatherings.c.joined_in)

# Their reports, in the order (`n`) and the week in which they came; `heard`: it says something of it.
members = Table(
    "members",
    metadata,
    _number("number"),
    _number("n"),
    _number("week"),
    _words("doc"),
    _words("event"),
    Column("score", Float, nullable=False),
    Column("reasons", LargeBinary, nullable=False),
    _number("heard"),
    PrimaryKeyConstraint("number", "n", name="pk_members"),
    sqlite_with_rowid=False,
)
Index("ix_members_week", members.c.week)
Index("ix_members_doc", members.c.doc)

# By what and on which day they are found; how many reports name whom on a day; of which one a sentence was told first. `key` is a number
# for the words.
shelves = Table(
    "shelves",
    metadata,
    Column("key", LONG, nullable=False),
    _number("day"),
    _number("number"),
    _number("week"),
    PrimaryKeyConstraint("key", "day", "number", name="pk_shelves"),
    sqlite_with_rowid=False,
)
Index("ix_shelves_week", shelves.c.week)
counts = Table(
    "counts",
    metadata,
    Column("key", LONG, nullable=False),
    _number("day"),
    _number("week"),
    _number("reports"),
    PrimaryKeyConstraint("key", "day", "week", name="pk_counts"),
    sqlite_with_rowid=False,
)
Index("ix_counts_week", counts.c.week)
said = Table(
    "said",
    metadata,
    Column("key", LONG, primary_key=True),
    _number("number"),
    _number("week"),
)
Index("ix_said_week", said.c.week)

# Statements in the groups of those that are the same, in the order (`at`) in which those of a day came.
quoted = Table(
    "quoted",
    metadata,
    _words("doc"),
    _words("statement"),
    _number("number"),
    _words("published", null=True),
    _number("day"),
    _number("at"),
    Column("grp", LONG, nullable=False),
    Column("score", Float, nullable=False),
    Column("reasons", LargeBinary, nullable=False),
    PrimaryKeyConstraint("doc", "number", name="pk_quoted"),
    sqlite_with_rowid=False,
)
Index("ix_quoted_day", quoted.c.day)
Index("ix_quoted_grp", quoted.c.grp)

# What episodes show to the storylines of two sides (msgpack of Face), and what came of the numbers of four weeks (of Page).
faces = Table(
    "faces",
    metadata,
    _words("one"),
    _words("other"),
    _words("episode"),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("one", "other", "episode", name="pk_faces"),
    sqlite_with_rowid=False,
)
Index("ix_faces_episode", faces.c.episode)
pages = Table(
    "pages", metadata, Column("number", Integer, primary_key=True), Column("body", LargeBinary, nullable=False)
)

# What the Minutes say. They are made from the extracts: `linked` holds for which state of the store (1) and by which rules (2).
linked = Table("linked", metadata, Column("id", Integer, primary_key=True), _words("state"))

# An article that is a copy, and the first one with the same text.
copies = Table("copies", metadata, Column("doc", WORDS, primary_key=True), _words("first"))

# `body` is msgpack of the Episode; first_day and last_day are those of `day`, or of the articles where it has none.
episodes = Table(
    "episodes",
    metadata,
    Column("id", WORDS, primary_key=True),
    _words("kind"),
    _words("day", null=True),
    _words("first_day", null=True),
    _words("last_day", null=True),
    _words("dated_by", null=True),
    _words("place", null=True),
    _words("status"),
    _number("reports"),
    _number("sources"),
    _words("first_seen", null=True),
    _words("last_seen", null=True),
    Column("body", LargeBinary, nullable=False),
)
Index("ix_episodes_first_day", episodes.c.first_day)

episode_actors = Table(
    "episode_actors",
    metadata,
    _words("episode"),
    _number("n"),
    _words("id"),
    _words("role"),
    PrimaryKeyConstraint("episode", "n", name="pk_episode_actors"),
    sqlite_with_rowid=False,
)
Index("ix_episode_actors_id", episode_actors.c.id)

# As `parts`, for episodes (`sort` episode); `day` and `last` are the first and the last of its days.
episode_parts = Table(
    "episode_parts",
    metadata,
    _words("who"),
    _words("sort"),
    _words("day"),
    _words("last"),
    _words("episode"),
    PrimaryKeyConstraint("who", "sort", "day", "last", "episode", name="pk_episode_parts"),
    sqlite_with_rowid=False,
)
Index("ix_episode_parts_episode", episode_parts.c.episode)

# Two who have a part in one event, each in a person of his own (`sort` pair), with what is counted of it. `met`: `other` takes part
# himself, for nobody of the side of `one`, in a contact that took place.
pairs = Table(
    "pairs",
    metadata,
    _words("one"),
    _words("other"),
    _words("sort"),
    _words("day"),
    _words("last"),
    _words("episode"),
    _words("month"),
    _number("reports"),
    _number("sources"),
    _number("met"),
    PrimaryKeyConstraint("one", "other", "sort", "day", "last", "episode", name="pk_pairs"),
    sqlite_with_rowid=False,
)
Index("ix_pairs_episode", pairs.c.episode)

# Whom somebody has met: the pairs that are `met`, counted.
meetings = Table(
    "meetings",
    metadata,
    _words("one"),
    _words("other"),
    _number("episodes"),
    _number("reports"),
    _number("sources"),
    _words("first"),
    _words("last"),
    PrimaryKeyConstraint("one", "other", name="pk_meetings"),
    sqlite_with_rowid=False,
)

tellings = Table(
    "tellings",
    metadata,
    _words("doc"),
    _words("event"),
    _words("episode"),
    PrimaryKeyConstraint("doc", "event", name="pk_tellings"),
    sqlite_with_rowid=False,
)
Index("ix_tellings_episode", tellings.c.episode)

# The other books of the Minutes, one row an entry: `sort` is quote, disagreement, change, accusation, thread; `body` msgpack
# of the record of that sort; `sources` how many independent texts bear it.
ledger = Table(
    "ledger",
    metadata,
    _words("sort"),
    _words("id"),
    _words("kind"),
    _words("first_day", null=True),
    _words("last_day", null=True),
    _number("sources"),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("sort", "id", name="pk_ledger"),
)
Index("ix_ledger_first_day", ledger.c.sort, ledger.c.first_day)

ledger_actors = Table(
    "ledger_actors",
    metadata,
    _words("sort"),
    _words("entry"),
    _number("n"),
    _words("id"),
    _words("role"),
    _words("day"),
    PrimaryKeyConstraint("sort", "entry", "n", name="pk_ledger_actors"),
    sqlite_with_rowid=False,
)
Index("ix_ledger_actors_id", ledger_actors.c.id, ledger_actors.c.sort, ledger_actors.c.day)
