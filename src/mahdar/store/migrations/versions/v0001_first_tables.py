"""The first tables."""

import sqlalchemy as sa
from alembic import op

from mahdar.store._types import LONG, WORDS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("doc", WORDS, nullable=False),
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("source", WORDS, nullable=False),
        sa.Column("outlet", WORDS),
        sa.Column("url", WORDS),
        sa.Column("title", WORDS),
        sa.Column("byline", WORDS),
        sa.Column("stated", WORDS),
        sa.Column("published", WORDS),
        sa.Column("published_from", WORDS),
        sa.Column("first_day", WORDS),
        sa.Column("last_day", WORDS),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("zones", sa.LargeBinary(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("doc", name="uq_articles_doc"),
    )
    op.create_index("ix_articles_first_day", "articles", ["first_day"])
    op.create_table(
        "failures",
        sa.Column("source", WORDS, nullable=False),
        sa.Column("place", WORDS, nullable=False),
        sa.Column("room", WORDS, nullable=False),
        sa.Column("problem", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("source", "place", name="pk_failures"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "forms",
        sa.Column("id", LONG, nullable=False),
        sa.Column("form", WORDS, nullable=False),
        sa.Column("key", WORDS, nullable=False),
        sa.Column("sound", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_forms_key", "forms", ["key"])
    op.create_index("ix_forms_sound", "forms", ["sound"])
    op.create_table(
        "entities",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("name_en", WORDS),
        sa.Column("iso", WORDS),
        sa.Column("resolved", WORDS),
        sa.Column("certainty", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "n", name="pk_entities"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entities_id", "entities", ["id"])
    op.create_index("ix_entities_iso", "entities", ["iso"])
    op.create_table(
        "event_actors",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Integer()),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("role", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "event", "n", name="pk_event_actors"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "events",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("time", WORDS),
        sa.Column("first_day", WORDS),
        sa.Column("last_day", WORDS),
        sa.Column("dated_by", WORDS),
        sa.Column("place", WORDS),
        sa.Column("status", WORDS, nullable=False),
        sa.Column("rule", WORDS, nullable=False),
        sa.Column("spans", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "n", name="pk_events"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_events_first_day", "events", ["first_day"])
    op.create_index("ix_events_kind", "events", ["kind", "first_day"])
    op.create_table(
        "facts",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Integer()),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("property", WORDS, nullable=False),
        sa.Column("value", WORDS, nullable=False),
        sa.Column("status", WORDS, nullable=False),
        sa.Column("chain", WORDS, nullable=False),
        sa.Column("rule", WORDS, nullable=False),
        sa.Column("spans", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "n", name="pk_facts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_facts_property", "facts", ["property"])
    op.create_index("ix_facts_subject", "facts", ["subject"])
    op.create_table(
        "mentions",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Integer(), nullable=False),
        sa.Column("form", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "start", "end", "entity", name="pk_mentions"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "names",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Integer(), nullable=False),
        sa.Column("form", LONG, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "entity", "form", name="pk_names"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_names_form", "names", ["form"])
    op.create_table(
        "offices",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("of", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "entity", "n", name="pk_offices"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_offices_of", "offices", ["of"])
    op.create_table(
        "statement_actors",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("role", WORDS, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Integer()),
        sa.Column("id", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "statement", "role", "n", name="pk_statement_actors"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statements",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("form", WORDS, nullable=False),
        sa.Column("act", WORDS, nullable=False),
        sa.Column("cue_start", sa.Integer(), nullable=False),
        sa.Column("cue_end", sa.Integer(), nullable=False),
        sa.Column("content", WORDS, nullable=False),
        sa.Column("rule", WORDS, nullable=False),
        sa.Column("spans", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "n", name="pk_statements"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "times",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("value", WORDS),
        sa.Column("type", WORDS, nullable=False),
        sa.Column("anchor", WORDS),
        sa.Column("rule", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "n", name="pk_times"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    raise NotImplementedError("the first tables are the beginning; there is nothing to go back to")
