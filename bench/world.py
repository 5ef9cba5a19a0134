"""The world of the made store: whom it is about, and articles about them in words of our own, all from one seed."""

import random
import tomllib
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.model import Accusation, Article, Entity, Event, Evidence, Mention, Office, Record, Span, Statement

__all__ = ["Telling", "World"]

_ACTS = ("say", "affirm", "announce", "deny", "condemn", "criticise", "welcome", "demand", "threaten", "reject")
_CONTACTS = ("meeting", "talks", "visit", "phone_call", "summit")
_OTHERS = ("sanction", "strike", "agreement", "aid", "statement_joint", "deployment")
_STATUSES = ("happened",) * 7 + ("planned", "denied", "alleged")
_CUE, _MET = "أكد", "التقى"
_WITH = ("president", "prime minister", "foreign minister", "defence minister")
_OUTLETS = 24
# Popularity falls with rank as 1 / rank ** _SKEW.
_SKEW = 0.9


class Telling(msgspec.Struct):
    """A made article without its day: the record has none yet. `cluster` are those that tell the same events."""

    article: Article
    record: Record
    cluster: int


class _Text:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.at = 0

    def add(self, words: str) -> Span:
        span = Span(self.at, self.at + len(words))
        self.pieces += [words, " "]
        self.at += len(words) + 1
        return span


