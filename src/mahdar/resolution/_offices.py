"""Which office a phrase gives somebody, and whom the registry has for an office."""

import msgspec

from mahdar.knowledge import CLITICS
from mahdar.mentions import OfficeRead, Phrase
from mahdar.model import Office, Span
from mahdar.resolution._names import Names
from mahdar.resolution._story import CHIEFS, Story

# Titles under which the registry may keep what the press calls otherwise, asked only where it keeps nothing.
_SYNONYMS = {
    "prime minister": ("chancellor",), "chancellor": ("prime minister",), "finance minister": ("treasury secretary",),
    "treasury secretary": ("finance minister",), "president": ("leader", "emir", "king"), "leader": ("president",),
    "head": ("director-general", "secretary-general", "president", "chair", "director"), "director": ("head", "director-general"),
    "envoy": ("special envoy",),
}  # fmt: skip
_AIDES = ("spokesperson", "adviser", "deputy", "chief of staff", "envoy", "special envoy", "representative")
LEADERS = (
    "president", "leader", "king", "prime minister", "emir", "sultan", "crown prince", "chancellor", "queen", "pope",
)  # fmt: skip
_STATE_OFFICES = ("secretary", "adviser", "ambassador", "chief", "chief of staff", "commander", "speaker of parliament")
_NOT_IN_OFFICE = ("former", "late", "designated", "acting")
_SURER = 0.2
_THIRD_PERSON = frozenset(CLITICS.pronouns[:5])
# Offices that several hold at a time, so that the title alone is nobody.
_SEVERAL = ("adviser", "deputy", "envoy", "special envoy", "representative", "ambassador")


def has_counterparts(title: str) -> bool:
    """Whether an office is one that other states have too, so that its holder has counterparts."""
    return "minister" in title or title in LEADERS or title.endswith(_STATE_OFFICES)


def is_kind(other: str, title: str) -> bool:
    """Whether an office is a kind of another: a foreign minister is a minister, a prime minister is called otherwise."""
    if other.startswith((*_AIDES, "vice", "former", "late")) and not title.startswith(_AIDES):
        return False
    if title == "minister" and other == "prime minister":
        return False
    return other.endswith(f" {title}") or other.startswith(f"{title} ")


