"""From phrases to entities: one pass to register full names, one in the order of the text to say who is meant."""

import msgspec

from mahdar.knowledge import Knowledge
from mahdar.mentions import Phrase
from mahdar.model import Span
from mahdar.resolution._apposition import LOOKED_AHEAD, Apposition
from mahdar.resolution._described import Described
from mahdar.resolution._names import Names
from mahdar.resolution._notes import notes_on
from mahdar.resolution._offices import Offices
from mahdar.resolution._persons import Persons
from mahdar.resolution._references import Resolution
from mahdar.resolution._registered import Registered
from mahdar.resolution._registry import registry
from mahdar.resolution._story import Story
from mahdar.resolution._together import Together
from mahdar.resolution._weighing import Weigher
from mahdar.text import Document

_COMMAS = frozenset("\u060c,")
_AFTER_A_TITLE = frozenset({"particle_that", "preposition"})


class Resolver:
    """Asks for each phrase of one document those who can say who is meant."""

    def __init__(self, document: Document, published: str | None, knowledge: Knowledge) -> None:
        self.story = Story(document, registry(knowledge), published)
        self.tokens = document.tokens
        weigher = Weigher(self.story)
        self.names = Names(self.story, weigher)
        self.offices = Offices(self.story, self.names)
        self.persons = Persons(self.story, weigher, self.names, self.offices)
        self.together = Together(self.story, weigher, self.names, self.offices, self.persons)
        self.registered = Registered(self.story)
        self.apposition = Apposition(self.story, self.offices)
        self.described = Described(self.story, registry(knowledge).nouns)

    def run(self, phrases: tuple[Phrase, ...]) -> Resolution:
        """Both passes."""
        phrases = tuple(part for phrase in phrases for part in self._parted(phrase))
        self._look_ahead(_flat(phrases))
        for at, phrase in enumerate(phrases):
            self._resolve(phrase, phrases, at)
        self.story.references.sort(key=lambda r: (r.first, -r.last, r.inner))
        return Resolution(
            entities=tuple(
                draft.finish(notes_on(draft, self.story.registry, self.story.day)) for draft in self.story.drafts.all()
            ),
            references=tuple(self.story.references),
        )

    def _look_ahead(self, phrases: list[Phrase]) -> None:
        """The first pass: full names, states that are named without doubt, and who will be named with an office further
        on, for "رئيسة الوزراء" before her name."""
        for phrase in phrases:
            if phrase.name is not None and phrase.kind == "person":
                self.names.register(phrase)
            states = {entry.partition(":")[2] for entry in phrase.entries if entry.startswith(("state", "capital"))}
            self.story.plain.update(states if len(states) == 1 else {phrase.iso})
        self.names.settle()
        expected = self.story.expected
        for phrase in phrases:
            if phrase.name is not None and phrase.offices and phrase.kind == "person":
                person = self.names.choose(phrase).entity
                if not person or self.offices.is_chief(phrase, person):
                    continue
                self.names.seen(person)
                for office in self.offices.choose(phrase, person if person in self.story.registry.persons else ""):
                    expected.setdefault((office.title, ""), {})[person] = None
                    expected.setdefault((office.title, office.of), {})[person] = None

    # -- one phrase ---------------------------------------------------------------------------------------------------

    def _resolve(self, phrase: Phrase, phrases: tuple[Phrase, ...], at: int) -> None:
        """The entities of a phrase that stands at `at` among all, and of its parts; each becomes a reference."""
        for part in phrase.parts:
            self._resolve_part(part)
        self.story.at = phrase.first
        ids: tuple[str, ...] = ()
        if phrase.offices and phrase.kind == "group":
            listed = self._names_after(phrases, at)
            ids = self.together.listed(phrase, listed) if listed else ()
        elif at and (self._in_apposition(phrases[at - 1], phrase) or self._described_after(phrases[at - 1], phrase)):
            ids = (self.persons.apposed(phrase, phrases[at - 1]),)
        elif at + 1 < len(phrases) and self._before_name(phrase, phrases[at + 1]):
            ids = (self.persons.apposed(phrase, phrases[at + 1]),)
        elif (named := self.apposition.name_after(phrase, phrases[at + 1 : at + 1 + LOOKED_AHEAD])) is not None:
            ids = (self.persons.apposed(phrase, named),)
        self._refer(phrase, ids or self._who(phrase), inner=False)

    def _resolve_part(self, phrase: Phrase) -> None:
        for part in phrase.parts:
            self._resolve_part(part)
        self.story.at = phrase.first
        self._refer(phrase, self._who(phrase), inner=True)

    def _refer(self, phrase: Phrase, ids: tuple[str, ...], inner: bool) -> None:
        ids = tuple(ident for ident in ids if ident)
        if ids:
            self.story.refer(phrase, ids, inner)

    def _who(self, phrase: Phrase) -> tuple[str, ...]:
        """The entities that a phrase means."""
        states = self.story.registry.states
        match phrase.form:
            case "pair":
                return self.together.pair(phrase)
            case "own_state":
                return self.together.own_state(phrase)
            case "latter":
                return self.together.latter(phrase)
            case "demonym":
                return (self.story.state(phrase.iso, phrase).id,) if phrase.iso in states else ()
        if phrase.members:
            return self.together.members(phrase)
        if phrase.offices and phrase.kind == "group" and any(part.form == "pair" for part in phrase.parts):
            return self.together.officers_of_pair(phrase) or (self.described.find(phrase),)
        if phrase.form == "counterpart":
            return self.together.counterpart(phrase)
        if phrase.name is not None and phrase.kind == "person":
            return (self.persons.named(phrase),)
        if phrase.offices:
            return (self.persons.by_office(phrase) if phrase.kind == "person" else self.described.find(phrase),)
        if phrase.kind == "place" and phrase.head:
            return (self.registered.place(phrase),)
        if phrase.entries:
            return (self.registered.find(phrase),)
        return (self.described.find(phrase),)

    # -- phrases beside each other ------------------------------------------------------------------------------------

    def _in_apposition(self, named: Phrase, office: Phrase) -> bool:
        """ "سيرغي لافروف وزير الخارجية الروسي", "…، المنسق الخاص …،": an office right after a name, told of the same one."""
        if named.kind != "person" or named.name is None or office.name is not None:
            return False
        if any(read.of_kind != "none" for read in named.offices):  # "الدكتور …" is no office
            return False
        if not office.offices or office.kind != "person" or not office.definite or office.prep:
            return False
        tokens = self.tokens
        between = tokens[named.last : office.first]
        if not between:
            return not tokens[office.first].conj and any(read.iso or read.of for read in office.offices)
        after = tokens[office.last] if office.last < len(tokens) else None
        closed = after is None or after.kind == "punct" or bool(after.prep) or bool(after.tags & _AFTER_A_TITLE)
        return len(between) == 1 and between[0].form in _COMMAS and not tokens[office.first].conj and closed

    def _described_after(self, named: Phrase, phrase: Phrase) -> bool:
        """ "محمد السعيد، باحث في المعهد …،", "فلان، وهو خبير …": a calling told of the one named right before it."""
        if named.kind != "person" or named.name is None or named.offices or phrase.kind != "person" or phrase.prep:
            return False
        if phrase.name is not None or phrase.number != "s" or not (phrase.noun or phrase.offices):
            return False
        tokens = self.tokens
        between = tokens[named.last : phrase.first]
        if not between or tokens[phrase.first].conj or len(between) > 2:
            return False
        comma, last = between[0].form in _COMMAS, between[-1]
        if "pronoun" in last.tags and last.conj and (comma or len(between) == 1):
            return not phrase.definite
        after = tokens[phrase.last] if phrase.last < len(tokens) else None
        closed = after is None or after.kind == "punct" or bool(after.prep) or bool(after.tags & _AFTER_A_TITLE)
        return comma and len(between) == 1 and closed and not phrase.definite

    def _before_name(self, office: Phrase, named: Phrase) -> bool:
        """ "الرئيس الحالي …", "الزعيم المخضرم …": an office before a name, an adjective between them."""
        if office.kind != "person" or not office.offices or office.name is not None or not office.definite:
            return False
        if named.kind != "person" or named.form != "name" or named.first != office.last + 1:
            return False
        adjective, name = self.tokens[office.last], self.tokens[named.first]
        return adjective.article and not (adjective.conj or adjective.prep or name.conj or name.prep)

    def _names_after(self, phrases: tuple[Phrase, ...], at: int) -> tuple[Phrase, ...]:
        """ "الرؤساء بوتين وأردوغان وروحاني": the names that a plural office is told of."""
        tokens = self.tokens
        listed: list[Phrase] = []
        end = phrases[at].last
        for phrase in phrases[at + 1 :]:
            between = tokens[end : phrase.first]
            joined = not listed or tokens[phrase.first].conj or bool(between)
            if phrase.kind != "person" or phrase.name is None or phrase.offices or not joined:
                break
            if len(between) > 1 or (between and between[0].form not in _COMMAS):
                break
            listed.append(phrase)
            end = phrase.last
        return tuple(listed) if len(listed) > 1 else ()

    def _parted(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """An office and a name that only stand side by side: "طمأن زعيم كوريا الشمالية ترامب" names two men."""
        phrase = self.offices.with_own_name(phrase)
        if phrase.name is None or phrase.form != "office+name" or not self.offices.is_another(phrase):
            return (phrase,)
        stop = phrase.name[0]
        tokens = self.tokens
        while stop > phrase.first + 1 and (tokens[stop - 1].kind == "punct" or "honorific" in tokens[stop - 1].tags):
            stop -= 1
        parts = tuple(part for part in phrase.parts if part.last <= stop)
        span = Span(phrase.span.start, tokens[stop - 1].end)
        office = msgspec.structs.replace(
            phrase, last=stop, span=span, name=None, entries=(), form="office", parts=parts
        )
        first, last = phrase.name
        name = msgspec.structs.replace(
            phrase, first=first, last=last, span=Span(tokens[first].stem_start, tokens[last - 1].end), offices=(),
            form="name", parts=(), iso="", head="", prep="",
        )  # fmt: skip
        return office, name


def _flat(phrases: tuple[Phrase, ...]) -> list[Phrase]:
    found: list[Phrase] = []
    for phrase in phrases:
        found.append(phrase)
        found.extend(_flat(phrase.parts))
    return found


def resolve(
    document: Document, mentions: tuple[Phrase, ...], published: str | None, knowledge: Knowledge
) -> Resolution:
    """Who is meant by each phrase: entities with ids that are the same in every article, and references to them.

    `published` (EDTF day or None) decides who held an office. Nothing is guessed where two could be meant.
    """
    return Resolver(document, published, knowledge).run(mentions)


__all__ = ["resolve"]
