"""What linking keeps of an article: made once, when the article is new, so that the next day's news does not read it again."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

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


class Prints(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Of an extract what copies are found by. The parts of an extract are read one after another, each for all articles, so that
    never all of them are in memory together."""

    doc: str
    print: Print


class Sayings(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Of an extract the statements."""

    doc: str
    sayings: tuple[Saying, ...] = ()


class Reports(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Of an extract the events."""

    doc: str
    reports: tuple[Report, ...] = ()


class Values(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Of an extract what others may contradict, follow or answer."""

    doc: str
    claims: tuple[Claim, ...] = ()
    holdings: tuple[Holding, ...] = ()
    indictments: tuple[Indictment, ...] = ()
    denials: tuple[Denial, ...] = ()


Part = TypeVar("Part", Prints, Sayings, Reports, Values)


class Reader(Protocol):
    """Whoever gives one part of the extracts of all articles."""

    def __call__(self, part: type[Part], /) -> Iterable[Part]: ...


def reader_of(extracts: Iterable[Extract]) -> Reader:
    """The parts of extracts that are in memory."""
    several = tuple(extracts)

    def read(part: type[Part], /) -> Iterable[Part]:
        names = part.__struct_fields__
        return (part(**{name: getattr(one, name) for name in names}) for one in several)

    return read


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
