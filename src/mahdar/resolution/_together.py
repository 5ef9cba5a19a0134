"""Persons and states that are named by way of others: counterparts, pairs, lists, "the latter", "his country"."""

from typing import NamedTuple

from mahdar.knowledge import CLITICS
from mahdar.mentions import Phrase
from mahdar.model import Office
from mahdar.resolution._names import Names
from mahdar.resolution._offices import LEADERS, Offices, has_counterparts
from mahdar.resolution._persons import Persons
from mahdar.resolution._story import Story
from mahdar.resolution._weighing import STANDS_OUT, Weigher, choose

_PARTIES = ("person", "state", "org")
# How many sentences before "his country" he may be named.
_LOOKED_BACK = 4
# By how many sentences two persons may stand farther away than two states and be meant by "الجانبان".
_SOONER = 4
_PAIR_TITLES = {
    "pair_of_ministers": ("minister", "secretary"),
    "pair_of_presidents": ("president",),
    "pair_of_leaders": LEADERS,
}


class _Two(NamedTuple):
    """Two who may be meant together: whether one sentence names both, and which."""

    entities: tuple[str, ...]
    together: bool
    sentence: int


class Together:
    """Says who is meant by words that point to others of the article."""

    def __init__(self, story: Story, weigher: Weigher, names: Names, offices: Offices, persons: Persons) -> None:
        self.story, self.weigher, self.names, self.offices, self.persons = story, weigher, names, offices, persons

    # -- counterparts -------------------------------------------------------------------------------------------------

    def counterpart(self, phrase: Phrase) -> tuple[str, ...]:
        """ "نظيره الروسي": the holder in Russia of the office of the one named before."""
        story = self.story
        title = self._counterpart_title(phrase)
        made = Office(title, phrase.iso) if title and phrase.iso else None
        if phrase.name is not None:
            draft = story.person(self.names.named(phrase), phrase)
            draft.name, draft.proper = story.words.surface(phrase), True
            story.note(draft, phrase)
        elif made is not None:
            draft, _ = self.persons.holder(made, phrase)
        else:
            draft = story.person(story.unnamed(story.words.forms(phrase)), phrase)
            story.note(draft, phrase)
        if made is not None:
            made = self.offices.at_home(draft.id, made)
            draft.offices.setdefault(made, None)
            if draft.id not in story.told.get((made.title, made.of), ()):
                story.tell(draft.id, made)
        return (draft.id,)

    def _counterpart_title(self, phrase: Phrase) -> str:
        """The office that the counterpart holds: his own by the registry, or that of the one whose counterpart he is."""
        story = self.story
        if phrase.name is not None and phrase.iso:
            for tenure in story.registry.offices(self.names.named(phrase), story.day):
                if tenure.of == phrase.iso:
                    return tenure.office
        reasons = self._persons_of_sentence(phrase)
        offices = {person: self._comparable(person) for person in reasons}
        for person, office in offices.items():
            if office is not None:
                reasons[person] += ["has such an office"]
                reasons[person] += ["own counterpart"] * (office.of == phrase.iso)
        ranked = choose(self.weigher.weigh(person, reasons[person]) for person in reasons if offices[person])
        best = offices[ranked.candidates[0].entities[0]] if ranked.candidates else story.last_office()
        return best.title if best and has_counterparts(best.title) else ""

    def _comparable(self, person: str) -> Office | None:
        """The office of somebody that others have too: told last, else by the registry."""
        draft = self.story.drafts.find(person)
        for office in reversed(draft.offices if draft else ()):
            if has_counterparts(office.title):
                return office
        return next((held for held in self.story.offices_of(person) if has_counterparts(held.title)), None)

    def _persons_of_sentence(self, phrase: Phrase) -> dict[str, list[str]]:
        """The persons of this sentence, the nearest first."""
        story, here = self.story, self.story.sentence_of(phrase.first)
        found: dict[str, list[str]] = {}
        for reference in reversed(story.recent):
            if story.sentence_of(reference.first) != here:
                break
            if reference.kind == "person" and not reference.inner:
                found.setdefault(reference.entities[0], ["here"] if found else ["here", "nearest"])
        return found

    # -- lists --------------------------------------------------------------------------------------------------------

    def members(self, phrase: Phrase) -> tuple[str, ...]:
        """ "رؤساء كل من أفغانستان والصين": one person for each state."""
        title = phrase.offices[0].title
        states = (member.entries[0].partition(":")[2] for member in phrase.members)
        return tuple(self.persons.officer(phrase, title, state) for state in states)

    def listed(self, phrase: Phrase, names: tuple[Phrase, ...]) -> tuple[str, ...]:
        """ "الرؤساء بوتين وأردوغان": each holds the office in his own state, as the registry has it."""
        story, title = self.story, phrase.offices[0].title
        ids = []
        for named in names:
            person = self.names.named(named)
            draft = story.person(person, named)
            for tenure in story.registry.offices(person, story.day):
                if tenure.office == title:
                    story.hold(draft, Office(title, tenure.of), named)
            story.drafts.note(draft, named, story.words.surface(named))
            ids.append(person)
        return tuple(dict.fromkeys(ids))

    def officers_of_pair(self, phrase: Phrase) -> tuple[str, ...]:
        """ "وزيرا خارجية البلدين": the holders of the office in the two states; nobody where these are not known."""
        pair = next(part for part in phrase.parts if part.form == "pair")
        states = next((r.entities for r in reversed(self.story.recent) if r.first == pair.first and r.inner), ())
        if len(states) < 2 or any(state not in self.story.registry.states for state in states):
            return ()
        return tuple(self.persons.officer(phrase, phrase.offices[0].title, state) for state in states)

    # -- pairs --------------------------------------------------------------------------------------------------------

    def pair(self, phrase: Phrase) -> tuple[str, ...]:
        """ "الطرفان", "الزعيمان", "البلدان": the two of the last sentence that named two of that kind.

        "الرئيسان" are presidents, "الوزيران" ministers. Where no sentence has two, the last two named; where there are
        none, the words stand for themselves.
        """
        story = self.story
        tags = story.tokens[phrase.first].tags
        for tag in tags:
            if tag.startswith("pair:"):  # "الكوريتان"
                return tuple(story.state(iso, phrase).id for iso in tag.partition(":")[2].split(","))
        many = self._the_same_two(phrase)
        if many:
            return many
        kinds = ("person",) if "pair_of_persons" in tags else ("state",) if "pair_of_states" in tags else _PARTIES
        titles = next((titles for tag, titles in _PAIR_TITLES.items() if tag in tags), ())
        found = [self._two_of(wanted, titles, len(kinds) > 1) for wanted in kinds]
        best = max(found, key=lambda two: (two.together, two.sentence + _SOONER * (two is found[0])))
        if best.entities:
            return best.entities
        if kinds == ("state",):  # "البلدين" after two presidents
            states = dict.fromkeys(story.state_of(person) for person in self._two_of("person", titles, False).entities)
            if len(states) == 2 and "" not in states:
                return tuple(story.state(iso, phrase).id for iso in states)
        draft = story.drafts.get("group:" + phrase.head, "group", story.words.of(phrase.span))
        story.note(draft, phrase)
        return (draft.id,)

    def _the_same_two(self, phrase: Phrase) -> tuple[str, ...]:
        """The two of whom the same word told before without naming them: "قال [مسؤولان أميركيان] … وأضاف المسؤولان"."""
        tokens = self.story.tokens
        head = tokens[phrase.first].stem
        if "pair_of_persons" not in tokens[phrase.first].tags or not head.endswith(CLITICS.dual_ends):
            return ()
        for reference in reversed(self.story.recent):
            if reference.kind != "group" or reference.number == "s" or reference.form != "noun":
                continue
            if tokens[reference.first].stem[:-2] == head[:-2]:
                return reference.entities
        return ()

    def _two_of(self, kind: str, titles: tuple[str, ...], parties: bool) -> "_Two":
        """The last two of a kind: named as a pair, in one sentence, or one after the other; of `parties` that only the words
        for two sides name, the latter hold an office."""
        story = self.story
        together: list[str] = []
        apart: list[str] = []
        sentence = -1
        for reference in reversed(story.recent):
            if reference.kind != kind or (reference.inner and kind != "state"):
                continue
            here = story.sentence_of(reference.first)
            if reference.form == "pair" and len(reference.entities) == 2:
                if parties and self._says_only_both(reference.first):
                    continue
                if all(self._titled(ident, titles) for ident in reference.entities):
                    return _Two(reference.entities, True, here)
                continue
            if len(reference.entities) > 1 or not self._titled(reference.entities[0], titles):
                continue
            if here != sentence:
                if len(together) > 1:
                    break
                together, sentence = [], here
            for found in (together, apart):
                if reference.entities[0] not in found:
                    found.insert(0, reference.entities[0])
        if len(together) > 1:
            return _Two(tuple(together[:2]), True, sentence)
        if parties and kind == "person":
            apart = [ident for ident in apart if story.offices_of(ident)]
        return _Two(tuple(apart[-2:]), False, sentence) if len(apart) > 1 else _Two((), False, -_SOONER - 1)

    def _says_only_both(self, token: int) -> bool:
        """ "البلدين" tells of two states named before, "الكوريتين" names them."""
        tags = self.story.tokens[token].tags
        return "pair_of_states" in tags and not any(tag.startswith("pair:") for tag in tags)

    def _titled(self, ident: str, titles: tuple[str, ...]) -> bool:
        """Whether somebody holds an office of one of these kinds, by the article or by the registry on its day."""
        return not titles or any(held.title.endswith(titles) for held in self.story.offices_of(ident))

    # -- one named before ---------------------------------------------------------------------------------------------

    def latter(self, phrase: Phrase) -> tuple[str, ...]:
        """ "الأخير": the last one named, of this sentence or the one before; "الأخيرة" may be a state or organisation."""
        story = self.story
        before = story.tokens[phrase.first - 1] if phrase.first else None
        if before is not None and (before.kind == "number" or before.tags & {"number_word", "time_word"}):
            return ()  # "السنوات الست الأخيرة"
        here = story.sentence_of(phrase.first)
        unsure: tuple[str, ...] = ()
        for reference in reversed(story.recent):
            if here - story.sentence_of(reference.first) > 1:
                break
            if reference.number != "s" or len(reference.entities) > 1 or reference.kind not in _PARTIES:
                continue
            if reference.kind == "person" and reference.inner:
                continue
            if reference.kind != "person" and phrase.gender == "m":
                continue
            gender = story.gender_of(reference.entities[0]) or reference.gender
            if gender == phrase.gender:
                unsure = reference.entities
                break
            if not gender and not unsure:
                unsure = reference.entities
        for ident in unsure:
            draft = story.drafts.find(ident)
            if draft is not None and draft.kind == "person":
                draft.names.setdefault(story.words.of(phrase.span), None)
        return unsure

    def own_state(self, phrase: Phrase) -> tuple[str, ...]:
        """ "بلاده": the state of the one who is spoken of; nobody's where it may be that of several."""
        story = self.story
        _, _, _, hers, his = CLITICS.pronouns[:5]
        gender = "f" if hers.endswith(phrase.possessor) else "m" if his.endswith(phrase.possessor) else ""
        if not gender or story.words.has_feminine_ending(phrase):  # "بلدهم" of many, "بلدة", a town
            return ()
        here = story.sentence_of(phrase.first)
        reasons: dict[str, list[str]] = {}
        for reference in reversed(story.recent):
            if here - story.sentence_of(reference.first) > _LOOKED_BACK:
                break
            ident = reference.entities[0]
            of_one = reference.number == "s" and len(reference.entities) == 1 and not reference.inner
            if reference.kind == "person" and of_one and ident not in reasons and story.state_of(ident):
                reasons[ident] = ["has a state", *["nearest"] * (not reasons)]
                reasons[ident] += ["here"] * (story.sentence_of(reference.first) == here)
        choice = choose(self.weigher.weigh(person, found, gender) for person, found in reasons.items())
        near = [one for one in choice.candidates if one.score > choice.candidates[0].score - STANDS_OUT]
        states = {story.state_of(one.entities[0]) for one in near}
        return (story.state(states.pop(), phrase).id,) if len(states) == 1 else ()


__all__ = ["Together"]
