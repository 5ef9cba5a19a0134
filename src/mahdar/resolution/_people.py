"""The persons of one article: full names and surnames joined, offices filled, holders asked of the registry."""

from rapidfuzz.distance import Levenshtein

from mahdar.knowledge import CLITICS, fold
from mahdar.mentions import OfficeRead, Phrase
from mahdar.model import Office
from mahdar.resolution._drafts import Draft, Drafts
from mahdar.resolution._registry import Registry
from mahdar.text import Document, Token, phrase_forms

# Titles under which the registry may keep what the press calls otherwise, asked only where it keeps nothing.
_SYNONYMS = {
    "prime minister": ("chancellor",), "chancellor": ("prime minister",), "finance minister": ("treasury secretary",),
    "treasury secretary": ("finance minister",), "president": ("leader", "emir", "king"), "leader": ("president",),
    "head": ("director-general", "secretary-general", "president", "chair", "director"), "director": ("head", "director-general"),
    "envoy": ("special envoy",),
}  # fmt: skip
_AIDES = ("spokesperson", "adviser", "deputy", "chief of staff", "envoy", "special envoy", "representative")
_CHIEFS = (
    "president", "king", "prime minister", "foreign minister", "chancellor", "emir", "crown prince", "leader",
    "supreme leader", "sultan", "secretary-general",
)  # fmt: skip
_NEAR_NAMES = 0.75


def bare(form: str) -> str:
    """A folded word without the article, for comparing names."""
    article = CLITICS.article
    return form[len(article) :] if form.startswith(article) and len(form) - len(article) >= 3 else form


