"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("doc", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("outlet", sa.String()),
        sa.Column("url", sa.String()),
        sa.Column("title", sa.String()),
        sa.Column("byline", sa.String()),
        sa.Column("stated", sa.String()),
        sa.Column("published", sa.String()),
        sa.Column("published_from", sa.String()),
        sa.Column("first_day", sa.String()),
        sa.Column("last_day", sa.String()),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("zones", sa.LargeBinary(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("doc", name="uq_articles_doc"),
    )
    op.create_index("ix_articles_first_day", "articles", ["first_day"])
    op.create_table(
        "failures",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("source", "place", name="pk_failures"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sound", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_forms_key", "forms", ["key"])
    op.create_index("ix_forms_sound", "forms", ["sound"])
    op.create_table(
        "entities",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String()),
        sa.Column("iso", sa.String()),
        sa.Column("resolved", sa.String()),
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
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "event", "n", name="pk_event_actors"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "events",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("time", sa.String()),
        sa.Column("first_day", sa.String()),
        sa.Column("last_day", sa.String()),
        sa.Column("dated_by", sa.String()),
        sa.Column("place", sa.String()),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("spans", sa.String(), nullable=False),
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
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("property", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("spans", sa.String(), nullable=False),
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
        sa.Column("form", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "start", "end", "entity", name="pk_mentions"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "names",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Integer(), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
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
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("of", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "entity", "n", name="pk_offices"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_offices_of", "offices", ["of"])
    op.create_table(
        "statement_actors",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Integer()),
        sa.Column("id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "statement", "role", "n", name="pk_statement_actors"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statements",
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("cue_start", sa.Integer(), nullable=False),
        sa.Column("cue_end", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("spans", sa.String(), nullable=False),
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
        sa.Column("value", sa.String()),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("anchor", sa.String()),
        sa.Column("rule", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "n", name="pk_times"),
        sqlite_with_rowid=False,
    )
    # One row an article, under its number. The columns are folded and stemmed already: the tokenizer only cuts at spaces.
    op.execute("CREATE VIRTUAL TABLE search USING fts5(folded, stemmed, tokenize = 'unicode61 remove_diacritics 0')")


def downgrade() -> None:
    raise NotImplementedError("the first tables are the beginning; there is nothing to go back to")
