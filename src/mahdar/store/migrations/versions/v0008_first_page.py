"""Of which outlets the articles are, and what the last day of all is, without reading the articles: the first page tells both."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_articles_last_day", "articles", ["last_day"])
    op.create_index("ix_articles_outlet", "articles", ["outlet"])


def downgrade() -> None:
    op.drop_index("ix_articles_outlet", table_name="articles")
    op.drop_index("ix_articles_last_day", table_name="articles")
