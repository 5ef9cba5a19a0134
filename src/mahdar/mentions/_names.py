"""Names of persons that no table has: found by what stands before them and by their parts."""

from functools import lru_cache

from mahdar.knowledge import CLITICS, Knowledge, fold
from mahdar.text import Document, Token, Vocabulary, general_word, vocabulary

# Tags of words that no personal name begins or goes on with.
_NEVER = frozenset(
    """preposition conjunction_word particle_that relative relative_strict demonstrative pronoun negation auxiliary
    reporting_verb reporting_participle reporting_noun event_noun time_word quantifier number_word former designate
    actor_noun office_word preposition_pronoun pair_noun counterpart own_state adjective honorific but
    indefinite_masdar partitive the_latter adverb named""".split()
)
_FAMILY = frozenset(
    ("office_word", "actor_noun", "honorific", "adjective", "former")
)  # what a family name may be a word for
# Closed classes and tables that have a word which is a given name as well: "باسم", "علي", "أمين".
_GIVEN_BESIDES = frozenset(("preposition", "office_word", "reporting_verb", "time_word"))
_NEVER_FIRST = _NEVER - _GIVEN_BESIDES
_NAME_TAGS = frozenset(("person_word", "name_token", "office_part", "phrase_word", "org_word"))
_OF_PHRASES = frozenset(("phrase_word",))
_LONGEST = 6
_USUAL = 40  # a part of names that the large list has so often is one even where it is a word too
_MOST_BOUNDED = 4
_STOPS = frozenset(".")
_MARKS = frozenset(":\u060c,(")
_AFTER_NAMES = frozenset(("preposition", "time_word"))
_JOINED = CLITICS.conjunctions[1:]  # what joins clauses, and begins words: "فاجأ"
_HYPHENS = ("-", "\u2010", "\u2011")  # "مون جاي-إن": what a hyphen joins belongs to the name, whatever it looks like


@lru_cache(maxsize=4)
def name_reader(knowledge: Knowledge) -> "NameReader":
    """The reader of names with these tables, made once."""
    return NameReader(knowledge)


