"""Persons named, and persons meant by their office alone."""

from collections.abc import Iterator

import msgspec

from mahdar.mentions import Phrase
from mahdar.model import Candidate, Office, Span
from mahdar.resolution._drafts import Draft
from mahdar.resolution._names import Names
from mahdar.resolution._offices import LEADERS, Offices, is_kind
from mahdar.resolution._story import Story
from mahdar.resolution._weighing import Choice, Weigher, choose

_FORMER = "former "


class Persons:
    """Says which person a phrase names, or means by an office."""

    def __init__(self, story: Story, weigher: Weigher, names: Names, offices: Offices) -> None:
        self.story, self.weigher, self.names, self.offices = story, weigher, names, offices

    def named(self, phrase: Phrase) -> str:
        """Somebody named, with or without an office."""
        choice = self.names.choose(phrase)
        person = choice.entity or self.names.open_id(phrase)
        if self.offices.is_chief(phrase, person):
            return self._aide(phrase, person)
        draft = self.story.person(person, phrase)
        if not choice.entity:
            draft.candidates = draft.candidates or choice.candidates
        name = self.story.words.surface(phrase)
        if not draft.proper or len(name.split()) > len(draft.name.split()):
            draft.name, draft.proper, draft.resolved, draft.certainty = name, True, None, 1.0
        self.story.note(draft, phrase)
        self._hold_told(draft, phrase)
        return draft.id

    def apposed(self, phrase: Phrase, named: Phrase) -> str:
        """An office told of the one named right before it."""
        draft = self.story.person(self.names.named(named), phrase)
        self.story.note(draft, phrase)
        self._hold_told(draft, phrase)
        return draft.id

    def _hold_told(self, draft: Draft, phrase: Phrase) -> None:
        person = draft.id if draft.id in self.story.registry.persons else ""
        for office in self.offices.told(phrase, person):
            self.story.hold(draft, office, phrase)
        if phrase.also:  # "نائب رئيس الوزراء ووزير الخارجية"
            for office in self.offices.told(msgspec.structs.replace(phrase, offices=phrase.also), person):
                self.story.hold(draft, office, phrase)

    def _aide(self, phrase: Phrase, chief: str) -> str:
        """ "متحدث باسم الرئيس الفلبيني رودريغو دوتيرتي": the name is the president's, the one who is meant has none."""
        assert phrase.name is not None
        story = self.story
        first, last = phrase.name
        name = msgspec.structs.replace(
            phrase, first=first, last=last, offices=(), form="name", parts=(), iso="", head="",
            span=Span(story.tokens[first].stem_start, story.tokens[last - 1].end),
        )  # fmt: skip
        self.named(name)
        story.refer(name, (chief,), inner=True)
        office = self.offices.choose(phrase, "")[0]
        title = story.words.title(phrase) or phrase.span
        told = story.told.get((office.title, office.of))
        ident = next(reversed(told)) if told else story.unnamed(story.words.forms(phrase))
        draft = story.drafts.get(ident, "person", story.words.of(title))
        story.drafts.note(draft, phrase, story.words.of(title))
        story.hold(draft, office, phrase)
        return draft.id

    # -- by office alone ----------------------------------------------------------------------------------------------

    def by_office(self, phrase: Phrase) -> str:
        """Whoever is meant by an office without a name: somebody of the article, or the registry's holder that day."""
        told = self.offices.told(phrase, "")
        office = told[0] if told else Office("", "")
        if not phrase.definite or not told:
            return self._unnamed(phrase, office)
        if not office.of:
            return self._antecedent(phrase, office)
        # "الرئيس الأميركي وقتها" is the president that the article tells of, "… السابق" is not the present one.
        back_then = "back_then" in self.story.tokens[phrase.last - 1].tags
        titles = tuple(f"{'' if back_then else read.standing} {read.title}".strip() for read in phrase.offices)
        # The ambassador to Austria is named as the ambassador further on.
        titles = tuple(dict.fromkeys((*titles, *(title.partition(" to ")[0] for title in titles))))
        # A spokesperson speaks in turn with others: "متحدث باسم الخارجية" is any of them.
        anyone = office.title.startswith("spokesperson") and not self.story.tokens[phrase.first].article
        draft, told_before = self.holder(office, phrase, titles=titles, anyone=anyone or back_then)
        if not told_before:
            self.story.hold(draft, office, phrase)
        return draft.id

    def holder(
        self, office: Office, phrase: Phrase, *, titles: tuple[str, ...] = (), anyone: bool = False
    ) -> tuple[Draft, bool]:
        """The draft of an office's holder, the phrase noted as a mention: somebody of the article, else the registry's
        of the day (not for `anyone`), else the office as such, with those who may hold it. And whether the article tells
        it of him."""
        choice = self._weigh(office, titles or (office.title,), phrase, anyone)
        registry = self.story.registry
        ident = choice.entity or f"office:{office.title.replace(' ', '_')}:{office.of}"
        known = self.story.drafts.find(ident)
        draft = self.story.person(ident, phrase)
        if choice.entity in registry.persons and known is None:
            row = registry.persons[choice.entity]
            draft.resolved, draft.gender = row.name_ar, row.gender
            draft.certainty = self.offices.certainty(choice.entity, office) or 1.0
        if not draft.proper and (not choice.entity or any(_is_of_a_change(one) for one in choice.candidates[1:])):
            draft.candidates = draft.candidates or choice.candidates
        self.story.note(draft, phrase)
        return draft, bool(choice.entity) and _is_told(choice.candidates[0])

    def _weigh(self, office: Office, titles: tuple[str, ...], phrase: Phrase, anyone: bool) -> Choice:
        """Who may hold an office of a state: those told with it, those told with a kind of it, the registry's."""
        story = self.story
        reasons: dict[str, list[str]] = {}
        by_registry: dict[str, tuple[str, ...]] = {} if anyone else self.offices.holders(office)
        for title in titles:
            for person in story.told.get((title, office.of), ()):
                reasons.setdefault(person, []).append("told with this office")
            for person in story.expected.get((title, office.of), ()):
                if person not in reasons:
                    reasons.setdefault(person, []).append("told with it further on")
            for person in self._of_that_kind(title, office.of):
                if person not in reasons:
                    reasons.setdefault(person, []).append("told with such an office")
        for person, found in reasons.items():
            if by_registry and person not in by_registry and self.offices.is_over(person, office):
                found.append("another holds it")
        for person, held in by_registry.items():
            reasons.setdefault(person, []).extend(held)
        if not reasons and office.title.startswith(_FORMER):
            for person in story.last_named:
                if self.offices.held(person, office.title.removeprefix(_FORMER), office.of):
                    reasons[person] = ["held it before"]
        weighed = (self.weigher.weigh(person, found, phrase.gender, anew=True) for person, found in reasons.items())
        choice = choose(weighed)
        if choice.entity and _is_of_a_change(choice.candidates[0]) and not _is_told(choice.candidates[0]):
            return Choice("", choice.candidates)  # nobody holds it: neither the last one nor the next
        return choice

    def _antecedent(self, phrase: Phrase, office: Office) -> str:
        """Who a bare "الرئيس", "الوزير", "المتحدث" is: one of those told with that office or called so."""
        story, title = self.story, office.title
        reasons: dict[str, list[str]] = {}
        for person in story.told.get((title, ""), ()):
            reasons.setdefault(person, []).append("told with this office")
        for person in self._of_that_kind(title, ""):
            if person not in reasons:
                reasons.setdefault(person, []).append("told with such an office")
        for person in story.called.get(phrase.head, ()) if " " not in title else ():
            reasons.setdefault(person, []).append("same word before")
        for person in story.expected.get((title, ""), ()):
            if not any(reason.startswith("told") for reason in reasons.get(person, ())):
                reasons.setdefault(person, []).append("told with it further on")
        if not reasons:
            for person in story.last_named:
                if any(held.title == title for held in story.offices_of(person)):
                    reasons[person] = ["holds such an office"]
        if not reasons:
            return "" if "honorific_only" in story.tokens[phrase.first].tags else self._unnamed(phrase, office)
        words = story.words.of(phrase.span)
        following = story.words.after(phrase)
        for person, found in reasons.items():
            draft = story.drafts.find(person)
            if draft and words in draft.names:
                found.append("same words before")
            if any(self.names.has_part(person, word) for word in following):
                found.append("name follows")
        choice = choose(self.weigher.weigh(person, found, phrase.gender) for person, found in reasons.items())
        if choice.entity:
            return self._again(choice.entity, phrase)
        ident = self._unnamed(phrase, office)
        self.story.person(ident, phrase).candidates = choice.candidates
        return ident

    def officer(self, phrase: Phrase, title: str, iso: str) -> str:
        """The person who holds an office in a state, as one of several named together."""
        office = Office(title, iso)
        if title == "leader" and not self._weigh(office, (title,), phrase, anyone=False).candidates:
            for other in LEADERS:  # "زعيما البلدين": a president and a king
                if self._weigh(Office(other, iso), (other,), phrase, anyone=False).candidates:
                    office = Office(other, iso)
                    break
        draft, _ = self.holder(office, phrase)
        draft.offices.setdefault(self.offices.at_home(draft.id, office), None)
        return draft.id

    def _again(self, known: str, phrase: Phrase) -> str:
        self.story.note(self.story.person(known, phrase), phrase)
        return known

    def _of_that_kind(self, title: str, of: str) -> Iterator[str]:
        """ "الوزير الروسي" after "وزير الخارجية الروسي …": those told with a title that is a kind of this one."""
        for known in (self.story.told, self.story.expected):
            for (other, place), persons in known.items():
                if place == of and is_kind(other, title):
                    yield from persons

    def _unnamed(self, phrase: Phrase, office: Office) -> str:
        draft = self.story.person(self.story.unnamed(self.story.words.forms(phrase)), phrase)
        self.story.note(draft, phrase)
        if office.of or office.title:
            draft.offices.setdefault(office, None)
        self.story.call(draft.id, phrase.head)
        return draft.id


def _is_of_a_change(candidate: Candidate) -> bool:
    return any(reason.endswith("within a fortnight") for reason in candidate.reasons)


def _is_told(candidate: Candidate) -> bool:
    return any(reason.startswith("told") for reason in candidate.reasons)


__all__ = ["Persons"]