class Offices:
    """Reads the offices in phrases."""

    def __init__(self, story: Story, names: Names) -> None:
        self.story, self.names = story, names
        self.registry = story.registry

    def told(self, phrase: Phrase, person: str) -> tuple[Office, ...]:
        """The office that the phrase gives a person of the registry ("" for any other); of "نائبه" the deputy of the one
        named before, of "سفيرها" the ambassador of the state named before."""
        if phrase.offices and phrase.offices[0].title.strip() == "deputy":
            chief = self.story.last_office()
            if chief is None:
                return ()
            title = "vice president" if chief.title == "president" else f"deputy {chief.title}"
            standing = phrase.offices[0].standing
            return (Office(f"{standing} {title}" if standing else title, chief.of),)
        chosen = self.choose(phrase, person)
        if phrase.possessor and chosen and not chosen[0].of:
            theirs = phrase.possessor in _THIRD_PERSON and phrase.offices[0].of_kind != "org"
            return (Office(chosen[0].title, self._possessing_state(phrase) if theirs else ""),)
        return chosen

    def choose(self, phrase: Phrase, person: str) -> tuple[Office, ...]:
        """The office that a phrase gives somebody, as the record writes it."""
        offices = phrase.offices
        if not offices:
            return ()
        held = self.registry.offices(person, self.story.day) if person else ()
        for office in offices:
            for tenure in held:
                if (
                    tenure.office == office.title
                    and (not office.iso or office.iso == tenure.of)
                    and not office.standing
                ):
                    of = self._of(office)
                    known = of in self.registry.states or of in self.registry.organisations
                    return (Office(office.title, of if known else tenure.of),)
        for office in offices:  # "الرئيس باراك أوباما" years later: the text says the title, the registry of what
            for tenure in self.registry.held.get(person, ()):
                if tenure.office == office.title and not office.iso and office.of is None:
                    return (Office(_with_standing(office), tenure.of),)
        read = offices[0]
        if "minister" in read.title and not read.iso and read.of is None and not read.standing:
            for tenure in held:  # a title without its state: that of the office which he is known for
                if tenure.of in self.registry.states:
                    return (Office(_with_standing(read), tenure.of),)
        return (Office(_with_standing(read), self._of(read)),) if read.title.strip() != "deputy" else ()

    def at_home(self, person: str, office: Office) -> Office:
        """The office of a counterpart, or of one of "زعيما البلدين", as it is called in his own state."""
        own = [tenure.office for tenure in self.registry.offices(person, self.story.day) if tenure.of == office.of]
        return Office(own[0], office.of) if own and office.title not in own else office

    def holders(self, office: Office) -> dict[str, tuple[str, ...]]:
        """Whom the registry has for an office on the article's day, with the reasons; those of a change within a
        fortnight too."""
        if office.title.startswith(_NOT_IN_OFFICE):
            return {}
        day = self.story.day
        title = office.title
        now = self.registry.holders(title, office.of, day)
        for title in _SYNONYMS.get(office.title, ()) if not now else ():
            now = self.registry.holders(title, office.of, day)
            if now:
                break
        if len(now) > 1 and office.title in _SEVERAL:
            return {}
        found: dict[str, tuple[str, ...]] = {person: ("holds the office that day",) for person, _ in now}
        if len(now) > 1 and now[0][1] > now[1][1] + _SURER:
            found[now[0][0]] += ("the surer one",)
        for change in self.registry.changes(title, office.of, day):
            reason = "takes it within a fortnight" if change.begins else "held it within a fortnight"
            found.setdefault(change.person, (reason,))
        return found

    def certainty(self, person: str, office: Office) -> float:
        """How sure the registry is that somebody holds an office, by this title or another for it."""
        titles = (office.title, *_SYNONYMS.get(office.title, ()))
        sure = (dict(self.registry.holders(title, office.of, self.story.day)).get(person, 0.0) for title in titles)
        return next((one for one in sure if one), 0.0)

    def held(self, person: str, title: str, of: str) -> bool:
        """Whether the registry has somebody in this office at any time."""
        return any((tenure.office, tenure.of) == (title, of) for tenure in self.registry.held.get(person, ()))

    def is_over(self, person: str, office: Office) -> bool:
        """Whether the registry has somebody in this office at another time only, or in offices of other states."""
        if self.held(person, office.title, office.of):
            return True
        now = self.registry.offices(person, self.story.day)
        return bool(now) and all(held.of != office.of for held in now)

    # -- an office and a name that do not belong together -------------------------------------------------------------

    def is_chief(self, phrase: Phrase, person: str) -> bool:
        """Whether the one named after an aide's office is known to be the chief, and not the aide: he holds a higher
        office of that state on the day, and not this one."""
        aides = [office for office in phrase.offices if office.title.startswith(_AIDES)]
        if not aides:
            return False
        titles = {office.title for office in phrase.offices}
        for tenure in self.registry.held.get(person, ()):
            if tenure.office in titles or tenure.office.startswith(_AIDES):
                return False
        chief = [tenure for tenure in self.registry.offices(person, self.story.day) if tenure.office in CHIEFS]
        return any(tenure.of == office.iso for tenure in chief for office in aides)

    def is_another(self, phrase: Phrase) -> bool:
        """Whether the one named after an office of a state is known to be of another state: all that he held by the
        registry, that day or ever, is elsewhere."""
        states = {office.iso for office in phrase.offices if office.iso}
        for office in phrase.offices:
            entries = office.of.entries if office.of is not None else ()
            states.update(entry.partition(":")[2] for entry in entries if entry.startswith(("state", "capital")))
        short = (entry.partition(":")[2] for entry in phrase.entries if entry.startswith("short:"))
        person = self.names.known(phrase) or next(short, "")
        held = {tenure.of for tenure in self.registry.held.get(person, ()) if tenure.of in self.registry.states}
        now = {tenure.of for tenure in self.registry.offices(person, self.story.day)} & held
        return bool(states) and bool(now) and not states & held

    def with_own_name(self, phrase: Phrase) -> Phrase:
        """An aide's title with the name that its inner title has taken, where that is known not to be the chief's:
        "مستشار المرشد الإيراني فلان"."""
        chief = phrase.offices[0].of if phrase.kind == "person" and phrase.offices else None
        if phrase.name is not None or chief is None or chief.name is None or chief.kind != "person":
            return phrase
        if not chief.offices or chief.last != phrase.last or self._holds(chief):
            return phrase
        span = Span(chief.span.start, self.story.tokens[chief.name[0] - 1].end)
        bare = msgspec.structs.replace(chief, name=None, entries=(), form="office", last=chief.name[0], span=span)
        parts = tuple(bare if part is chief else part for part in phrase.parts)
        offices = tuple(msgspec.structs.replace(office, of=bare) for office in phrase.offices)
        return msgspec.structs.replace(
            phrase, name=chief.name, entries=chief.entries, form="office+name", offices=offices, parts=parts
        )

    def _holds(self, chief: Phrase) -> bool:
        """Whether the one named with an office may hold it: he does by the registry, or the registry knows nobody for it
        and nothing of him."""
        titles = {office.title for office in chief.offices}
        known = self.names.known(chief)
        if known:
            return any(tenure.office in titles for tenure in self.registry.held.get(known, ()))
        held = {person for office in chief.offices for person in self.holders(Office(office.title, self._of(office)))}
        return not held or bool(self.names.holder_named(chief))

    # -- of what ------------------------------------------------------------------------------------------------------

    def _of(self, office: OfficeRead) -> str:
        if office.of is None:
            return office.iso
        inner = office.of
        for entry in inner.entries:
            kind, _, ident = entry.partition(":")
            if kind in ("state", "capital", "org"):
                return ident
        if inner.kind == "person":
            chief = self.story.drafts.find(self.story.drafts.id_of(inner))
            if chief is None:
                return ""
            held_by_registry = [tenure.of for tenure in self.registry.offices(chief.id, self.story.day)]
            return next((held.of for held in chief.offices if held.of), next(iter(held_by_registry), ""))
        if inner.iso and inner.kind != "org":
            return inner.iso
        return self.story.drafts.id_of(inner) or office.iso

    def _possessing_state(self, phrase: Phrase) -> str:
        """Whose "سفيرها" is: the last state that was no complement, or the state of the last person; a president may be
        that of the organisation named last."""
        posted = phrase.offices[0].title.startswith("ambassador")
        for reference in reversed(self.story.recent[-4:]):
            if reference.inner or len(reference.entities) != 1:
                continue
            if reference.kind == "org" and not posted and "minister" not in phrase.offices[0].title:
                return ""
            if reference.kind == "state" and reference.entities[0] in self.registry.states:
                return reference.entities[0]
            if reference.kind == "person":
                return self.story.state_of(reference.entities[0])
        return ""


def _with_standing(office: OfficeRead) -> str:
    if office.standing in ("", "late"):  # the dead held their offices
        return office.title
    return f"{office.standing} {office.title}"


__all__ = ["LEADERS", "Offices", "has_counterparts", "is_kind"]
