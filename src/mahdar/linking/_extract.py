"""What linking keeps of an article: made once, when the article is new, so that the next day's news does not read it again."""

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.linking._changes import Holding, read_holdings
from mahdar.linking._charges import Denial, Indictment, read_denials, read_indictments
from mahdar.linking._copies import Print, print_of
from mahdar.linking._quotes import Saying, read_sayings
from mahdar.linking._reports import Report, read_reports
from mahdar.linking.claims import Claim, read_claims
from mahdar.model import Article, Record


class Extract(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An article as linking compares it. `print` is what its copies are found by, `reports` are its events,
    `sayings` its statements, `claims` the values that others may contradict, `holdings` those that have one after the
    other, `indictments` and `denials` what is accused and answered."""

    doc: str
    published: str | None
    outlet: str | None
    print: Print
    reports: tuple[Report, ...] = ()
    sayings: tuple[Saying, ...] = ()
    claims: tuple[Claim, ...] = ()
    holdings: tuple[Holding, ...] = ()
    indictments: tuple[Indictment, ...] = ()
    denials: tuple[Denial, ...] = ()


def read_extract(article: Article, record: Record, knowledge: Knowledge) -> Extract:
    """The extract of an article. Pure: the same article, record and knowledge give the same one."""
    reports = read_reports(article, record, knowledge)
    return Extract(
        doc=article.doc,
        published=record.published,
        outlet=article.outlet,
        print=print_of(article, record.published),
        reports=reports,
        sayings=read_sayings(article, record),
        claims=read_claims(article, record, knowledge, reports),
        holdings=read_holdings(article, record, knowledge),
        indictments=read_indictments(article, record, knowledge),
        denials=read_denials(article, record, knowledge),
    )
