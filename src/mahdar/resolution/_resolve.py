"""From phrases to entities: one pass to register full names, one in the order of the text to say who is meant."""

import hashlib
from bisect import bisect_right

import msgspec

from mahdar.knowledge import CLITICS, Knowledge
from mahdar.knowledge.tables.grammar import ActorNoun
from mahdar.mentions import Phrase
from mahdar.model import Office, Span
from mahdar.resolution._drafts import Draft, Drafts
from mahdar.resolution._people import People, bare
from mahdar.resolution._references import Reference, Resolution
from mahdar.resolution._registry import Registry, registry
from mahdar.text import Document

_COMMAS = frozenset("\u060c,")
_PARTIES = ("person", "state", "org")
_LEADERS = (
    "president",
    "leader",
    "king",
    "prime minister",
    "emir",
    "sultan",
    "crown prince",
    "chancellor",
    "queen",
    "pope",
)
_STATE_OFFICES = ("secretary", "adviser", "ambassador", "chief", "chief of staff", "commander", "speaker of parliament")
_PAIR_TITLES = {
    "pair_of_ministers": ("minister", "secretary"),
    "pair_of_presidents": ("president",),
    "pair_of_leaders": _LEADERS,
}


class Resolver:
    """Says who is meant by each phrase of one document."""

    def __init__(self, document: Document, published: str | None, knowledge: Knowledge) -> None:
        self.document = document
        self.text = document.article.text
        self.registry: Registry = registry(knowledge)
        self.nouns: dict[str, ActorNoun] = {noun.id: noun for noun in knowledge.nouns}
        self.drafts = Drafts()
        self.people = People(document, self.drafts, self.registry, published)
        self.references: list[Reference] = []
        self.by_head: dict[tuple[str, str], str] = {}
        self.by_office: dict[tuple[str, str], str] = {}
        self._starts = [sentence.first for sentence in document.sentences]
        self.plain: set[str] = set()  # states that the article names without doubt
        self.apposed: Phrase | None = None
        self.listed: tuple[Phrase, ...] = ()
        self.expected: dict[tuple[str, str], str] = {}
        self.recent: list[Reference] = []

    def run(self, phrases: tuple[Phrase, ...]) -> Resolution:
        """Both passes."""
        phrases = tuple(part for phrase in phrases for part in self._parted(phrase))
        for phrase in _flat(phrases):
            if phrase.name is not None and phrase.kind == "person":
                self.people.register(phrase)
            states = {entry.partition(":")[2] for entry in phrase.entries if entry.startswith(("state", "capital"))}
            self.plain.update(states if len(states) == 1 else {phrase.iso})
        for phrase in _flat(phrases):
            if phrase.name is not None and phrase.offices and phrase.kind == "person":
                self._expect(phrase)
        for at, phrase in enumerate(phrases):
            named = phrases[at - 1] if at else None
            self.apposed = named if named is not None and self._in_apposition(named, phrase) else None
            self.listed = self._names_after(phrases, at) if phrase.offices and phrase.kind == "group" else ()
            self.resolve(phrase, inner=False)
        self.references.sort(key=lambda r: (r.first, -r.last, r.inner))
        return Resolution(
            entities=tuple(draft.finish() for draft in self.drafts.all()), references=tuple(self.references)
        )

    def _in_apposition(self, named: Phrase, office: Phrase) -> bool:
        """ "سيرغي لافروف وزير الخارجية الروسي", "…، المنسق الخاص …،": an office right after a name, told of the same one."""
        if named.kind != "person" or named.name is None or office.name is not None:
            return False
        if any(read.of_kind != "none" for read in named.offices):  # "الدكتور …" is no office
            return False
        if not office.offices or office.kind != "person" or not office.definite or office.prep:
            return False
        tokens = self.document.tokens
        between = tokens[named.last : office.first]
        if not between:
            return not tokens[office.first].conj and any(read.iso or read.of for read in office.offices)
        after = tokens[office.last] if office.last < len(tokens) else None
        closed = after is None or after.kind == "punct" or "particle_that" in after.tags
        return len(between) == 1 and between[0].form in _COMMAS and not tokens[office.first].conj and closed

    def _names_after(self, phrases: tuple[Phrase, ...], at: int) -> tuple[Phrase, ...]:
        """ "الرؤساء بوتين وأردوغان وروحاني": the names that a plural office is told of."""
        tokens = self.document.tokens
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

    # -- one phrase -----------------------------------------------------------------------------------------------

    def resolve(self, phrase: Phrase, inner: bool) -> tuple[str, ...]:
        """The entities of a phrase and of its parts; each becomes a reference."""
        for part in phrase.parts:
            self.resolve(part, inner=True)
        kind = phrase.kind
        ids: tuple[str, ...]
        if phrase.form == "pair":
            ids = self._pair(phrase)
        elif phrase.form == "own_state":
            ids = self._own_state(phrase)
        elif phrase.form == "latter":
            ids = self._latter(phrase)
        elif phrase.form == "demonym":
            ids = (self._state(phrase.iso, phrase).id,) if phrase.iso in self.registry.states else ()
        elif phrase.offices and phrase.kind == "group" and self.listed:
            ids = self._named_officers(phrase)
        elif phrase.members:
            ids = self._members(phrase)
        elif phrase.offices and phrase.kind == "group" and any(part.form == "pair" for part in phrase.parts):
            ids = self._officers_of_pair(phrase)
        elif phrase.form == "counterpart":
            ids = self._counterpart(phrase)
        elif phrase.name is not None and kind == "person":
            ids = (self._named_person(phrase),)
        elif phrase.offices:
            ids = (self._office_holder(phrase),) if kind == "person" else (self._described(phrase),)
        elif kind == "place" and phrase.head:
            ids = (self._named_place(phrase),)
        elif phrase.entries:
            ids = (self._registered(phrase),)
        else:
            ids = (self._described(phrase),)
        ids = tuple(ident for ident in ids if ident)
        if ids:
            self._refer(phrase, ids, inner)
        return ids

    def _parted(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """An office and a name that only stand side by side: "طمأن زعيم كوريا الشمالية ترامب" names two men."""
        if phrase.name is None or phrase.form != "office+name" or not self.people.is_another(phrase):
            return (phrase,)
        stop = phrase.name[0]
        tokens = self.document.tokens
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

    def _expect(self, phrase: Phrase) -> None:
        """Note who will be named with an office further on, for "رئيسة الوزراء" before her name."""
        person = self.people.named(phrase)
        for office in self.people.choose(phrase, person if person in self.registry.persons else ""):
            self.expected.setdefault((office.title, ""), person)
            self.expected.setdefault((office.title, office.of), person)

    def _refer(self, phrase: Phrase, ids: tuple[str, ...], inner: bool) -> None:
        draft = self.drafts.find(ids[0])
        kind = draft.kind if draft else phrase.kind
        gender = phrase.gender or (draft.gender if draft else "")
        if draft and phrase.gender and draft.kind == "person" and phrase.form.startswith("office"):
            draft.gender = phrase.gender
        reference = Reference(
            span=phrase.span, first=phrase.first, last=phrase.last, entities=ids, kind=kind, form=phrase.form,
            gender=gender, number="d" if len(ids) == 2 else "p" if len(ids) > 2 else phrase.number,
            prep=phrase.prep, definite=phrase.definite, inner=inner,
        )  # fmt: skip
        self.references.append(reference)
        if phrase.form != "demonym":
            self.recent.append(reference)

    def _words(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def _note(self, draft: Draft, phrase: Phrase) -> None:
        if phrase.name is not None and phrase.form in ("office+name", "counterpart", "noun"):
            title = self._title_span(phrase)
            self.drafts.note(draft, phrase, self.people.surface(phrase))
            if title is not None:
                draft.names.setdefault(self._words(title), None)
        else:
            words = self.people.surface(phrase) if phrase.name is not None else self._words(phrase.span)
            self.drafts.note(draft, phrase, words)
            if phrase.name is not None:
                draft.names.setdefault(self._words(phrase.span), None)

    def _title_span(self, phrase: Phrase) -> Span | None:
        """The office in "وزير الخارجية الإيراني، محمد جواد ظريف": up to the name, without comma and honorifics."""
        assert phrase.name is not None
        stop = phrase.name[0]
        tokens = self.document.tokens
        if tokens[stop - 1].form == ")":
            while stop > phrase.first + 1 and tokens[stop].form != "(":
                stop -= 1
        while stop > phrase.first and (tokens[stop - 1].kind == "punct" or "honorific" in tokens[stop - 1].tags):
            stop -= 1
        return Span(phrase.span.start, tokens[stop - 1].end) if stop > phrase.first else None

    # -- persons --------------------------------------------------------------------------------------------------

    def _named_person(self, phrase: Phrase) -> str:
        person = self.people.named(phrase)
        if self.people.is_chief(phrase, person):
            return self._aide(phrase, person)
        draft = self.people.new(person, phrase)
        name = self.people.surface(phrase)
        if not draft.proper or len(name.split()) > len(draft.name.split()):
            draft.name, draft.proper, draft.resolved, draft.certainty = name, True, None, 1.0
        self._note(draft, phrase)
        for office in self._offices(phrase, person if person in self.registry.persons else ""):
            self._hold(draft, office, phrase)
        return draft.id

    def _aide(self, phrase: Phrase, chief: str) -> str:
        """ "متحدث باسم الرئيس الفلبيني رودريغو دوتيرتي": the name is the president's, the one who is meant has none."""
        assert phrase.name is not None
        name = msgspec.structs.replace(
            phrase, first=phrase.name[0], last=phrase.name[1], offices=(), form="name", parts=(), iso="", head="",
            span=Span(self.document.tokens[phrase.name[0]].stem_start, self.document.tokens[phrase.name[1] - 1].end),
        )  # fmt: skip
        self._named_person(name)
        self._refer(name, (chief,), inner=True)
        office = self.people.choose(phrase, "")[0]
        title = self._title_span(phrase) or phrase.span
        ident = self.by_office.get((office.title, office.of)) or self._here(self._forms(phrase))
        draft = self.drafts.get(ident, "person", self._words(title))
        self.drafts.note(draft, phrase, self._words(title))
        self._hold(draft, office, phrase)
        return draft.id

    def _offices(self, phrase: Phrase, person: str) -> tuple[Office, ...]:
        """The office that the phrase gives; of "نائبه" the deputy of the one named before."""
        if phrase.offices and phrase.offices[0].title.strip() == "deputy":
            chief = self._last_office()
            if chief is None:
                return ()
            title = "vice president" if chief.title == "president" else f"deputy {chief.title}"
            standing = phrase.offices[0].standing
            return (Office(f"{standing} {title}" if standing else title, chief.of),)
        chosen = self.people.choose(phrase, person)
        if phrase.possessor and chosen and not chosen[0].of:
            return (Office(chosen[0].title, self._possessing_state()),)
        return chosen

    def _possessing_state(self) -> str:
        """Whose "سفيرها" is: the last state that was no complement, or the state of the last person."""
        for reference in reversed(self.recent[-4:]):
            if reference.inner or len(reference.entities) != 1:
                continue
            if reference.kind == "state" and reference.entities[0] in self.registry.states:
                return reference.entities[0]
            if reference.kind == "person":
                return self._state_of(reference.entities[0])
        return ""

    def _hold(self, draft: Draft, office: Office, phrase: Phrase) -> None:
        """Note an office; one that says of what replaces the same without it."""
        same = [held for held in draft.offices if held.title == office.title]
        if office.of or not same:
            for held in same:
                if not held.of:
                    del draft.offices[held]
            draft.offices.setdefault(office, None)
        self.by_office[(office.title, office.of)] = draft.id
        self.by_office[(office.title, "")] = draft.id
        if not office.title.startswith(("former", "late")):
            self.by_head[("person", phrase.head)] = draft.id

    def _office_holder(self, phrase: Phrase) -> str:
        """Whoever is meant by an office without a name: somebody of the article, or the registry's holder that day."""
        offices = self._offices(phrase, "")
        office = offices[0] if offices else Office("", "")
        if self.apposed is not None and offices:
            person = self.people.named(self.apposed)
            draft = self.people.new(person, phrase)
            self._note(draft, phrase)
            for told in self._offices(phrase, person if person in self.registry.persons else ""):
                self._hold(draft, told, phrase)
            return draft.id
        if not phrase.definite or not offices:
            return self._unnamed(phrase, office)
        if not office.of:
            known = self.by_head.get(("person", phrase.head)) if len(office.title.split()) == 1 else None
            known = self.by_office.get((office.title, "")) or known or self.expected.get((office.title, ""))
            if known:
                self._note(self.people.new(known, phrase), phrase)
                return known
            if "honorific_only" in self.document.tokens[phrase.first].tags:
                return ""
            return self._unnamed(phrase, office)
        # "الرئيس الأميركي وقتها" is the president that the article tells of, "… السابق" is not the present one.
        back_then = "back_then" in self.document.tokens[phrase.last - 1].tags
        for candidate in phrase.offices:
            standing = "" if back_then else candidate.standing
            title = f"{standing} {candidate.title}".strip()
            known = self.by_office.get((title, office.of)) or self.expected.get((title, office.of))
            if not standing:
                known = known or self._of_that_kind(candidate.title, office.of)
            if known:
                self._note(self.people.new(known, phrase), phrase)
                return known
        # A spokesperson speaks in turn with others: "متحدث باسم الخارجية" is any of them.
        anyone = office.title.startswith("spokesperson") and not self.document.tokens[phrase.first].article
        held = None if anyone else self.people.holder(office)
        ident = held[0] if held else f"office:{office.title.replace(' ', '_')}:{office.of}"
        draft = self.people.new(ident, phrase)
        if held and not draft.proper:
            draft.resolved, draft.certainty = self.registry.persons[held[0]].name_ar, held[1]
            draft.gender = self.registry.persons[held[0]].gender
        self._note(draft, phrase)
        self._hold(draft, office, phrase)
        return draft.id

    def _of_that_kind(self, title: str, of: str) -> str:
        """ "الوزير الروسي" after "وزير الخارجية الروسي …": the last one whose title is a kind of this one."""
        for held in (self.by_office, self.expected):
            for (other, place), person in reversed(held.items()):
                if (
                    place == of
                    and (other.endswith(f" {title}") or other.startswith(f"{title} "))
                    and not other.startswith(("deputy", "vice", "former", "late"))
                    and not (title == "minister" and other.endswith("prime minister"))
                ):
                    return person
        return ""

    def _unnamed(self, phrase: Phrase, office: Office) -> str:
        draft = self.people.new(self._here(self._forms(phrase)), phrase)
        self._note(draft, phrase)
        if office.of or office.title:
            draft.offices.setdefault(office, None)
        self.by_head[("person", phrase.head)] = draft.id
        return draft.id

    def _counterpart(self, phrase: Phrase) -> tuple[str, ...]:
        """ "نظيره الروسي": the holder in Russia of the office of the one named before."""
        title = self._counterpart_title(phrase)
        made = Office(title, phrase.iso) if title and phrase.iso else None
        if phrase.name is not None:
            person = self.people.named(phrase)
            draft = self.people.new(person, phrase)
            draft.name, draft.proper = self.people.surface(phrase), True
        elif made is not None:
            known = self.by_office.get((made.title, made.of))
            held = None if known else self.people.holder(made)
            ident = known or (held[0] if held else f"office:{title.replace(' ', '_')}:{phrase.iso}")
            draft = self.people.new(ident, phrase)
            if held and not draft.proper:
                draft.resolved, draft.certainty = self.registry.persons[held[0]].name_ar, held[1]
        else:
            draft = self.people.new(self._here(self._forms(phrase)), phrase)
        self._note(draft, phrase)
        if made is not None:
            made = self._at_home(draft.id, made)
            draft.offices.setdefault(made, None)
            self.by_office.setdefault((made.title, made.of), draft.id)
        return (draft.id,)

    def _counterpart_title(self, phrase: Phrase) -> str:
        """The office that the counterpart holds: his own by the registry, or that of the one whose counterpart he is."""
        if phrase.name is not None and phrase.iso:
            for tenure in self.registry.offices(self.people.named(phrase), self.people.day):
                if tenure.of == phrase.iso:
                    return tenure.office
        here = self._sentence_of(phrase.first)
        for reference in reversed(self.recent):
            if reference.kind != "person" or reference.inner or self._sentence_of(reference.first) != here:
                continue
            draft = self.drafts.find(reference.entities[0])
            told = (
                [office.title for office in reversed(draft.offices) if _has_counterparts(office.title)] if draft else []
            )
            if told:
                return told[0]
            tenures = self.registry.offices(reference.entities[0], self.people.day)
            if tenures:
                return tenures[0].office
        office = self._last_office()
        return office.title if office and _has_counterparts(office.title) else ""

    def _last_office(self) -> Office | None:
        for reference in reversed(self.recent):
            if reference.kind == "person" and not reference.inner:
                draft = self.drafts.find(reference.entities[0])
                if draft and draft.offices:
                    return next(reversed(draft.offices))
        return None

    def _members(self, phrase: Phrase) -> tuple[str, ...]:
        """ "رؤساء كل من أفغانستان والصين": one person for each state."""
        title = phrase.offices[0].title
        return tuple(self._officer(phrase, title, member.entries[0].partition(":")[2]) for member in phrase.members)

    def _named_officers(self, phrase: Phrase) -> tuple[str, ...]:
        """ "الرؤساء بوتين وأردوغان": each holds the office in his own state, as the registry has it."""
        title = phrase.offices[0].title
        ids = []
        for named in self.listed:
            person = self.people.named(named)
            draft = self.people.new(person, named)
            for tenure in self.registry.offices(person, self.people.day):
                if tenure.office == title:
                    self._hold(draft, Office(title, tenure.of), named)
            self.drafts.note(draft, named, self.people.surface(named))
            ids.append(person)
        return tuple(dict.fromkeys(ids))

    def _officers_of_pair(self, phrase: Phrase) -> tuple[str, ...]:
        """ "وزيرا خارجية البلدين": the holders of the office in the two states, where these are known."""
        pair = next(part for part in phrase.parts if part.form == "pair")
        states = next((r.entities for r in reversed(self.recent) if r.first == pair.first and r.inner), ())
        if len(states) < 2 or any(state not in self.registry.states for state in states):
            return (self._described(phrase),)
        return tuple(self._officer(phrase, phrase.offices[0].title, state) for state in states)

    def _officer(self, phrase: Phrase, title: str, iso: str) -> str:
        """The person who holds an office in a state, as one of several named together."""
        office = Office(title, iso)
        known = self.by_office.get((title, iso)) or self.expected.get((title, iso))
        held = None if known else self.people.holder(office)
        if title == "leader" and not held:  # "زعيما البلدين": of one a president, of the other a king
            for other in (Office(title, iso) for title in _LEADERS):
                if known is None and held is None:
                    known, held = self.by_office.get((other.title, iso)), self.people.holder(other)
                    office = other if known or held else office
        ident = known or (held[0] if held else f"office:{title.replace(' ', '_')}:{iso}")
        draft = self.people.new(ident, phrase)
        if held and not draft.proper:
            draft.resolved, draft.certainty = self.registry.persons[held[0]].name_ar, held[1]
        self._note(draft, phrase)
        draft.offices.setdefault(self._at_home(ident, office), None)
        return draft.id

    def _at_home(self, ident: str, office: Office) -> Office:
        """The office of a counterpart, or of one of "زعيما البلدين", as it is called in his own state."""
        own = [tenure.office for tenure in self.registry.offices(ident, self.people.day) if tenure.of == office.of]
        return Office(own[0], office.of) if own and office.title not in own else office

    def _latter(self, phrase: Phrase) -> tuple[str, ...]:
        for reference in reversed(self.recent):
            if reference.kind == "person" and reference.number == "s" and not reference.inner:
                draft = self.drafts.find(reference.entities[0])
                if draft and (not draft.gender or draft.gender == phrase.gender):
                    draft.names.setdefault(self._words(phrase.span), None)
                    return reference.entities
        return ()

    def _pair(self, phrase: Phrase) -> tuple[str, ...]:
        """ "الطرفان", "الزعيمان", "البلدان": the two of the last sentence that named two of that kind.

        "الرئيسان" are presidents, "الوزيران" ministers. Where no sentence has two, the last two named; where there are
        none, the words stand for themselves.
        """
        tags = self.document.tokens[phrase.first].tags
        for tag in tags:
            if tag.startswith("pair:"):  # "الكوريتان"
                return tuple(self._state(iso, phrase).id for iso in tag.partition(":")[2].split(","))
        kinds = ("person",) if "pair_of_persons" in tags else ("state",) if "pair_of_states" in tags else _PARTIES
        for wanted in kinds:
            pair = self._two_of(wanted, phrase)
            if pair:
                return pair
        if kinds == ("state",):  # "البلدين" after two presidents
            states = dict.fromkeys(self._state_of(person) for person in self._two_of("person", phrase))
            if len(states) == 2 and "" not in states:
                return tuple(self._state(iso, phrase).id for iso in states)
        draft = self.drafts.get("group:" + phrase.head, "group", self._words(phrase.span))
        self._note(draft, phrase)
        return (draft.id,)

    def _two_of(self, kind: str, phrase: Phrase) -> tuple[str, ...]:
        titles = next(
            (titles for tag, titles in _PAIR_TITLES.items() if tag in self.document.tokens[phrase.first].tags), ()
        )
        together: list[str] = []
        apart: list[str] = []
        sentence = -1
        for reference in reversed(self.recent):
            if reference.kind != kind or (reference.inner and kind != "state"):
                continue
            if reference.form == "pair" and len(reference.entities) == 2:
                return reference.entities
            if len(reference.entities) > 1 or not self._titled(reference.entities[0], titles):
                continue
            here = self._sentence_of(reference.first)
            if here != sentence:
                if len(together) > 1:
                    break
                together, sentence = [], here
            for found in (together, apart):
                if reference.entities[0] not in found:
                    found.insert(0, reference.entities[0])
        if len(together) > 1:
            return tuple(together[:2])
        return tuple(apart[-2:]) if len(apart) > 1 else ()

    def _state_of(self, person: str) -> str:
        """The state that somebody holds an office of, by the article or by the registry on its day."""
        draft = self.drafts.find(person)
        held = [office.of for office in draft.offices] if draft else []
        held += [tenure.of for tenure in self.registry.offices(person, self.people.day)]
        return next((of for of in held if of in self.registry.states), "")

    def _titled(self, ident: str, titles: tuple[str, ...]) -> bool:
        """Whether somebody holds an office of one of these kinds, by the article or by the registry on its day."""
        if not titles:
            return True
        draft = self.drafts.find(ident)
        held = [office.title for office in draft.offices] if draft else []
        held += [tenure.office for tenure in self.registry.offices(ident, self.people.day)]
        return any(title.endswith(titles) for title in held)

    def _sentence_of(self, token: int) -> int:
        return bisect_right(self._starts, token)

    # -- states, institutions, groups -----------------------------------------------------------------------------

    def _own_state(self, phrase: Phrase) -> tuple[str, ...]:
        for reference in reversed(self.recent):
            if reference.kind == "person" and not reference.inner and reference.number == "s":
                draft = self.drafts.find(reference.entities[0])
                for office in reversed(draft.offices if draft else ()):
                    if office.of in self.registry.states:
                        state = self._state(office.of, phrase)
                        return (state.id,)
        return ()

    def _state(self, iso: str, phrase: Phrase) -> Draft:
        row = self.registry.states[iso]
        draft = self.drafts.get(iso, "state", row.name_ar, row.name_en, iso)
        draft.gender = "f"
        words = self._words(phrase.span)
        if phrase.form == "name" and not draft.proper and not self._lost_article(phrase):
            draft.name, draft.proper = words, True
        if phrase.form in ("demonym", "own_state", "pair"):
            draft.mentions.setdefault(phrase.span, phrase.form)
        else:
            self.drafts.note(draft, phrase, words)
        return draft

    def _lost_article(self, phrase: Phrase) -> bool:
        """Whether the first word lost the first letter of its article to the preposition before it: "للأمم المتحدة"."""
        token = self.document.tokens[phrase.first]
        return token.article and not self.text.startswith(CLITICS.article[0], token.stem_start)

    def _shown(self, phrase: Phrase) -> str:
        """The words of a phrase as they would stand alone: with the article that a preposition has swallowed."""
        words = self._words(phrase.span)
        return CLITICS.article + words if self._lost_article(phrase) else words

    def _registered(self, phrase: Phrase) -> str:
        """A state, organisation, place or agreement of the registry; of several readings the one that the context bears."""
        entry = self._reading(phrase)
        kind, _, ident = entry.partition(":")
        words = self._words(phrase.span)
        if kind in {"state", "capital"}:
            if kind == "capital" and self._is_place(phrase):
                draft = self.drafts.get(f"place:{ident}:{'_'.join(self._forms(phrase))}", "place", words)
                self.drafts.note(draft, phrase, words)
                return draft.id
            return self._state(ident, phrase).id
        if kind == "org":
            organisation = self.registry.organisations[ident]
            draft = self.drafts.get(ident, "org", self._shown(phrase), organisation.name_en)
        elif kind == "agreement":
            draft = self.drafts.get(ident, "agreement", words, self.registry.agreements[ident].name_en)
        else:
            place = self.registry.places[ident]
            draft = self.drafts.get(f"place:{ident}", "place", words, place.name_en)
        if len(words) > len(draft.name):
            draft.name = self._shown(phrase)
        self.drafts.note(draft, phrase, words)
        if phrase.name is not None:
            draft.names.setdefault(self.people.surface(phrase), None)
        head = self._forms(phrase)[0]
        self.by_head[(draft.kind, bare(head))] = draft.id
        return draft.id

    def _named_place(self, phrase: Phrase) -> str:
        """ "مدينة دوما": a place even where its name alone would be a government; a name of its own where none is known."""
        places = [entry.partition(":")[2] for entry in phrase.entries if entry.startswith("place:")]
        surface = self.people.surface(phrase)
        if places:
            draft = self.drafts.get(f"place:{places[0]}", "place", surface, self.registry.places[places[0]].name_en)
        else:
            draft = self.drafts.get("place:" + "_".join(self.people.forms(phrase)), "place", surface)
        self.drafts.note(draft, phrase, self._words(phrase.span))
        draft.names.setdefault(surface, None)
        return draft.id

    def _reading(self, phrase: Phrase) -> str:
        entries = phrase.entries
        if len(entries) > 1:
            kinds = {entry.partition(":")[0]: entry for entry in reversed(entries)}
            if "state" in kinds and "capital" in kinds:  # "عمان" is Oman, or the capital of Jordan
                state, other = kinds["state"].partition(":")[2], kinds["capital"].partition(":")[2]
                if self._after_capital_noun(phrase) or (other in self.plain and state not in self.plain):
                    return kinds["capital"]
            if "capital" in kinds and "place" in kinds and "state" not in kinds:
                return kinds["place"] if self._is_place(phrase) else kinds["capital"]
        return entries[0]

    def _after_capital_noun(self, phrase: Phrase) -> bool:
        tokens = self.document.tokens
        return any("capital_noun" in token.tags for token in tokens[max(0, phrase.first - 2) : phrase.first])

    def _is_place(self, phrase: Phrase) -> bool:
        """Whether a capital is meant as a town: "في موسكو", "العاصمة الروسية موسكو"; else it is a government."""
        tokens = self.document.tokens
        if phrase.prep == CLITICS.prepositions[0]:
            return True
        if self._after_capital_noun(phrase):
            return True
        before = tokens[phrase.first - 1] if phrase.first else None
        return before is not None and "locative" in before.tags and not tokens[phrase.first].conj

    def _forms(self, phrase: Phrase) -> tuple[str, ...]:
        tokens = self.document.tokens[phrase.first : phrase.last]
        return tuple(
            bare(token.form if i else (CLITICS.article + token.stem if token.article else token.stem))
            for i, token in enumerate(tokens)
            if token.kind != "punct"
        )

    def _described(self, phrase: Phrase) -> str:
        """A described actor: the state that a government stands for, the last one with the same head noun, or a new one."""
        noun = self.nouns.get(phrase.noun)
        words = self._words(phrase.span)
        kind = phrase.kind
        if noun is not None and noun.stands_for == "state":
            iso = phrase.iso or self._state_inside(phrase)
            if iso and len(self._forms(phrase)) <= 3:
                draft = self._state(iso, phrase)
                self.by_head[(kind, phrase.head)] = draft.id
                return draft.id
        forms = self._forms(phrase)
        author = self._author(phrase) if noun is not None and noun.stands_for == "author" else ""
        if author:
            return author
        if len(forms) == 1 and phrase.definite:
            known = self.by_head.get((kind, phrase.head))
            if known is None and noun is not None and noun.stands_for == "author":
                known = self._last_author()
            if known is not None:
                draft_known = self.drafts.find(known)
                if draft_known is not None:
                    self.drafts.note(draft_known, phrase, words)
                    return known
        if len(forms) == 2 and phrase.iso and phrase.definite:  # "الصحيفة البريطانية" after its name
            known = self.by_head.get((kind, f"{phrase.head}:{phrase.iso}"))
            draft_known = self.drafts.find(known) if known else None
            if draft_known is not None:
                self.drafts.note(draft_known, phrase, words)
                return draft_known.id
        if len(forms) == 2 and self._inside_registered(phrase):
            draft_inside = self.drafts.find(self._inside_registered(phrase))
            if draft_inside is not None:
                self.drafts.note(draft_inside, phrase, words)
                state = (
                    self.registry.organisations[draft_inside.id].state
                    if draft_inside.id in self.registry.organisations
                    else ""
                )
                self.by_head[(kind, f"{phrase.head}:{phrase.iso or state}")] = draft_inside.id
                self.by_head[(kind, phrase.head)] = draft_inside.id
                return draft_inside.id
        ident = self._join(kind, forms)
        draft = self.drafts.get(ident, kind, self._shown(phrase))
        self.drafts.note(draft, phrase, words)
        if phrase.iso:
            self.by_head[(kind, f"{phrase.head}:{phrase.iso}")] = draft.id
        self.by_head[(kind, phrase.head)] = draft.id
        return draft.id

    def _author(self, phrase: Phrase) -> str:
        """ "بيان وزارة الخارجية": a text is whoever wrote it, where the words say who."""
        for part in phrase.parts:
            if part.kind in ("org", "state", "person"):
                return self.drafts.id_of(part)
        return ""

    def _inside_registered(self, phrase: Phrase) -> str:
        """ "صحيفة نيويورك تايمز", "تنظيم داعش": the noun and the registry's name are one."""
        if phrase.kind != "org" or len(phrase.parts) != 1 or not phrase.parts[0].entries:
            return ""
        part = phrase.parts[0]
        ident = self.drafts.id_of(part)
        return ident if part.kind == "org" else ""

    def _state_inside(self, phrase: Phrase) -> str:
        for part in phrase.parts:
            if part.kind == "state":
                ident = self.drafts.id_of(part)
                if ident in self.registry.states:
                    return ident
        return ""

    def _last_author(self) -> str | None:
        """Who a bare "البيان" is by: the last organisation, state or person that was no complement."""
        for reference in reversed(self.recent[-6:]):
            if reference.kind in ("org", "state", "person") and not reference.inner and len(reference.entities) == 1:
                return reference.entities[0]
        return None

    def _join(self, kind: str, forms: tuple[str, ...]) -> str:
        """One id for the same description; "الحرس الثوري" and "الحرس الثوري الإيراني" are one."""
        return self._here(forms) if kind == "person" else f"{kind}:" + "_".join(forms)

    def _here(self, forms: tuple[str, ...]) -> str:
        """The id of somebody without a name: of this article only, for the judge of another article is another judge."""
        article = hashlib.blake2b(self.document.article.doc.encode(), digest_size=4).hexdigest()
        return f"unnamed:{article}:" + "_".join(forms)


def _has_counterparts(title: str) -> bool:
    """Whether an office is one that other states have too, so that its holder has counterparts."""
    return "minister" in title or title in _LEADERS or title.endswith(_STATE_OFFICES)


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
