"""Whoever only a reporting verb announces: names and nouns in the place of its subject that no list has."""

import msgspec

from mahdar.knowledge import CLITICS
from mahdar.knowledge.tables.grammar import ActorNoun
from mahdar.mentions._lexicon import NounForm
from mahdar.mentions._phrases import Phrase
from mahdar.mentions._reader import COMMAS, QUOTES, Reader, stops
from mahdar.text import Token, general_word

_MOST_BETWEEN = 40  # words between a verb and the particle that opens what was said
_LEAST_QUOTED = 4  # words in quotation marks that are speech and no name
_LEAST_WORD = 3
_MOST_REST = 3
_MOST_NEAR = 12
_ENDS = frozenset(
    "time_word adverb event_verb reporting_verb quantifier preposition number_word actor_noun office_word".split()
)
_NAME = frozenset("person_word name_token office_part phrase_word org_word short_name given_name only_name".split())
_NOBODY = frozenset(
    """event_noun governing_noun event_verb governing_verb reporting_noun reporting_masdar time_word quantifier adverb
    conjunction_word relative demonstrative pronoun auxiliary negation adjective former indefinite_masdar partitive
    number_word thing preposition preposition_pronoun office_word""".split()
)
_GIVEN_VERBS = frozenset(("event_verb", "governing_verb", "time_word"))  # "يحيى" after a verb is no verb
_SOMEBODY = ActorNoun(id="announced", kind="group", source="own", anonymous=True, speaks=True)


