"""What linking keeps of an article: made once, when the article is new, so that the next day's news does not read it again."""

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.linking._copies import Print, print_of
from mahdar.linking._quotes import Saying, read_sayings
from mahdar.linking._reports import Report, read_reports
from mahdar.model import Article, Record


class Extract(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An article as linking compares it. `print` is what its copies are found by, `reports` are its events,
    `sayings` its statements."""

    doc: str
    published: str | None
    outlet: str | None
    print: Print
    reports: tuple[Report, ...] = ()
    sayings: tuple[Saying, ...] = ()


def read_extract(article: Article, record: Record, knowledge: Knowledge) -> Extract:
    """The extract of an article. Pure: the same article, record and knowledge give the same one."""
    return Extract(
        doc=article.doc,
        published=record.published,
        outlet=article.outlet,
        print=print_of(article, record.published),
        reports=read_reports(article, record, knowledge),
        sayings=read_sayings(article, record),
    )
