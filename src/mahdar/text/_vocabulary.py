"""Every word that the tables know, folded, with its tags."""

from mahdar.knowledge import CLITICS, Knowledge, compiled, fold
from mahdar.knowledge.inflection import noun_forms, verb_forms

NO_TAGS: frozenset[str] = frozenset()


# The kinds of words of time that name a time by themselves, as against those that only help to ("من", "نحو", "الماضي").
_TIMES = frozenset("month hijri_month weekday unit day night part set vague then clock since season decade way".split())


class Vocabulary:
    """Folded words of all tables. A tag is the id of a closed class ("preposition"), or the table that has the word:
    reporting_verb, reporting_participle, reporting_masdar, actor_noun, speaking_thing, office_word, demonym, state_word, place_word,
    person_word, org_word, name_token, event_verb, event_noun, governing_verb, governing_noun, time_word, standing_word."""

    def __init__(self, knowledge: Knowledge) -> None:
        gathered: dict[str, set[str]] = {}

        def add(tag: str, phrases: tuple[str, ...]) -> None:
            for phrase in phrases:
                for word in fold(phrase).replace("-", " ").replace(".", " ").split():
                    gathered.setdefault(word, set()).add(tag)

        owned: set[str] = set()
        for word_class in knowledge.grammar:
            add(word_class.id, tuple(form for form in word_class.forms if " " not in form))
            add("phrase_word", tuple(form for form in word_class.forms if " " in form))
        for saying in knowledge.verbs:
            add("reporting_verb", saying.masculine + saying.feminine + saying.plural + saying.passive)
            add("reporting_participle", saying.participle)
            add("reporting_masdar", saying.masdar)
        for cue in knowledge.nominal_cues:
            add("reporting_noun", cue.forms)
        for actor in knowledge.nouns:
            if actor.kind == "person" and not actor.possessed:
                duals = tuple(dual for form in actor.singular + actor.feminine for dual in CLITICS.dual(fold(form)))
                add("speaking_thing" if actor.announced else "actor_noun", duals)
            if actor.announced:
                add("speaking_thing", actor.singular + actor.dual + actor.plural + actor.feminine)
                continue
            add("actor_noun", actor.singular + actor.dual + actor.plural + actor.feminine)
            bound = tuple(bound for form in actor.plural for bound in CLITICS.before_pronoun(fold(form)))
            add("actor_noun", bound)
            owned.update(stem + pronoun for stem in bound for pronoun in CLITICS.pronouns)
        for office in knowledge.offices:
            for title in office.forms + office.feminine + office.plural + office.dual:
                head, *others = title.split()
                add("office_word", (head,))
                # a dative written on to a word of an office ("لوكالة") would hide the word from the splitter
                add("office_part", tuple(word for word in others if not fold(word).startswith(CLITICS.dative)))
        # Of a name of several words only the first is sure to stand without clitics ("…السوري وتركيا").
        loose: set[str] = set()
        for state in knowledge.states:
            for name in (state.name_ar, *state.names_ar):
                head, *others = name.split()
                add("state_word", (head,))
                loose.update(word for other in others for word in fold(other).replace("-", " ").split())
            add("place_word", state.capitals + state.seats)
            for demonym in state.demonyms:
                for part in fold(demonym).split():
                    endings = tuple(CLITICS.nisba) if part.endswith(CLITICS.adjective[0]) else ("",)
                    add("demonym", tuple(part + ending for ending in endings))
            add("demonym", state.demonym_plurals)
        for person in knowledge.persons:
            add("person_word", (person.name_ar, *person.names_ar, *person.short_ar))
            add("short_name", tuple(name for name in person.short_ar if " " not in name))
        rows = [(row.name_ar, *row.names_ar) for row in knowledge.organisations]
        rows += [(row.name_ar, *row.names_ar) for row in knowledge.agreements]
        for name in (name for names in rows for name in names):
            head, *others = name.split()
            add("org_word", (head,))
            loose.update(word for other in others for word in fold(other).replace("-", " ").split())
        for tag, entries in (
            ("event", knowledge.events + knowledge.agreement_steps),
            ("governing", knowledge.governors),
        ):
            for entry in entries:
                for verb in entry.verbs:
                    add(f"{tag}_verb", tuple(form.form for form in verb_forms(verb, knowledge.paradigms)))
                for noun in entry.nouns:
                    head, *others = noun.split()
                    add(f"{tag}_noun", tuple(form.form for form in noun_forms(head, knowledge.paradigms)))
                    add("phrase_word", tuple(others))
        for frame in knowledge.events + knowledge.agreement_steps:
            add("event_noun", frame.participles)
            add("phrase_word", tuple(word for word in frame.objects if " " not in word))
        for time in knowledge.times:
            if time.tag in _TIMES:
                add("time_word", tuple(form for form in time.forms if " " not in form))
        for standing in knowledge.standing:
            add("standing_word", standing.forms)
        for word in owned:  # "وحلفاؤها" is the noun with what is written on to it, though a class lists it as a whole
            for conj in ("", *CLITICS.conjunctions):
                gathered.pop(conj + word, None)
        alike: dict[frozenset[str], frozenset[str]] = {}  # many words have the same tags: kept once
        self._tags = {word: alike.setdefault(frozenset(tags), frozenset(tags)) for word, tags in gathered.items()}
        named = {
            word
            for place in knowledge.places
            for name in (place.name_ar, *place.names_ar)
            for word in fold(name).split()
        }
        self._person = {token.form: token.count for token in knowledge.name_tokens}
        self._only_names = frozenset(token.form for token in knowledge.name_tokens if not token.word)
        self._named = named | loose | self._person.keys()

    def tags(self, word: str) -> frozenset[str]:
        """The tags of a folded word; empty where it is in no table."""
        return self._tags.get(word, NO_TAGS)

    def lists(self, word: str) -> bool:
        """Whether one of our own tables has the word."""
        return word in self._tags

    def name_count(self, word: str) -> int:
        """How often the list of parts of persons' names has the word."""
        return self._person.get(word, 0)

    def names_person(self, word: str) -> bool:
        """Whether the list of parts of persons' names has the word."""
        return word in self._person

    def only_names(self, word: str) -> bool:
        """Whether a part of persons' names is no word of the language besides, as far as dictionaries inflect it."""
        return word in self._only_names

    def names(self, word: str) -> bool:
        """Whether it is part of the name of a place or a person as far as large lists know."""
        return word in self._named


@compiled(Vocabulary)
def vocabulary(knowledge: Knowledge) -> Vocabulary:
    """The vocabulary of these tables, compiled once."""
    return Vocabulary(knowledge)
