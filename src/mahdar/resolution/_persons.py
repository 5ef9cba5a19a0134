"""Persons named, and persons meant by their office alone."""

import msgspec

from mahdar.mentions import Phrase
from mahdar.model import Office, Span
from mahdar.resolution._drafts import Draft
from mahdar.resolution._names import Names
from mahdar.resolution._offices import LEADERS, Offices
from mahdar.resolution._story import Story


class Persons:
    """Says which person a phrase names, or means by an office."""

    def __init__(self, story: Story, names: Names, offices: Offices) -> None:
        self.story, self.names, self.offices = story, names, offices

    def named(self, phrase: Phrase) -> str:
        """Somebody named, with or without an office."""
        person = self.names.named(phrase)
        if self.offices.is_chief(phrase, person):
            return self._aide(phrase, person)
        draft = self.story.person(person, phrase)
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
        for office in self.offices.told(phrase, draft.id if draft.id in self.story.registry.persons else ""):
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
        ident = story.by_office.get((office.title, office.of)) or story.unnamed(story.words.forms(phrase))
        draft = story.drafts.get(ident, "person", story.words.of(title))
        story.drafts.note(draft, phrase, story.words.of(title))
        story.hold(draft, office, phrase)
        return draft.id

    # -- by office alone ----------------------------------------------------------------------------------------------

    def by_office(self, phrase: Phrase) -> str:
        """Whoever is meant by an office without a name: somebody of the article, or the registry's holder that day."""
        story = self.story
        told = self.offices.told(phrase, "")
        office = told[0] if told else Office("", "")
        if not phrase.definite or not told:
            return self._unnamed(phrase, office)
        if not office.of:
            known = story.by_head.get(("person", phrase.head)) if len(office.title.split()) == 1 else None
            known = story.by_office.get((office.title, "")) or known or story.expected.get((office.title, ""))
            if known:
                return self._again(known, phrase)
            if "honorific_only" in story.tokens[phrase.first].tags:
                return ""
            return self._unnamed(phrase, office)
        # "الرئيس الأميركي وقتها" is the president that the article tells of, "… السابق" is not the present one.
        back_then = "back_then" in story.tokens[phrase.last - 1].tags
        for candidate in phrase.offices:
            standing = "" if back_then else candidate.standing
            title = f"{standing} {candidate.title}".strip()
            known = story.by_office.get((title, office.of)) or story.expected.get((title, office.of))
            if not standing:
                known = known or self._of_that_kind(candidate.title, office.of)
            if known:
                return self._again(known, phrase)
        # A spokesperson speaks in turn with others: "متحدث باسم الخارجية" is any of them.
        anyone = office.title.startswith("spokesperson") and not story.tokens[phrase.first].article
        draft = self.holder(office, "", phrase, anyone=anyone)
        story.hold(draft, office, phrase)
        return draft.id

    def holder(self, office: Office, known: str | None, phrase: Phrase, *, anyone: bool = False) -> Draft:
        """The draft of an office's holder, the phrase noted as a mention: somebody of the article, else the registry's
        of the day, else the office as such."""
        held = None if known or anyone else self.offices.holder(office)
        ident = known or (held[0] if held else f"office:{office.title.replace(' ', '_')}:{office.of}")
        draft = self.story.person(ident, phrase)
        if held and not draft.proper:
            row = self.story.registry.persons[held[0]]
            draft.resolved, draft.certainty, draft.gender = row.name_ar, held[1], row.gender
        self.story.note(draft, phrase)
        return draft

    def officer(self, phrase: Phrase, title: str, iso: str) -> str:
        """The person who holds an office in a state, as one of several named together."""
        story = self.story
        office = Office(title, iso)
        known = story.by_office.get((title, iso)) or story.expected.get((title, iso))
        if title == "leader" and not known and not self.offices.holder(office):
            for other in (Office(title, iso) for title in LEADERS):  # "زعيما البلدين": a president and a king
                known = story.by_office.get((other.title, iso))
                if known or self.offices.holder(other):
                    office = other
                    break
        draft = self.holder(office, known, phrase)
        draft.offices.setdefault(self.offices.at_home(draft.id, office), None)
        return draft.id

    def _again(self, known: str, phrase: Phrase) -> str:
        draft = self.story.person(known, phrase)
        self.story.note(draft, phrase)
        return known

    def _of_that_kind(self, title: str, of: str) -> str:
        """ "الوزير الروسي" after "وزير الخارجية الروسي …": the last one whose title is a kind of this one."""
        for held in (self.story.by_office, self.story.expected):
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
        draft = self.story.person(self.story.unnamed(self.story.words.forms(phrase)), phrase)
        self.story.note(draft, phrase)
        if office.of or office.title:
            draft.offices.setdefault(office, None)
        self.story.by_head[("person", phrase.head)] = draft.id
        return draft.id


__all__ = ["Persons"]