class SubjectReader(Reader):
    """Reads the subjects of reporting verbs where no other reader has found anything."""

    def _with_announced(self, found: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
        """Add whoever only a reporting verb announces, where nothing else was read."""
        taken = {at: phrase for phrase in found for at in range(phrase.first, phrase.last)}
        added: dict[int, Phrase] = {}
        telling = self.lexicon.telling_verbs
        for sentence in self.document.sentences:
            for at in range(sentence.first, sentence.last - 1):
                if at in taken:
                    continue
                if self.tokens[at].stem in telling and self._tells_somebody(at, sentence.first, taken):
                    phrase = self._announced(at, sentence.last, taken)
                elif "told_of" in self.tokens[at].tags and at + 1 not in taken:
                    phrase = self._quoted_source(at, sentence.last, taken)
                else:
                    continue
                if phrase is not None:
                    added[phrase.first] = phrase
                    taken.update(dict.fromkeys(range(phrase.first, phrase.last), phrase))
        if not added:
            return found
        kept = {phrase.first: phrase for phrase in found if taken[phrase.first] is phrase} | added
        return tuple(kept[first] for first in sorted(kept))

    def _tells_somebody(self, at: int, first: int, taken: dict[int, Phrase]) -> bool:
        """Whether a word is a verb in the singular that tells of words, and its subject does not stand before it."""
        token = self.tokens[at]
        if token.stem not in self.lexicon.telling_verbs or token.pronoun or token.article or token.prep:
            return False
        if at == first or token.conj or "preposition" in token.tags:
            return "preposition" not in token.tags
        before = self.tokens[at - 1]
        if before.prep or (
            before.tags & {"preposition", "not_adjective", "event_noun"} and "conjunction_word" not in before.tags
        ):
            return False
        phrase = taken.get(at - 1)
        return phrase is None or bool(phrase.prep) or phrase.kind == "place"

    def _announced(self, verb: int, end: int, taken: dict[int, Phrase]) -> Phrase | None:
        """ "قال بورنستين إن", "أكدت عائلة المفقود لوكالة … أن": who stands after a reporting verb, before what was said."""
        at = self._past_addressee(verb + 1, end, taken)
        if at >= end or at in taken or not self._can_head(self.tokens[at]):
            return None
        if not self._speech_follows(at, end):
            return None
        phrase = self._announced_name(at, end, taken) or self._announced_noun(verb, at, end)
        if phrase is None:
            return None
        inside = [taken[place] for place in range(at, phrase.last) if place in taken]
        return phrase if all(at < part.first and part.last <= phrase.last for part in inside) else None

    def _quoted_source(self, about: int, end: int, taken: dict[int, Phrase]) -> Phrase | None:
        """ "عن غابرييل قوله", "عن مصدر في الوزارة تأكيده": who is quoted, between a preposition and his own word."""
        own = about + 1
        while own < end and own - about <= _MOST_NEAR and not self._own_word(own):
            if self.tokens[own].kind == "punct" or self.tokens[own].tags & {"reporting_verb", "particle_that"}:
                return None
            own += 1
        if own >= end or not self._own_word(own) or not self._can_head(self.tokens[about + 1]):
            return None
        phrase = self._announced_name(about + 1, own, taken) or self._announced_noun(about, about + 1, own)
        if phrase is None or phrase.last > own:
            return None
        inside = [taken[place] for place in range(about + 1, phrase.last) if place in taken]
        return phrase if all(about < part.first and part.last <= phrase.last for part in inside) else None

    def _own_word(self, at: int) -> bool:
        """Whether a noun of speech with a pronoun stands at a token: "قوله"."""
        token = self.tokens[at]
        return bool(token.pronoun) and "reporting_masdar" in token.tags and not (token.prep or token.article)

    def _past_addressee(self, at: int, end: int, taken: dict[int, Phrase]) -> int:
        """ "قال لوكالة … [فلان]", "قالت أمس [فلانة]": where the subject may stand, past an addressee and words of time."""
        while at < end:
            token = self.tokens[at]
            phrase = taken.get(at)
            if phrase is not None and phrase.first == at and phrase.prep == CLITICS.dative:
                at = phrase.last
            elif phrase is None and token.tags & {"time_word", "adverb"} and not token.conj:
                at += 1
            else:
                break
        return at

    def _can_head(self, token: Token) -> bool:
        """A word that can be, or describe, somebody: no clitic, of no closed class, no verb and no deed."""
        if token.kind != "word" or len(token.form) < _LEAST_WORD or token.conj or token.prep:
            return False
        if "preposition" in token.tags:
            return False
        if self.lexicon.noun_at(token) is not None or self.lexicon.announced_at(token) is not None:
            return True
        first_person = token.form[:1] in CLITICS.future_after and any(
            start + token.form[1:] in self.lexicon.telling_verbs for start in CLITICS.future_after
        )
        if first_person:
            return False  # "نعتقد أن"
        given = self.names.given(token) and token.tags - _NAME <= _GIVEN_VERBS
        return given or not (token.pronoun or stops(token) or token.tags & _NOBODY)

    def _speech_follows(self, at: int, end: int) -> bool:
        """Whether the clause goes on to what was said: a particle, a colon or a quotation before another verb or the end."""
        relative = False
        place = at
        while place < min(end, at + _MOST_BETWEEN):
            token = self.tokens[place]
            if "particle_that" in token.tags and not self.tokens[place - 1].tags & {"other_deed", "negation"}:
                return True
            if token.form == ":":
                return True
            if token.form in QUOTES:
                close = next((i for i in range(place + 1, end) if self.tokens[i].form in QUOTES), end)
                if close - place > _LEAST_QUOTED:
                    return True
                place = close
            elif "relative_strict" in token.tags or token.form in COMMAS:
                relative = True
            elif token.tags & {"reporting_verb", "auxiliary"} and not token.article and not relative and place > at:
                return False
            place += 1
        return False

    def _announced_name(self, at: int, end: int, taken: dict[int, Phrase]) -> Phrase | None:
        """A name that no list has: words that are none of the language, or a part of names and what closes it."""
        text = self.document.article.text
        stop = self.names.after_title(self.document, at, end)
        if stop - at > 1 and (self.names.given(self.tokens[at]) or self.names.sure(self.tokens[at])):
            return self._person(at, stop, ())
        stop = at
        while stop < end and stop not in taken and stop - at < 4 and self._part_of_name(stop, at):
            stop += 1
        words = self.tokens[at:stop]
        if not words or not self._name_ends(stop, end):
            return None
        strange = [not self._word_of_language(token, text) for token in words]
        first = words[0]
        if len(words) == 1:
            known = self.names.sure_alone(self.document, at) and "actor_noun" not in first.tags
            return self._person(at, stop, ()) if strange[0] or known else None
        if not strange[0] and not self.names.sure(first):
            second = strange[1] or self.names.given(words[1])
            return self._person(at, stop, ()) if second and not first.article and not first.tags else None
        if (first.article and not strange[0]) or (words[1].article and not strange[1] and not self.names.sure(first)):
            return None
        named = any(strange) or self.names.given(first) or self.names.given(words[1])
        return self._person(at, stop, ()) if named else None

    def _part_of_name(self, at: int, first: int) -> bool:
        """Whether a word can be part of a name after a verb: no clitic, of no class, no word that nouns are made of."""
        token = self.tokens[at]
        if token.kind != "word" or token.pronoun or len(token.form) < 2:
            return False
        origin = at > first and token.article and "demonym" in token.tags and self.names.sure(self.tokens[at - 1])
        if token.tags - _NAME and not origin and not (self.names.given(token) and token.tags - _NAME <= _GIVEN_VERBS):
            return False
        if at == first:
            return not self.names.compound_of_clitics(token, self.document.article.text)
        return not (token.conj or token.prep) and not (token.article and self.tokens[at - 1].article)

    def _word_of_language(self, token: Token, text: str) -> bool:
        written = text[token.stem_start : token.end]
        if general_word(written) or (token.article and general_word(written[2:])):
            return True
        ending = next((ending for ending in CLITICS.noun_ends if token.stem.endswith(ending)), "")
        return bool(ending) and general_word(written[2 * token.article : -len(ending)])  # "متابعون", "تعزيزات"

    def _name_ends(self, at: int, end: int) -> bool:
        """Whether a name can end here: before a mark, a particle, a preposition, a word of time or an adverb."""
        if at >= end:
            return True
        token = self.tokens[at]
        closing = token.tags & {
            "particle_that", "preposition", "time_word", "adverb", "relative_strict", "reporting_participle",
            "preposition_pronoun", "conjunction_word", "actor_noun", "office_word", "demonym",
        }  # fmt: skip
        return token.kind != "word" or bool(token.conj or token.prep or closing)

    def _announced_noun(self, verb: int, at: int, end: int) -> Phrase | None:
        """A noun that speaks here: a listed one, or one that agrees with the verb and is definite or described."""
        token = self.tokens[at]
        form = self.lexicon.announced_at(token) or self.lexicon.noun_at(token)
        if form is not None and form.entry.of_state and (form.entry.stands_for or not token.article):
            form = None
        if form is None:
            quoted = "told_of" in self.tokens[verb].tags
            told = quoted or self.tokens[verb].stem in self.lexicon.sure_verbs
            if token.pronoun or not told or not (quoted or self._agrees_with(verb, token)):
                return None
            plural = token.stem.endswith(CLITICS.sound_plural)
            form = NounForm(_SOMEBODY, "f" if token.stem.endswith(CLITICS.tied[1]) else "m", "p" if plural else "s")
        if form.number == "s" and token.stem.endswith(CLITICS.accusative) and not token.article:
            return None  # "وأعلن متحدثا عن الخطة أن": how he said it
        phrase = self._described(at, end, form=form)
        listed = form.entry is not _SOMEBODY
        at_once = at + 1 < end and "particle_that" in self.tokens[at + 1].tags  # "وقال تزجان إن"
        if phrase is None and (listed or at_once or self._another_follows(at + 1, end)):
            phrase = self._bare(at, form)
        if phrase is None or phrase.name is not None:
            return phrase
        phrase = self._with_rest(phrase, form, end)
        return phrase if listed or phrase.name is not None or self._speech_is_near(phrase.last, end) else None

    def _speech_is_near(self, at: int, end: int) -> bool:
        """Whether what was said opens in the clause of the subject: no comma or conjunction before it."""
        if self._mark(at, end, COMMAS):
            return True  # "وقال المزارع، وهو من أهل القرية: …"
        for place in range(at, min(end, at + _MOST_NEAR)):
            token = self.tokens[place]
            if "particle_that" in token.tags or token.form == ":" or token.form in QUOTES:
                return True
            if token.form in COMMAS or token.conj or token.tags & {"relative_strict", "conjunction_word"}:
                return False
        return False

    def _bare(self, at: int, form: NounForm) -> Phrase:
        token = self.tokens[at]
        return Phrase(
            first=at, last=at + 1, span=self._span(at, at + 1), kind=form.entry.kind, form="noun", head=token.stem,
            noun=form.entry.id, gender=form.gender, number=form.number, definite=token.article, possessor=token.pronoun,
            rule=form.entry.id,
        )  # fmt: skip

    def _another_follows(self, at: int, end: int) -> bool:
        """Whether another noun or adjective without article follows an indefinite noun: "[طبيب متطوع] في …"."""
        token = self.tokens[at] if at < end else None
        return token is not None and not token.article and self._plain(token)

    def _plain(self, token: Token) -> bool:
        plain = token.kind == "word" and not (token.conj or token.prep or token.pronoun or stops(token))
        return plain and not token.tags & _ENDS

    def _with_rest(self, phrase: Phrase, form: NounForm, end: int) -> Phrase:
        """The phrase with adjectives that no list has, where somebody belongs, and his name after it."""
        stop = phrase.last
        while stop < end and stop - phrase.last < _MOST_REST and self._plain(self.tokens[stop]):
            if self.tokens[stop].article != phrase.definite:
                break
            if self.names.strange(self.document, stop) or self.names.given(self.tokens[stop]):
                break
            stop += 1
        parts = list(phrase.parts)
        if not parts and form.entry.speaks:
            stop, post = self._post(stop, end, form.entry, not phrase.definite)
            if post is not None:
                parts.append(post)
        named = None
        if form.number == "s" and (form.entry.kind == "person" or phrase.definite):
            named, stop = self._apposed_name(stop, end)
        return msgspec.structs.replace(
            phrase, last=stop, span=self._span(phrase.first, stop), parts=tuple(parts), definite=phrase.definite or bool(named),
            kind="person" if named else phrase.kind, name=named[0] if named else None, entries=named[1] if named else (),
        )  # fmt: skip

    def _agrees_with(self, verb: int, token: Token) -> bool:
        """Whether a noun of no list can be the subject of the verb by its ending."""
        spoken = self.tokens[verb].stem
        feminine = token.stem.endswith(CLITICS.feminine_ends)
        if spoken in self.lexicon.feminine_verbs and spoken not in self.lexicon.masculine_verbs:
            return feminine
        return not feminine

    def _described(self, at: int, end: int, counted: bool = False, form: NounForm | None = None) -> Phrase | None:
        raise NotImplementedError

    def _post(self, at: int, end: int, noun: ActorNoun, indefinite: bool) -> tuple[int, Phrase | None]:
        raise NotImplementedError
