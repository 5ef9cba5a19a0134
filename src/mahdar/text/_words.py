"""Taking a written word apart: what is written on to it, and the word that is left.

A splitter has to know names, or لافروف becomes ل + افروف: every way of splitting is weighed by whether the rest is a
word that is known, first to our own tables, then to a general word list (simplemma).
"""

import re
from collections.abc import Iterator

import msgspec

from mahdar.knowledge import CLITICS, Knowledge, fold, fold_char
from mahdar.knowledge.letters import LETTERS
from mahdar.text._vocabulary import NO_TAGS, Vocabulary, vocabulary
from mahdar.text._word_list import general_word, lemma

_LISTED, _WHOLE_NAME, _NAMED, _GENERAL, _DOUBTFUL = 6.0, 5.6, 3.0, 2.5, 1.0
_RARE_NAME, _USUAL_NAME = 5.2, 8
_VERBS = frozenset(("event_verb", "governing_verb", "reporting_verb"))
_PERSONS = frozenset(("office_word", "actor_noun"))
_NAME = frozenset(("person_word",))
_LOOSE = frozenset(("phrase_word", "office_part"))
_LETTERS = re.compile(f"[{LETTERS}]+")


class Word(msgspec.Struct, frozen=True, gc=False):
    """A written word taken apart. `offset` is where, in the written word, the word without proclitics begins."""

    form: str
    conj: str
    prep: str
    future: bool
    article: bool
    stem: str
    offset: int
    pronoun: str
    tags: frozenset[str]
    spellings: tuple[str, ...]


def _spellings(form: str, conj: str, article: bool, stem: str) -> tuple[str, ...]:
    """The folded forms under which a word may be listed: whole, without conjunction, with its article, bare."""
    if form == stem:
        return (form,)
    found = [form]
    if conj:
        found.append(form[len(conj) :])
    if article:
        found.append(CLITICS.article + stem)
    found.append(stem)
    return tuple(dict.fromkeys(found))