class NameReader:
    """Reads names of persons with the word lists of one `Knowledge`."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._words: Vocabulary = vocabulary(knowledge)
        self._given = frozenset(
            fold(form) for group in knowledge.grammar if group.id == "given_name" for form in group.forms
        )
        self._only_names = frozenset(
            fold(form) for group in knowledge.grammar if group.id == "only_name" for form in group.forms
        )
        self._heads = frozenset(
            fold(form) for group in knowledge.grammar if group.id == "name_head" for form in group.forms
        )
        self._tails = frozenset(
            fold(form) for group in knowledge.grammar if group.id == "name_tail" for form in group.forms
        )
        self._apart: tuple[Document | None, bool] = (None, False)
        self._joiners = frozenset(
            fold(form) for group in knowledge.grammar if group.id == "name_joiner" for form in group.forms
        )

    def after_title(self, document: Document, at: int, end: int) -> int:
        """Where the name ends that begins at `at`, right after an office or an honorific; `at` where there is none."""
        stop = self._read(document, at, end, strict=False)
        return stop if stop - at > 1 else max(stop, self._bounded(document, at, end))

    def _bounded(self, document: Document, at: int, end: int) -> int:
        """Two to four words of any kind between a title and a particle, mark or bracket are a name: "… سامر الحوراني إن"."""
        tokens = document.tokens
        stop = at
        sure = stop < end and self.sure(tokens[at])
        text = document.article.text
        while stop < end and stop - at < _MOST_BOUNDED and self._unmarked(tokens[stop], stop == at, sure):
            if "phrase_word" in tokens[stop].tags and self.compound_of_clitics(tokens[stop], text):
                break  # "لفترة", which phrases of time have as one word
            stop += 1
        if stop - at < 2 or stop - at > _MOST_BOUNDED:
            return at
        after = tokens[stop] if stop < end else None
        another = after is not None and bool(after.conj) and "office_word" in after.tags  # "… سامر رضوان ووزير …"
        if after is None or another or after.form in _MARKS or "particle_that" in after.tags:
            return stop
        closed = bool(after.tags & _AFTER_NAMES) or after.form in _STOPS
        return stop if sure and stop - at == 2 and closed else at

    def _unmarked(self, token: Token, first: bool, after_sure: bool) -> bool:
        """A word with no clitic and of no class that names exclude; what looks like a pronoun may end a name ("رينك")."""
        if token.kind != "word" or token.conj or token.prep or (first and token.article):
            return False
        if token.pronoun and (first or not after_sure):
            return False
        return not token.tags & _NEVER and "event_verb" not in token.tags and "demonym" not in token.tags

    def alone(self, document: Document, at: int, end: int) -> int:
        """Where a name ends that nothing announces: two parts at least, the first a known part of names."""
        tokens = document.tokens
        first = tokens[at]
        text = document.article.text
        if first.kind != "word" or first.tags & _NEVER_FIRST:
            return at
        if first.form in self._joiners and first.form not in self._heads:
            return at
        compound = self._compound(document, at, end)
        son = at + 1 < end and "patronymic" in tokens[at + 1].tags and "office_word" in first.tags  # "سلطان بن …"
        if (
            (first.article and first.form not in self._given)
            or ((first.prep or first.conj in _JOINED) and not self._glued_to_name(first, text))
            or not (self._part(first) or (son and self.sure(first)) or self._given_as_word(document, at, end))
            or (self._plain_word(first, text) and not self.given(first) and not compound)
        ):
            return at
        stop = self._read(document, at + son, end, strict=True)
        parts = [token for token in tokens[at:stop] if token.stem not in self._joiners]
        plain = [token for token in parts if self._word_besides(token, text)]
        if son and stop - at > 2:
            return stop
        if len(parts) < 2 or (first in plain and "short_name" in parts[1].tags and not self.given(first)):
            return at
        only_name = _plain_form(first) in self._only_names
        if not only_name and first in plain and self._has_clitic(parts[1], text[parts[1].start : parts[1].end]):
            return at  # "إجراء نادر لحل الأزمة"
        if "short_name" in first.tags and not self.given(first):
            return at  # two surnames in a row are two men: "وصف ترامب هيكس بأنها …"
        usual = all(self._words.name_count(_plain_form(token)) >= _USUAL for token in parts)
        called = "short_name" in parts[1].tags and self._words.name_count(_plain_form(first)) >= _USUAL
        second = parts[1] not in plain or called or (parts[1].article and self._registered(parts[1]))  # "باربرا بوش"
        foreign = first not in plain and second  # no words of the language
        given = self.given(first) and (len(plain) < len(parts) or self.given(parts[1]))
        given = given or (compound and stop - at > 2)
        return stop if not plain or only_name or foreign or given or (usual and len(plain) < len(parts)) else at

    def _compound(self, document: Document, at: int, end: int) -> bool:
        """ "زين الدين", "فتح الله": a word that makes a name with the one after it."""
        tokens = document.tokens
        return at + 1 < end and tokens[at + 1].form in self._tails and _plain_form(tokens[at]) in self._heads

    def _registered(self, token: Token) -> bool:
        """Whether somebody of the registry has the word with its article in his name: "الحكيم"."""
        return "person_word" in self._words.tags(CLITICS.article + token.stem)

    def _glued_to_name(self, token: Token, text: str) -> bool:
        """Whether what follows a clitic written on to it is a name and no word, nor the whole: "لتوفيق"; "فاجأ" is one."""
        whole = general_word(text[token.start : token.end])
        return self.sure(token) and not self._word_besides(token, text) and not whole

    def _word_besides(self, token: Token, text: str) -> bool:
        """Whether a word, if it is a name, is a word of the language besides: the dictionary has it, not as a name only."""
        if self._words.only_names(_plain_form(token)) or _plain_form(token) in self._only_names:
            return False
        return general_word(text[token.stem_start : token.end])

    def listed(self, document: Document, at: int, end: int) -> int:
        """Where a name ends that is joined to another: two or three words, one of them a sure name and the others none
        of the language, up to a mark or the next that is joined."""
        tokens = document.tokens
        text = document.article.text
        first = tokens[at]
        if first.prep or first.article or not self._unmarked_part(first):
            return at
        stop = at + 1
        while stop < end and stop - at < _MOST_BOUNDED and self._goes_on(tokens[stop], text):
            stop += 1
        after = tokens[stop] if stop < end else None
        closed = after is None or after.kind == "punct" or bool(after.conj)
        sure = [self.sure(token) for token in tokens[at:stop]]
        plain = [
            general_word(text[token.stem_start : token.end]) and token.form not in self._given
            for token in tokens[at:stop]
        ]
        named = any(sure) and not (plain[0] and not sure[0]) and sum(plain) < len(plain)
        return stop if closed and stop - at > 1 and named and not tokens[at + 1].article else at

    def _goes_on(self, token: Token, text: str) -> bool:
        if token.form in self._given and not token.conj:
            return True
        form = self._in_accusative(text[token.start : token.end]) or self.compound_of_clitics(token, text)
        return self._unmarked(token, False, True) and (not form or self.sure(token))

    def _unmarked_part(self, token: Token) -> bool:
        if token.form in self._given:
            return True
        return token.kind == "word" and not token.pronoun and not (token.tags & _NEVER or "event_verb" in token.tags)

    def family_first(self, document: Document, at: int) -> bool:
        """Whether the first part of a name is called by itself: a sure part of names that is no word and no given name."""
        token = document.tokens[at]
        written = document.article.text[token.stem_start : token.end]
        return self.sure(token) and token.form not in self._given and not general_word(written)

    def sure_alone(self, document: Document, at: int) -> bool:
        """Whether one word after a title is a name: a sure part of names, and no word of the language besides."""
        token = document.tokens[at]
        written = document.article.text[token.stem_start : token.end]
        return self.sure(token) and (
            token.form in self._given or "short_name" in token.tags or not general_word(written)
        )

    def family_alone(self, document: Document, at: int) -> bool:
        """Whether a word with the article right after a rank can only be a family name: no list has it, nor a dictionary."""
        token = document.tokens[at]
        if token.kind != "word" or not token.article or token.conj or token.prep or token.pronoun or token.tags:
            return False
        written = document.article.text[token.stem_start : token.end]
        return len(token.stem) > 3 and not (general_word(written) or general_word(written[2:]))

    def sure(self, token: Token) -> bool:
        """Whether a word is a known part of persons' names."""
        form = _plain_form(token)
        known = self._words.names_person(form) or "person_word" in token.tags or form in self._given
        return token.kind == "word" and known

    def can_be_part(self, form: str) -> bool:
        """Whether a folded word is a part of names at all."""
        return form in self._given or self._words.names_person(form)

    def given(self, token: Token) -> bool:
        """Whether a word is a given name that is sure to be one before another part of a name."""
        return _plain_form(token) in self._given

    def compound_of_clitics(self, token: Token, text: str) -> bool:
        """Whether a word that no list has is a known one with a preposition or a pronoun written on to it."""
        if self.sure(token):
            return False
        written = text[token.stem_start : token.end]
        return self._has_pronoun(token, written) or self._has_clitic(token, written)

    def strange(self, document: Document, at: int) -> bool:
        """Whether a word can only be a name: none of the language, of no class, without clitics."""
        token = document.tokens[at]
        text = document.article.text
        if token.future:
            return False
        if token.kind == "word" and self._split_in_vain(token, text):
            return True
        if token.kind != "word" or token.conj or token.prep or token.article or token.pronoun or len(token.form) < 3:
            return False
        if token.tags - _NAME_TAGS or general_word(text[token.stem_start : token.end]):
            return False
        return not self.compound_of_clitics(token, text)

    def surname_goes_on(self, document: Document, at: int, stop: int, end: int) -> int:
        """Where a name ends whose first part is also somebody's surname ("كيم يو جونغ"): only over sure parts of names."""
        tokens = document.tokens
        text = document.article.text
        if tokens[at].article:
            return stop
        while stop < end and stop - at < _LONGEST:
            token = tokens[stop]
            if token.kind != "word" or token.conj or token.prep or token.article or token.tags - _NAME_TAGS:
                break
            if not self._words.names_person(token.form) or general_word(text[token.start : token.end]):
                break
            stop += 1
        return stop

    def place(self, token: Token, text: str) -> bool:
        """Whether a word right after "مدينة" and the like can be the name of one: no word that the general list knows."""
        written = text[token.stem_start : token.end]
        bare_word = written[2:] if token.article else written
        return not token.tags & _NEVER and not general_word(bare_word) and not general_word(written)

    def _read(self, document: Document, at: int, end: int, strict: bool) -> int:
        tokens = document.tokens
        text = document.article.text
        stop = at
        while stop < end and stop - at < _LONGEST:
            token = tokens[stop]
            if stop > at and token.kind == "word" and text[tokens[stop - 1].end : token.start] in _HYPHENS:
                stop += 1
                continue
            after = stop
            while after < end and tokens[after].form in self._joiners:
                after += 1
            if stop < after < end and self._joined(tokens[after], text, tokens[after - 1], strict):
                stop = after + 1
                continue
            if self._compound(document, stop, end) and (stop == at or not (token.conj or token.prep)):
                stop += 2
                continue
            if token.kind != "word" or (stop > at and (token.conj or token.prep) and not self._glued(token, text)):
                break
            sure_only = strict and stop == at
            named = self._names(token, text, stop == at, sure_only) or (
                self._given_again(document, token) if stop > at else self._given_as_word(document, at, end)
            )
            if not named and stop > at:
                named = self._closes(document, stop, end, stop - at == 1) or (strict and self._family(document, stop))
            if not named:
                break
            stop += 1
        while stop > at and tokens[stop - 1].form in self._joiners and stop - at > 1:
            stop -= 1
        return stop

    def _joined(self, token: Token, text: str, joiner: Token, strict: bool) -> bool:
        """Whether a word follows a joiner in a name: after "عبد" any word with the article does."""
        if joiner.form in self._heads and token.kind == "word" and token.article and not token.prep:
            return True
        return self._names(token, text, False, strict) and (not token.conj or self._glued(token, text))

    def _given_as_word(self, document: Document, at: int, end: int) -> bool:
        """A given name that is a word of a closed class or an office as well ("أمين", "باسم", "علي"): before what can only
        be another part of a name."""
        token = document.tokens[at]
        if not self.given(token) or at + 1 >= end or not token.tags & _NEVER <= _GIVEN_BESIDES:
            return False
        after, text = document.tokens[at + 1], document.article.text
        if "preposition" in token.tags and text[token.start : token.end] != token.form:
            return False  # "على"
        if after.kind != "word" or after.conj or after.prep or after.tags & _NEVER or "short_name" in after.tags:
            return False
        if after.article:
            spoke = at > 0 and "reporting_verb" in document.tokens[at - 1].tags
            written = text[after.stem_start : after.end]
            unheard = spoke and not after.tags and not (general_word(written) or general_word(written[2:]))
            return "demonym" not in after.tags and (self._registered(after) or unheard)
        if "on_behalf" in token.tags:
            return False  # "المعروف باسم توني …"
        named = "preposition" not in token.tags and "person_word" in after.tags and after.tags <= _NAME_TAGS
        return self.given(after) or (self.sure(after) and (named or not self._word_besides(after, text)))

    def _given_again(self, document: Document, token: Token) -> bool:
        """A given name that is spelt as a preposition is: "علي" in a text that writes the preposition otherwise."""
        if not token.tags & _NEVER <= {"preposition"} or token.form not in self._given or token.conj or token.prep:
            return False
        text = document.article.text
        if self._apart[0] is not document:
            same = (other for other in document.tokens if other.form == token.form)
            self._apart = document, any(text[other.start : other.end] != other.form for other in same)
        return self._apart[1] and text[token.start : token.end] == token.form

    def _family(self, document: Document, at: int) -> bool:
        """Whether a word right after a part that is a name only is the family name: no word of the language, or with an
        article what the registry knows as a name ("الحكيم")."""
        token, before = document.tokens[at], document.tokens[at - 1]
        text = document.article.text
        sure = self.sure(before) and not before.article and not self._word_besides(before, text)
        if not sure and before.form not in self._tails:
            return False
        if not token.article:
            return self.strange(document, at)
        if token.prep or token.conj or token.pronoun or token.tags - _NAME_TAGS:
            return False
        written = text[token.stem_start : token.end]
        return self._registered(token) or not (general_word(written) or general_word(written[2:]))

    def _closes(self, document: Document, at: int, end: int, second: bool) -> bool:
        """A family name that is a word too ("الراعي"): with the article, after a sure name, the last before a mark or
        particle; right after the given name a calling or people as well ("أحمد الخطيب،", "كينيث روس،")."""
        tokens, text = document.tokens, document.article.text
        token = tokens[at]
        before = tokens[at - 1]
        if before.article or not self.sure(before) or token.kind != "word" or token.prep:
            return False
        people = "demonym" in token.tags
        family = second and "person_word" in token.tags and (people or bool(token.tags & _FAMILY))
        if not token.article and not (family and people):
            return False
        if (token.tags & _NEVER or people) and not (family and token.tags & _NEVER <= _FAMILY):
            return False
        if "person_word" in token.tags and not family:
            return True
        after = tokens[at + 1] if at + 1 < end else None
        if after is None:
            return False
        another = bool(after.conj) and bool(after.tags & {"office_word", "demonym"})  # "… سامر الحوراني ووزير …"
        governed = bool(after.prep or after.tags & {"preposition"} or after.tags == _OF_PHRASES)
        governed = governed or self._has_clitic(after, text[after.start : after.end])
        if second and not token.tags and governed and not self.sure(after):
            return True  # "ألكسندر الجوهري لفترة"
        return another or after.form in _MARKS or "particle_that" in after.tags

    def _glued(self, token: Token, text: str) -> bool:
        """A part that the splitter took for a clitic and a word although names have it whole, or what it left is no word
        ("فينغر", "بالاك")."""
        if self._split_in_vain(token, text):
            return True
        if token.article:
            return False
        if token.conj and len(token.stem) < 3 and not token.tags:
            return True  # "موسى فال"
        if token.conj and token.stem in self._given:
            return False  # "يوسف وإيمان"
        return self._words.names_person(token.form) or "person_word" in self._words.tags(token.form)

    def _split_in_vain(self, token: Token, text: str) -> bool:
        """Whether nothing knows the word that is left of one after the splitter took a clitic off."""
        if not (token.conj or token.prep) or token.conj == CLITICS.conjunctions[0] or token.pronoun or token.tags:
            return False
        if self._words.names(token.stem):
            return False
        left = text[token.stem_start : token.end]
        if general_word(left) or self._has_pronoun(token, left) or general_word(CLITICS.article + left):
            return False
        return len(left) < 3 or not (left.endswith(CLITICS.noun_ends) or general_word(text[token.start : token.end]))

    def _has_pronoun(self, token: Token, written: str) -> bool:
        """Whether a word that no list has is a known one with a pronoun written on to it."""
        opened = CLITICS.tied[0]
        for ending in CLITICS.pronouns:
            if token.stem.endswith(ending) and len(written) - len(ending) >= 3:
                word = written[: -len(ending)]
                if general_word(word) or (word.endswith(opened) and general_word(word[:-1] + CLITICS.feminine)):
                    return True
        return False

    def _has_clitic(self, token: Token, written: str) -> bool:
        """Whether a word that no list has is a preposition and a known word, with or without a pronoun: "بتجاوزه"."""
        if fold(written[:1]) not in CLITICS.prepositions or len(written) < 4:
            return False
        return general_word(written[1:]) or self._has_pronoun(token, written[1:])

    def _in_accusative(self, written: str) -> bool:
        """Whether a word that no list has is a known one in the accusative: "زخما"."""
        ending = CLITICS.accusative
        return fold(written).endswith(ending) and len(written) > 3 and general_word(written[: -len(ending)])

    def _plain_word(self, token: Token, text: str) -> bool:
        """Whether it is a word of the language and of no name that the registry has."""
        return "person_word" not in token.tags and self._word_besides(token, text)

    def _part(self, token: Token) -> bool:
        known = "person_word" in token.tags or self._words.names_person(token.stem) or self.given(token)
        return known and not token.tags & _NEVER

    def _names(self, token: Token, text: str, first: bool, strict: bool) -> bool:
        """Whether the word can be part of a name here."""
        if token.kind != "word" or token.tags & _NEVER or len(token.form) < 2:
            return False
        family = not first and token.pronoun == CLITICS.adjective[0] and "person_word" in token.tags  # "حسين كرماني"
        if token.pronoun and not (family or self.given(token)):  # "نزيه"
            return False
        if "demonym" in token.tags:
            return not first and token.article and not strict
        written = text[token.stem_start : token.end]
        if token.article and not first and "event_verb" in token.tags:
            return False  # "سامر دارلوف التقى نادر …"
        if token.article:
            if strict and not self.sure(token):
                return False
            if first:  # "أليكس" is no "يكس" with the article
                return self._words.names_person(token.form) or token.form in self._given
            return (self._part(token) or not general_word(written)) and not general_word(written[2:])
        if "person_word" in token.tags and not strict:
            return True
        if token.tags & {"event_verb", "standing_word"}:
            return False  # "ستكون"
        known = self._words.names_person(token.stem) or self.given(token)
        general = general_word(written)
        if not known and (self._has_pronoun(token, written) or self._has_clitic(token, written)):
            return False
        if not known and (written.endswith(CLITICS.adverb_ends) if first else self._in_accusative(written)):
            return False  # "انتقاليا", "ميدانيا"
        if strict:
            return self.sure(token)
        return known or not general


def _plain_form(token: Token) -> str:
    """The folded word without a conjunction or preposition written on to it, but with its article."""
    return token.stem if (token.conj or token.prep) and not token.article else token.form
