"""The list of the questions."""

from collections.abc import Callable
from typing import Any

import msgspec

from mahdar import query
from mahdar.errors import UnknownError
from mahdar.knowledge import Knowledge
from mahdar.model import Article, Failure, Record
from mahdar.questions import _asked
from mahdar.store import Store

__all__ = ["QUESTIONS", "ArticleAnswer", "Question"]


class ArticleAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An article with its text and zones, and all that was found in it, with its corrections."""

    article: Article
    record: Record


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question: what it is asked with (`asked`) and answered with (`answer`; `many`: with lines of this type). `function` gets
    the store, the knowledge and what was asked for; of that `names` are looked up before. `part` is what of it stands in the
    path of an address. What it is about is said in one line and in full."""

    name: str
    asked: type[_asked.Asked]
    answer: Any
    function: Callable[..., Any]
    says: str
    more: str = ""
    many: bool = False
    names: tuple[str, ...] = ()
    part: str = ""


def _article(store: Store, knowledge: Knowledge, doc: str) -> ArticleAnswer:
    pair = store.article(doc)
    if pair is None:
        raise UnknownError(f"there is no article '{doc}'")
    return ArticleAnswer(article=pair[0], record=pair[1])


def _articles(store: Store, knowledge: Knowledge, **asked: Any) -> Any:
    return query.articles(store, **asked)


def _search(store: Store, knowledge: Knowledge, q: str, **asked: Any) -> Any:
    return query.search(store, q, knowledge=knowledge, **asked)


def _thread(store: Store, knowledge: Knowledge, who: Any, with_: Any = None, **asked: Any) -> Any:
    return query.thread(store, knowledge, who, with_, **asked)


def _who(store: Store, knowledge: Knowledge, name: Any, latest: int) -> Any:
    return query.who(store, knowledge, name, latest=latest)


def _office(store: Store, knowledge: Knowledge, office: str, of: str | None = None, on: str | None = None) -> Any:
    return query.office_terms(knowledge, office, of, on)


def _dossier(store: Store, knowledge: Knowledge, who: Any, most: int, **asked: Any) -> Any:
    return query.dossier(store, knowledge, who, limit=most, **asked)


def _relation(store: Store, knowledge: Knowledge, who: Any, with_: Any, most: int, **asked: Any) -> Any:
    return query.relation(store, knowledge, who, with_, limit=most, **asked)


def _quotes(store: Store, knowledge: Knowledge, words: str | None = None, **asked: Any) -> Any:
    return query.quotes(store, knowledge, words, **asked)


def _episode(store: Store, knowledge: Knowledge, id: str) -> Any:
    return query.episode(store, knowledge, id)


def _fixes(store: Store, knowledge: Knowledge, limit: int, offset: int) -> Any:
    return query.fixes(store, knowledge)[offset:][:limit]


def _failures(store: Store, knowledge: Knowledge, limit: int, offset: int) -> Any:
    return query.failed_articles(store)[offset:][:limit]


def _stats(store: Store, knowledge: Knowledge) -> Any:
    return query.stats(store)


