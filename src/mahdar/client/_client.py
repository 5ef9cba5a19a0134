"""The client: a method for each question."""

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
import msgspec

from mahdar import __version__
from mahdar.client._wire import Wire
from mahdar.model import Correction, Failure
from mahdar.query import (
    AccusationLine,
    AgreementLine,
    ArticleLine,
    ChangeLine,
    ChronicleLine,
    DisagreementLine,
    Dossier,
    EpisodeLine,
    FixLine,
    Found,
    Profile,
    QuoteLine,
    Relation,
    SaidLine,
    Stats,
    Terms,
    ThreadLine,
)
from mahdar.questions import ArticleAnswer

__all__ = ["Client"]

T = TypeVar("T")


class _Fixed(msgspec.Struct, frozen=True):
    correction: Correction


class Client:
    """A server of mahdar (`mahdar serve`) at an address. Use it in a `with`, or close it.

    Names may be given in Arabic or Latin letters, in any usual spelling, or as ids; days as 2018-05-07, 2018-05 or 2018. Lists
    are iterators: a page is fetched when it is come to, or all lines come in one go (`stream`). `token` is for those who
    correct. A server that is busy is asked again for up to `patience` seconds. All methods raise QueryError (UnknownError,
    AmbiguousError, UnlinkedError) for what cannot be answered, StoreError, and RemoteError for a server that cannot be reached
    or refuses.
    """

    def __init__(
        self,
        address: str,
        *,
        token: str | None = None,
        stream: bool = False,
        timeout: float = 60.0,
        patience: float = 30.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"User-Agent": f"mahdar/{__version__}"} | ({"Authorization": f"Bearer {token}"} if token else {})
        # What the environment says of proxies is not for a server that mostly is this machine.
        self._http = httpx.Client(
            base_url=address, headers=headers, timeout=timeout, transport=transport, trust_env=False
        )
        self._wire = Wire(self._http, patience)
        self._stream = stream

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _lines(self, name: str, given: Mapping[str, Any], line: type[T], limit: int | None) -> Iterator[T]:
        return (self._wire.streamed if self._stream else self._wire.lines)(name, given, line, limit)

    # --- questions

    def episodes(
        self,
        *,
        who: str | None = None,
        with_: str | None = None,
        kinds: Sequence[str] = (),
        statuses: Sequence[str] = (),
        from_: str | None = None,
        to: str | None = None,
        sources: int = 1,
        limit: int | None = None,
    ) -> Iterator[EpisodeLine]:
        """Real events, each once, with all who report it. Copies of one text count as one source. How an event stood
        over time is told with the days of the reports."""
        return self._lines(
            "episodes",
            {
                "who": who,
                "with_": with_,
                "kinds": kinds,
                "statuses": statuses,
                "from_": from_,
                "to": to,
                "sources": sources,
            },
            EpisodeLine,
            limit,
        )

    def episode(self, id: str) -> EpisodeLine:
        """One real event with every report of it, and why each was joined."""
        return self._wire.whole("episode", {"id": id}, EpisodeLine)

    def chronicle(
        self,
        *,
        who: str | None = None,
        with_: str | None = None,
        kinds: Sequence[str] = (),
        statuses: Sequence[str] = (),
        from_: str | None = None,
        to: str | None = None,
        limit: int | None = None,
    ) -> Iterator[ChronicleLine]:
        """What happened, in the order in which it happened, article by article. A state stands for its officials,
        ministries and forces too."""
        return self._lines(
            "chronicle",
            {"who": who, "with_": with_, "kinds": kinds, "statuses": statuses, "from_": from_, "to": to},
            ChronicleLine,
            limit,
        )

    def said(
        self,
        *,
        who: str | None = None,
        about: str | None = None,
        via: str | None = None,
        acts: Sequence[str] = (),
        from_: str | None = None,
        to: str | None = None,
        limit: int | None = None,
    ) -> Iterator[SaidLine]:
        """Who said what, through whom, with the words."""
        return self._lines(
            "said", {"who": who, "about": about, "via": via, "acts": acts, "from_": from_, "to": to}, SaidLine, limit
        )

    def quotes(
        self,
        *,
        words: str | None = None,
        who: str | None = None,
        acts: Sequence[str] = (),
        from_: str | None = None,
        to: str | None = None,
        sources: int = 2,
        differing: bool = False,
        limit: int | None = None,
    ) -> Iterator[QuoteLine]:
        """The same statement in several articles, with the differences word by word."""
        return self._lines(
            "quotes",
            {
                "words": words,
                "who": who,
                "acts": acts,
                "from_": from_,
                "to": to,
                "sources": sources,
                "differing": differing,
            },
            QuoteLine,
            limit,
        )

    def disagreements(
        self,
        *,
        who: str | None = None,
        with_: str | None = None,
        sorts: Sequence[str] = (),
        properties: Sequence[str] = (),
        from_: str | None = None,
        to: str | None = None,
        limit: int | None = None,
    ) -> Iterator[DisagreementLine]:
        """Where the papers differ, and who carries what. No value is chosen."""
        return self._lines(
            "disagreements",
            {"who": who, "with_": with_, "sorts": sorts, "properties": properties, "from_": from_, "to": to},
            DisagreementLine,
            limit,
        )

    def changes(
        self,
        *,
        who: str | None = None,
        kinds: Sequence[str] = (),
        everything: bool = False,
        from_: str | None = None,
        to: str | None = None,
        limit: int | None = None,
    ) -> Iterator[ChangeLine]:
        """What follows what: holders of offices, membership, the steps of agreements."""
        return self._lines(
            "changes",
            {"who": who, "kinds": kinds, "everything": everything, "from_": from_, "to": to},
            ChangeLine,
            limit,
        )

    def thread(
        self,
        who: str,
        *,
        with_: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        episodes: int = 2,
        limit: int | None = None,
    ) -> Iterator[ThreadLine]:
        """Storylines: what two parties do about one thing, event after event."""
        return self._lines(
            "thread", {"who": who, "with_": with_, "from_": from_, "to": to, "episodes": episodes}, ThreadLine, limit
        )

    def accusations(
        self,
        *,
        who: str | None = None,
        by: str | None = None,
        against: str | None = None,
        answered: bool | None = None,
        from_: str | None = None,
        to: str | None = None,
        limit: int | None = None,
    ) -> Iterator[AccusationLine]:
        """Who accuses whom of what, and what the accused side answers."""
        return self._lines(
            "accusations",
            {"who": who, "by": by, "against": against, "answered": answered, "from_": from_, "to": to},
            AccusationLine,
            limit,
        )

    def agreements(
        self,
        *,
        name: str | None = None,
        steps: Sequence[str] = (),
        statuses: Sequence[str] = (),
        from_: str | None = None,
        to: str | None = None,
        limit: int | None = None,
    ) -> Iterator[AgreementLine]:
        """Agreements with the steps of their life: signed, ratified, extended, left and so on."""
        return self._lines(
            "agreements",
            {"name": name, "steps": steps, "statuses": statuses, "from_": from_, "to": to},
            AgreementLine,
            limit,
        )

    def who(self, name: str, *, latest: int = 5) -> Profile:
        """Somebody: names, offices, terms, and the latest of what he did and said."""
        return self._wire.whole("who", {"name": name, "latest": latest}, Profile)

    def office(self, office: str, *, of: str | None = None, on: str | None = None) -> Terms:
        """All who held an office, or who held it on a day, by the registry."""
        return self._wire.whole("office", {"office": office, "of": of, "on": on}, Terms)

    def dossier(self, who: str, *, from_: str | None = None, to: str | None = None, most: int = 40) -> Dossier:
        """All on somebody: whom he met, what he said, what he is accused of and answers, events and agreements."""
        return self._wire.whole("dossier", {"who": who, "from_": from_, "to": to, "most": most}, Dossier)

    def relation(
        self, who: str, with_: str, *, from_: str | None = None, to: str | None = None, most: int = 40
    ) -> Relation:
        """What there is between two: events in time and by month, agreements, accusations both ways, differences."""
        return self._wire.whole(
            "relation", {"who": who, "with_": with_, "from_": from_, "to": to, "most": most}, Relation
        )

    def articles(
        self,
        *,
        from_: str | None = None,
        to: str | None = None,
        outlet: str | None = None,
        dated: str | None = None,
        limit: int | None = None,
    ) -> Iterator[ArticleLine]:
        """The articles, with how much was found in each."""
        return self._lines("articles", {"from_": from_, "to": to, "outlet": outlet, "dated": dated}, ArticleLine, limit)

    def article(self, doc: str) -> ArticleAnswer:
        """One article: its text and zones, and the record of all that was found in it."""
        return self._wire.whole("article", {"doc": doc}, ArticleAnswer)

    def search(
        self,
        q: str,
        *,
        from_: str | None = None,
        to: str | None = None,
        best_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Found]:
        """Articles that hold all of the words, each with a passage."""
        return self._lines("search", {"q": q, "from_": from_, "to": to, "best_first": best_first}, Found, limit)

    def fixes(self, *, limit: int | None = None) -> Iterator[FixLine]:
        """The book of corrections: who corrected what, when and why, and what became of it."""
        return self._lines("fixes", {}, FixLine, limit)

    def failures(self, *, limit: int | None = None) -> Iterator[Failure]:
        """What could not be read, with the reason."""
        return self._lines("failures", {}, Failure, limit)

    def stats(self) -> Stats:
        """How much of what the store holds, and of which days."""
        return self._wire.whole("stats", {}, Stats)

    # --- corrections

    def merge(self, ids: Sequence[str], *, why: str) -> Correction:
        """Say that several episodes or quotes (by id), or entities (by id or name) are one; entities become the first."""
        return self._fix("merge", {"ids": ids, "why": why})

    def split(
        self, of: str, *, why: str, reports: Sequence[str] = (), docs: Sequence[str] = (), into: str | None = None
    ) -> Correction:
        """Say that some `reports` of an episode or quote are of another one; or that an entity is somebody else (`into`) in some
        articles (`docs`)."""
        return self._fix(
            "split", {"of": of, "why": why, "reports": reports, "docs": docs} | ({"into": into} if into else {})
        )

    def strike(self, finding: str, *, why: str) -> Correction:
        """Say that a finding is not so: by its id, or its article and the place of its words (DOC:120-154)."""
        return self._fix("strike", {"finding": finding, "why": why})

    def confirm(self, finding: str, *, why: str) -> Correction:
        """Say that a finding is right."""
        return self._fix("confirm", {"finding": finding, "why": why})

    def amend(self, finding: str, values: Mapping[str, Sequence[str]], *, why: str) -> Correction:
        """Say what of a finding is otherwise: fields and what they should be."""
        return self._fix("amend", {"finding": finding, "values": values, "why": why})

    def undo(self, of: str, *, why: str) -> Correction:
        """Take a correction back, by its number or id."""
        return self._fix("undo", {"of": of, "why": why})

    def _fix(self, do: str, body: Mapping[str, Any]) -> Correction:
        return self._wire.post(f"fixes/{do}", body, _Fixed).correction