class People:
    """Finds the draft of a person for a phrase; registers names in a first pass, so that a surname in the headline
    finds the full name in the body."""

    def __init__(self, document: Document, drafts: Drafts, registry: Registry, day: str | None) -> None:
        self.document = document
        self.drafts = drafts
        self.registry = registry
        self.day = day
        self._by_name: dict[tuple[str, ...], str] = {}

    # -- names ----------------------------------------------------------------------------------------------------

    def forms(self, phrase: Phrase) -> tuple[str, ...]:
        """The folded words of the proper name in a phrase, articles left out."""
        if phrase.name is None:
            return ()
        first, last = phrase.name
        tokens = self.document.tokens[first:last]
        return tuple(bare(t.form if i else self._first_form(t)) for i, t in enumerate(tokens) if t.kind == "word")

    def _first_form(self, token: Token) -> str:
        return (CLITICS.article if token.article else "") + token.stem if not token.pronoun else token.form

    def register(self, phrase: Phrase) -> None:
        """First pass: note a full name of two parts or more."""
        forms = self.forms(phrase)
        known = self._known(phrase)
        if known:
            self._by_name.setdefault(forms, known)
            for name in self._names_of(known):
                self._by_name.setdefault(name, known)
        elif len(forms) >= 2:
            holder = self._holder_named(phrase, forms)
            self._by_name.setdefault(forms, holder or self._join(forms))

    def _names_of(self, person: str) -> list[tuple[str, ...]]:
        row = self.registry.persons[person]
        return [tuple(bare(form) for form in phrase_forms(name)) for name in (row.name_ar, *row.names_ar)]

    def _join(self, forms: tuple[str, ...]) -> str:
        """The id of a person that no table has: that of a longer name already met which begins or ends so, or a new one."""
        for other, entity in self._by_name.items():
            short, long = sorted((forms, other), key=len)
            if len(short) >= 2 and (long[-len(short) :] == short or long[: len(short)] == short):
                return entity
        return "person:" + "_".join(forms)

    def _known(self, phrase: Phrase) -> str:
        """The registry's person for a phrase with a full name; of several, the one whose office fits."""
        full = [entry.partition(":")[2] for entry in phrase.entries if entry.startswith("person:")]
        if len(full) > 1:
            full.sort(key=lambda person: -self._fit(person, phrase))
        return full[0] if full else ""

    def _fit(self, person: str, phrase: Phrase) -> float:
        """How well a person of the registry fits the office in the phrase, or the day at all."""
        titles = {office.title for office in phrase.offices}
        states = {office.iso for office in phrase.offices if office.iso}
        score = 0.0
        for tenure in self.registry.offices(person, self.day):
            score = max(score, 1.0 + 2.0 * (tenure.office in titles) + 2.0 * (tenure.of in states))
        return score

    def _holder_named(self, phrase: Phrase, forms: tuple[str, ...]) -> str:
        """The registry's holder of the office in the phrase, where the name is his in another spelling."""
        for office in phrase.offices:
            for person, _ in self.registry.holders(office.title, office.iso, self.day) if not office.standing else ():
                for name in self._names_of(person):
                    if _near(forms[-1], name[-1]) and (len(forms) == 1 or _near(forms[0], name[0])):
                        return person
        return ""

    def named(self, phrase: Phrase) -> str:
        """The id for a phrase that holds a proper name."""
        forms = self.forms(phrase)
        known = self._known(phrase)
        if known:
            return known
        if forms in self._by_name:
            return self._by_name[forms]
        matches = {entity for name, entity in self._by_name.items() if _part_of(forms, name)}
        short = [entry.partition(":")[2] for entry in phrase.entries if entry.startswith("short:")]
        if len(matches) > 1 and set(short) & matches:
            matches &= set(short)
        if len(matches) == 1:
            return matches.pop()
        if matches:
            return min(sorted(matches), key=self.drafts.distance)
        if short:
            short.sort(key=lambda person: -self._fit(person, phrase))
            if len(short) == 1 or self._fit(short[0], phrase) > self._fit(short[1], phrase):
                return short[0]
        given = {entity for name, entity in self._by_name.items() if len(forms) == 1 and name[:1] == forms}
        if len(given) == 1 and (phrase.offices or phrase.rule in ("name.titled", "name.first")):
            return given.pop()  # "الأمير محمد" after his full name
        holder = self._holder_named(phrase, forms)
        return holder or self._join(forms)

    # -- offices --------------------------------------------------------------------------------------------------

    def choose(self, phrase: Phrase, person: str) -> tuple[Office, ...]:
        """The office that a phrase gives somebody, as the record writes it."""
        offices = phrase.offices
        if not offices:
            return ()
        held = self.registry.offices(person, self.day) if person else ()
        for office in offices:
            for tenure in held:
                if (
                    tenure.office == office.title
                    and (not office.iso or office.iso == tenure.of)
                    and not office.standing
                ):
                    return (Office(office.title, self._of(office) or tenure.of),)
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
        chief = [tenure for tenure in self.registry.offices(person, self.day) if tenure.office in _CHIEFS]
        return any(tenure.of == office.iso for tenure in chief for office in aides)

    def is_another(self, phrase: Phrase) -> bool:
        """Whether the one named after an office of a state is known to be of another state: all that he held by the
        registry, that day or ever, is elsewhere."""
        states = {office.iso for office in phrase.offices if office.iso}
        for office in phrase.offices:
            entries = office.of.entries if office.of is not None else ()
            states.update(entry.partition(":")[2] for entry in entries if entry.startswith(("state", "capital")))
        person = self._known(phrase) or next(
            (e.partition(":")[2] for e in phrase.entries if e.startswith("short:")), ""
        )
        held = {tenure.of for tenure in self.registry.held.get(person, ()) if tenure.of in self.registry.states}
        now = {tenure.of for tenure in self.registry.offices(person, self.day)} & held
        return bool(states) and bool(now) and not states & held

    def _of(self, office: OfficeRead) -> str:
        if office.of is None:
            return office.iso
        inner = office.of
        for entry in inner.entries:
            kind, _, ident = entry.partition(":")
            if kind in ("state", "capital", "org"):
                return ident
        if inner.kind == "person":
            chief = self.drafts.find(self.drafts.id_of(inner))
            if chief is None:
                return ""
            held_by_registry = [tenure.of for tenure in self.registry.offices(chief.id, self.day)]
            return next((held.of for held in chief.offices if held.of), next(iter(held_by_registry), ""))
        if inner.iso and inner.kind != "org":
            return inner.iso
        return self.drafts.id_of(inner) or office.iso

    def holder(self, office: Office) -> tuple[str, float] | None:
        """The registry's holder on the article's day, where there is just one who can be it."""
        if office.title.startswith(("former", "late", "designated", "acting")):
            return None
        holders = self.registry.holders(office.title, office.of, self.day)
        for title in _SYNONYMS.get(office.title, ()) if not holders else ():
            holders = holders or self.registry.holders(title, office.of, self.day)
        if len(holders) == 1 or (len(holders) > 1 and holders[0][1] > holders[1][1] + 0.2):
            return holders[0]
        return None

    def new(self, entity: str, phrase: Phrase) -> Draft:
        """The draft of a person, with the registry's names where it is one of the registry's."""
        row = self.registry.persons.get(entity)
        name = (
            self.document.article.text[phrase.span.start : phrase.span.end]
            if phrase.name is None
            else self.surface(phrase)
        )
        return self.drafts.get(entity, "person", name, row.name_en if row else None)

    def surface(self, phrase: Phrase) -> str:
        """The proper name as it is written, without clitics before it."""
        assert phrase.name is not None
        first, last = phrase.name
        tokens = self.document.tokens
        return self.document.article.text[tokens[first].stem_start : tokens[last - 1].end]


def _with_standing(office: OfficeRead) -> str:
    if office.standing in ("", "late"):  # the dead held their offices
        return office.title
    return f"{office.standing} {office.title}"


def _part_of(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """The end of a name (the surname), or its start where that is two parts or more."""
    size = len(short)
    if not size or size >= len(long) or len("".join(short)) < 3:
        return False
    return long[-size:] == short or (size > 1 and long[:size] == short)


def _near(a: str, b: str) -> bool:
    return Levenshtein.normalized_similarity(fold(a), fold(b)) >= _NEAR_NAMES


__all__ = ["People", "bare"]