_PARTIES = ("who", "with_")
_LISTED = (
    Question(
        name="episodes",
        asked=_asked.EpisodesAsked,
        answer=query.EpisodeLine,
        many=True,
        names=_PARTIES,
        function=query.episodes,
        says="Real events, each once, with all who report it.",
        more="Copies of one text count as one source. How an event stood over time is told with the days of the reports.",
    ),
    Question(
        name="episode",
        asked=_asked.EpisodeAsked,
        answer=query.EpisodeLine,
        part="id",
        function=_episode,
        says="One real event with every report of it, and why each was joined.",
    ),
    Question(
        name="chronicle",
        asked=_asked.ChronicleAsked,
        answer=query.ChronicleLine,
        many=True,
        names=_PARTIES,
        function=query.chronicle,
        says="What happened, in the order in which it happened, article by article.",
        more="A state stands for its officials, ministries and forces too.",
    ),
    Question(
        name="said",
        asked=_asked.SaidAsked,
        answer=query.SaidLine,
        many=True,
        names=("who", "via"),
        function=query.said,
        says="Who said what, through whom, with the words.",
    ),
    Question(
        name="quotes",
        asked=_asked.QuotesAsked,
        answer=query.QuoteLine,
        many=True,
        names=("who",),
        function=_quotes,
        says="The same statement in several articles, with the differences word by word.",
    ),
    Question(
        name="disagreements",
        asked=_asked.DisagreementsAsked,
        answer=query.DisagreementLine,
        many=True,
        names=_PARTIES,
        function=query.disagreements,
        says="Where the papers differ, and who carries what. No value is chosen.",
    ),
    Question(
        name="changes",
        asked=_asked.ChangesAsked,
        answer=query.ChangeLine,
        many=True,
        names=("who",),
        function=query.changes,
        says="What follows what: holders of offices, membership, the steps of agreements.",
    ),
    Question(
        name="thread",
        asked=_asked.ThreadAsked,
        answer=query.ThreadLine,
        many=True,
        names=_PARTIES,
        function=_thread,
        says="Storylines: what two parties do about one thing, event after event.",
    ),
    Question(
        name="accusations",
        asked=_asked.AccusationsAsked,
        answer=query.AccusationLine,
        many=True,
        names=("who", "by", "against"),
        function=query.accusations,
        says="Who accuses whom of what, and what the accused side answers.",
    ),
    Question(
        name="agreements",
        asked=_asked.AgreementsAsked,
        answer=query.AgreementLine,
        many=True,
        names=("name",),
        function=query.agreements,
        says="Agreements with the steps of their life: signed, ratified, extended, left and so on.",
    ),
    Question(
        name="who",
        asked=_asked.WhoAsked,
        answer=query.Profile,
        names=("name",),
        function=_who,
        says="Somebody: names, offices, terms, and the latest of what he did and said.",
    ),
    Question(
        name="office",
        asked=_asked.OfficeAsked,
        answer=query.Terms,
        function=_office,
        says="All who held an office, or who held it on a day, by the registry.",
    ),
    Question(
        name="dossier",
        asked=_asked.DossierAsked,
        answer=query.Dossier,
        names=("who",),
        function=_dossier,
        says="All on somebody: whom he met, what he said, what he is accused of and answers, events and agreements.",
    ),
    Question(
        name="relation",
        asked=_asked.RelationAsked,
        answer=query.Relation,
        names=_PARTIES,
        function=_relation,
        says="What there is between two: events in time and by month, agreements, accusations both ways, differences.",
    ),
    Question(
        name="articles",
        asked=_asked.ArticlesAsked,
        answer=query.ArticleLine,
        many=True,
        function=_articles,
        says="The articles, with how much was found in each.",
    ),
    Question(
        name="article",
        asked=_asked.ArticleAsked,
        answer=ArticleAnswer,
        part="doc",
        function=_article,
        says="One article: its text and zones, and the record of all that was found in it.",
        more="Offsets are code points into `article.text`. An id that holds slashes is asked for with `?doc=`.",
    ),
    Question(
        name="search",
        asked=_asked.SearchAsked,
        answer=query.Found,
        many=True,
        function=_search,
        says="Articles that hold all of the words, each with a passage.",
    ),
    Question(
        name="fixes",
        asked=_asked.ListAsked,
        answer=query.FixLine,
        many=True,
        function=_fixes,
        says="The book of corrections: who corrected what, when and why, and what became of it.",
    ),
    Question(
        name="failures",
        asked=_asked.ListAsked,
        answer=Failure,
        many=True,
        function=_failures,
        says="What could not be read, with the reason.",
    ),
    Question(
        name="stats",
        asked=_asked.NothingAsked,
        answer=query.Stats,
        function=_stats,
        says="How much of what the store holds, and of which days.",
    ),
)
QUESTIONS = {question.name: question for question in _LISTED}
