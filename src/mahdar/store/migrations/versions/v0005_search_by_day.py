"""The full text under keys that hold the day, so that the newest come first, with titles, speakers and outlets in it."""

from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import context, op

from mahdar.model import Article, Record
from mahdar.store import tables
from mahdar.store._search import Leaf, leaf_of

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_RECORD = msgspec.msgpack.Decoder(Record)
_PAGE = 500


def upgrade() -> None:
    connection, database = op.get_bind(), context.config.attributes["database"]
    database.make_search(connection)
    article = tables.articles.c
    told = sa.select(
        article.id, article.title, article.text, article.outlet, article.first_day, article.record, article.corrected
    )
    last = 0
    while True:
        rows = connection.execute(told.where(article.id > last).order_by(article.id).limit(_PAGE)).all()
        if not rows:
            return
        database.add_leaves(connection, [_leaf(row) for row in rows])
        last = rows[-1].id


def _leaf(row: Any) -> Leaf:
    article = Article(doc="", text=row.text, source="", title=row.title, outlet=row.outlet)
    return leaf_of(article, _RECORD.decode(row.corrected or row.record), row.first_day, row.id)


def downgrade() -> None:
    raise NotImplementedError("what the full text was before can be made again from the articles only")