class World:
    """Parties by popularity, and words by how common they are."""

    def __init__(self, knowledge: Knowledge, seed: int) -> None:
        self.random = random.Random(seed)
        table = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
        self.common: list[str] = table["common"]
        self.words: list[str] = table["words"].split()
        self.cities: list[str] = table["cities"]
        states = sorted(knowledge.states, key=lambda row: row.id)
        first = ["US", "RU", "CN", "SA", "IR", "TR", "IL", "EG", "GB", "FR", "DE", "SY", "QA", "AE", "KR", "KP"]
        self.states = sorted(states, key=lambda row: first.index(row.id) if row.id in first else 99)
        self.persons = {row.id: row for row in knowledge.persons}
        self.held: dict[str, list[tuple[str, str]]] = {}
        for tenure in knowledge.tenures:
            if tenure.office in _WITH and tenure.person in self.persons:
                self.held.setdefault(tenure.of, []).append((tenure.person, tenure.office))
        self.orgs = [row for row in knowledge.organisations if row.kind == "igo"][:40]
        self.wires = [row for row in knowledge.organisations if row.kind == "agency"][:12]
        self._weights = list(accumulate(1 / rank**_SKEW for rank in range(1, len(self.states) + 1)))
        self._rare = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))

    def _state(self, *besides: str) -> str:
        while True:
            at = bisect(self._weights, self.random.random() * self._weights[-1])
            if self.states[at].id not in besides:
                return self.states[at].id

    def _content(self, size: int) -> str:
        words = [self.words[bisect(self._rare, self.random.random() * self._rare[-1])] for _ in range(size)]
        if self.random.random() < 0.12:
            words[size // 2] = self.common[0]
        elif self.random.random() < 0.3:
            words[0] = self.random.choice(self.common)
        return " ".join(words)

    def _somebody(self, state: str) -> Entity:
        """A state itself, or one of its officials; the first of them most often."""
        if (held := self.held.get(state)) and self.random.random() < 0.7:
            person, office = held[min(int(self.random.expovariate(0.8)), len(held) - 1)]
            row = self.persons[person]
            return Entity(
                id=person, kind="person", name=row.name_ar, name_en=row.name_en, offices=(Office(office, state),),
                names=(row.name_ar,),
            )  # fmt: skip
        entry = next(row for row in self.states if row.id == state)
        return Entity(
            id=state, kind="state", name=entry.name_ar, name_en=entry.name_en, iso=state, names=(entry.name_ar,)
        )

    def cluster(self, number: int, statements: int, events: int) -> list[Telling]:
        """One to four articles about the same events of the same parties."""
        draw = self.random
        one = self._state()
        other = self._state(one)
        cast = [self._somebody(one), self._somebody(other)]
        if draw.random() < 0.3:
            cast.append(self._somebody(self._state(one, other)))
        wire = draw.choice(self.wires)
        carrier = Entity(id=wire.id, kind="org", name=wire.name_ar, name_en=wire.name_en, names=(wire.name_ar,))
        body = draw.choice(self.orgs)
        org = Entity(id=body.id, kind="org", name=body.name_ar, name_en=body.name_en, names=(body.name_ar,))
        entities = list({entity.id: entity for entity in (*cast, carrier, org)}.values())
        told = [
            (draw.choice(_CONTACTS if n == 0 else _OTHERS), draw.choice(_STATUSES), draw.choice(self.cities))
            for n in range(events)
        ]
        shared = self._content(7)
        size = 1 if draw.random() < 0.6 else draw.choice((2, 2, 3, 4))
        return [self._telling(number, n, entities, cast, carrier, told, statements, shared) for n in range(size)]

    def _telling(
        self,
        cluster: int,
        n: int,
        entities: Sequence[Entity],
        cast: Sequence[Entity],
        carrier: Entity,
        told: Sequence[tuple[str, str, str]],
        statements: int,
        shared: str,
    ) -> Telling:
        draw, text = self.random, _Text()
        mentions: dict[str, list[Mention]] = {entity.id: [] for entity in entities}

        def name(entity: Entity) -> Span:
            span = text.add(entity.name)
            mentions[entity.id].append(Mention(span, "name"))
            return span

        events = []
        for k, (kind, status, city) in enumerate(told):
            start = text.at
            text.add(_MET)
            name(cast[0])
            name(cast[1])
            text.add(f"في {city} لبحث {draw.choice(self.words)}")
            events.append(
                Event(
                    id=f"e{k}", kind=kind, who=tuple((one.id, "party") for one in cast if one.id != carrier.id),
                    time=None, place=city, status=status, chain=(), evidence=Evidence((Span(start, text.at - 1),), "bench"),
                )
            )  # fmt: skip
        spoken = []
        for k in range(statements):
            speaker = cast[draw.randrange(len(cast))]
            cue = text.add(_CUE)
            name(speaker)
            text.add("أن")
            content = text.add(shared if k == 0 else self._content(draw.randrange(5, 9)))
            chain = (carrier.id,) if draw.random() < 0.25 else ()
            spoken.append(
                Statement(
                    id=f"s{k}", speaker=(speaker.id,), chain=chain, form="indirect", act=draw.choice(_ACTS), cue=cue,
                    content=(content,), evidence=Evidence((content,), "bench"),
                )
            )  # fmt: skip
        name(carrier)
        charged = []
        if draw.random() < 0.1 and cast[0].id != cast[1].id:
            said = next((one for one in spoken if one.speaker == (cast[0].id,)), spoken[0])
            charged.append(
                Accusation(
                    id="q0", accuser=said.speaker, accused=(cast[1].id,), words=said.content, statement=said.id, chain=(),
                    answers=(), evidence=Evidence(said.content, "bench"),
                )
            )  # fmt: skip
        outlet = f"outlet{min(int(draw.expovariate(0.2)), _OUTLETS)}"
        article = Article(
            doc=f"{cluster}-{n}", text="".join(text.pieces).strip(), source="bench", outlet=outlet,
            title=f"{cast[0].name} و{cast[1].name}: {draw.choice(self.words)} {draw.choice(self.words)}",
        )  # fmt: skip
        record = Record(
            doc=article.doc, published=None, published_from=None, times=(), facts=(),
            entities=tuple(msgspec.structs.replace(one, mentions=tuple(mentions[one.id])) for one in entities),
            statements=tuple(spoken), events=tuple(events), accusations=tuple(charged),
        )  # fmt: skip
        return Telling(article=article, record=record, cluster=cluster)