class WordSplitter:
    """Splits words with the tables of one `Knowledge`."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._vocabulary: Vocabulary = vocabulary(knowledge)

    def split(self, written: str) -> Word:
        """The word taken apart in the likeliest way; a word that nothing is known of stays whole."""
        form = fold(written)
        letters = range(len(written))
        kept = letters if _LETTERS.fullmatch(written) else [at for at in letters if fold_char(written[at])]
        plain = written if len(kept) == len(written) else "".join(written[at] for at in kept)
        if len(form) != len(plain):  # a ligature: too rare to look inside
            return Word(form, "", "", False, False, form, 0, "", self._vocabulary.tags(form), (form,))
        best, best_score = None, -99.0
        for conj, prep, future, at, swallowed in self._proclitics(form):
            rest = CLITICS.article + form[at:] if swallowed else form[at:]
            plain_rest = CLITICS.article + plain[at:] if swallowed else plain[at:]
            article = plain_rest.startswith(CLITICS.article) and len(rest) > len(CLITICS.article) + 1
            for pronoun, stem in self._endings(rest, plain):
                score = self._weigh(conj, prep, future, article, pronoun, stem, plain_rest)
                if score > best_score + 1e-9:
                    best, best_score = (conj, prep, future, article, at, pronoun, stem), score
        assert best is not None
        conj, prep, future, article, at, pronoun, stem = best
        tags = self._vocabulary.tags(stem)
        bare = stem[len(CLITICS.article) :] if article else stem
        if article:
            tags = tags | self._vocabulary.tags(bare) if tags else self._vocabulary.tags(bare)
        offset = kept[at] if at < len(kept) else 0
        spellings = _spellings(form, conj, article, bare)
        return Word(form, conj, prep, future, article, bare, offset, pronoun, tags or NO_TAGS, spellings)

    def _proclitics(self, form: str) -> Iterator[tuple[str, str, bool, int, bool]]:
        """(conjunction, preposition, future, where the rest begins, whether the article was swallowed)."""
        starts = [("", 0)]
        if form[:1] in CLITICS.conjunctions and len(form) > 2:
            starts.append((form[0], 1))
        for conj, at in starts:
            yield conj, "", False, at, False
            left = form[at:]
            if left.startswith(CLITICS.swallowed) and len(left) > 4:
                yield conj, left[0], False, at + 2, True
            if left[:1] in CLITICS.prepositions and len(left) > 2:
                yield conj, left[0], False, at + 1, False
            if left[:1] in CLITICS.future and left[1:2] in CLITICS.future_after and len(left) > 4:
                yield conj, "", True, at + 1, False

    def _endings(self, rest: str, plain: str) -> Iterator[tuple[str, str]]:
        yield "", rest
        if plain.endswith(CLITICS.feminine) or not rest.endswith(CLITICS.pronouns):
            return
        for pronoun in CLITICS.pronouns:
            size = len(rest) - len(pronoun)
            if rest.endswith(pronoun) and (size >= 3 or (size == 2 and self._vocabulary.tags(rest[:size]) & _VERBS)):
                stem = rest[:size]  # "شنها": of verbs two letters will do
                yield pronoun, stem
                opened, closed = CLITICS.tied
                if stem.endswith(opened):
                    yield pronoun, stem[:-1] + closed

    def _may_hold_clitics(self, plain: str) -> bool:
        """Whether the general list has the word only as it stands, and has it without its first letter too: the list
        holds words with clitics that nobody took off."""
        clitic = fold(plain[:1]) in CLITICS.conjunctions + CLITICS.prepositions
        return clitic and len(plain) > 4 and general_word(plain[1:]) and lemma(plain) == plain

    def _holds_pronoun(self, stem: str, plain: str) -> bool:
        """Whether a listed word is rather another with a pronoun: "سفيره" is written with heh, no "سفيرة"; and a word
        that is listed only inside a phrase ("سفيرها") is weaker than the noun in it."""
        if not stem.endswith(CLITICS.pronouns):
            return False
        for pronoun in CLITICS.pronouns:
            if len(stem) - len(pronoun) >= 3 and stem.endswith(pronoun) and plain.endswith(pronoun):
                tags = self._vocabulary.tags(stem[: -len(pronoun)])
                if tags & _PERSONS and (pronoun == CLITICS.tied[1] or self._vocabulary.tags(stem) <= _LOOSE):
                    return True
        return False

    def _is_office_after_clitic(self, stem: str) -> bool:
        """Whether a word that is no more than part of a name is an office too with its preposition off: "بأمير قطر"."""
        if not stem.startswith(CLITICS.instrumental) or not self._vocabulary.tags(stem) <= _NAME:
            return False
        return "office_word" in self._vocabulary.tags(stem[1:])

    def _weigh(self, conj: str, prep: str, future: bool, article: bool, pronoun: str, stem: str, plain: str) -> float:
        bare = stem[len(CLITICS.article) :] if article else stem
        if article and pronoun:
            return -50.0
        whole_name = not (conj or prep or future or pronoun) and len(stem) >= 4 and self._vocabulary.names_person(stem)
        listed = self._vocabulary.lists(stem) or (article and self._vocabulary.lists(bare))
        score = 0.0
        if listed:
            score = _LISTED
            if not pronoun and self._holds_pronoun(stem, plain):
                score -= 2.0
            if self._is_office_after_clitic(stem):
                score = _NAMED
        elif pronoun:
            return -50.0
        elif whole_name:
            score = _WHOLE_NAME if self._vocabulary.name_count(stem) >= _USUAL_NAME else _RARE_NAME
            if self._is_office_after_clitic(stem):
                score = _NAMED
        elif self._vocabulary.names(stem) or (article and self._vocabulary.names(bare)):
            score = _NAMED
        elif general_word(plain) or (article and general_word(plain[len(CLITICS.article) :])):
            whole = not (conj or prep or future)
            score = _DOUBTFUL if whole and self._may_hold_clitics(plain) else _GENERAL
        elif conj == CLITICS.conjunctions[0] and len(stem) >= 4:
            score = 1.0
        if conj and not prep and "particle_that" in self._vocabulary.tags(stem):
            score += 1.0  # "وأن" is no name
        score -= 0.5 * bool(conj) + 0.7 * bool(prep) + 0.5 * future + 1.5 * bool(pronoun)
        if prep and not article and not listed:
            score -= 0.7 if len(stem) >= 4 and score >= _GENERAL else 1.5
        if prep and article:
            score += 1.5
        if future and not listed and not general_word(plain):
            score -= 3.0
        return score
