"""The verb of the room: from statements and who is meant to accusations with their answers."""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from mahdar.accusations._sides import joint, origins
from mahdar.knowledge import Knowledge
from mahdar.model import Accusation, Answer, Entity, Evidence, Span, Statement
from mahdar.resolution import Reference, Resolution
from mahdar.rules import PhraseTable
from mahdar.text import Document, light_stem

_ACCUSES = frozenset(("accuse", "blame"))
_REFUSES = frozenset(("deny", "reject"))
_ANYBODY = frozenset(("person", "state", "org", "group", "place"))
_NEAR = 2  # tokens from where the words begin to whom they accuse
_OPENING = 6  # tokens of an answer in which it says what it speaks of
_SHORT = 3  # content words of an answer that says no more than one of the accusation's
_ALIKE = 2  # content words that an accusation and its denial share
_SOON = 1  # sentences between an accusation and an answer that says only "that"


class _Page:
    """An article as this room looks at it."""

    def __init__(self, document: Document, resolution: Resolution, knowledge: Knowledge) -> None:
        self.document, self.tokens = document, document.tokens
        self.knowledge = knowledge
        self.entities: Mapping[str, Entity] = {entity.id: entity for entity in resolution.entities}
        self.outer = [one for one in resolution.references if not one.inner and one.form != "pronoun"]
        self.pronouns = {one.first: one for one in resolution.references if one.form == "pronoun"}
        self.named = {at for one in self.outer for at in range(one.first, one.last)}
        self._starts = [token.start for token in self.tokens]
        self._ends = [token.end for token in self.tokens]
        self._sentences = [sentence.first for sentence in document.sentences]

    def actor(self, entity: str) -> str:
        """Who is meant where somebody is accused: for a capital its state, nobody for another place."""
        known = self.entities.get(entity)
        if known is None or known.kind != "place":
            return entity
        states = joint((entity,), self.entities, self.knowledge)
        return next((one.id for one in self.entities.values() if one.kind == "state" and one.iso in states), "")

    def between(self, span: Span) -> range:
        """The tokens of a span."""
        return range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))

    def sentence(self, span: Span) -> int:
        """The number of the sentence in which a span begins."""
        return bisect_right(self._sentences, bisect_right(self._ends, span.start)) - 1

    def stems(self, spans: Sequence[Span]) -> frozenset[str]:
        """What the words are about: stems of words of content, those who act left out."""
        found = set()
        for span in spans:
            for at in self.between(span):
                token = self.tokens[at]
                if token.kind == "word" and at not in self.named and token.tags.isdisjoint(_EMPTY):
                    found.add(light_stem(token.stem))
        return frozenset(found)

    def says(self, span: Span, word: str, within: int = 0) -> bool:
        """Whether words of a class stand in a span, or in its first `within` tokens."""
        tokens = self.between(span)
        table = _words(self.knowledge)
        stop = tokens.start + within if within else tokens.stop
        for at in range(tokens.start, min(stop, tokens.stop)):
            match = table.at(self.tokens, at, tokens.stop)
            if match is not None and match[1] == word:
                return True
        return False


# Tags of words that say nothing of what the words are about.
_EMPTY = frozenset(
    """preposition preposition_pronoun particle_that conjunction_word relative relative_strict demonstrative pronoun
    demonym negation auxiliary past_auxiliary perfective quantifier partitive but clause_opener adverb""".split()
)


@lru_cache(maxsize=4)
def _words(knowledge: Knowledge) -> PhraseTable[str]:
    return PhraseTable((form, word.id) for word in knowledge.accusation_words for form in word.forms)


def find_accusations(
    document: Document, resolution: Resolution, statements: Sequence[Statement], knowledge: Knowledge
) -> tuple[Accusation, ...]:
    """Find the accusations of an article with the denials and rejections of the accused side, in the order of the text.

    An answer refers to the accusation ("these allegations"), takes up its words ("which Moscow denies"), or denies the
    same in the same words. Where several could be meant it answers the last one before it.
    """
    if not any(statement.act in _ACCUSES for statement in statements):
        return ()
    page = _Page(document, resolution, knowledge)
    found: list[Accusation] = []
    for statement in statements:
        if statement.act in _ACCUSES and statement.content:
            accused = _accused(page, statement)
            if accused and not set(accused) & set(statement.speaker):
                _keep(page, found, _accusation(document.article.doc, statement, accused))
    for statement in statements:
        answered = _answered(page, statement, found) if statement.content and statement.speaker else None
        if answered is not None:
            at, by = answered
            found[at] = replace(found[at], answers=(*found[at].answers, Answer(statement.id, by)))
    return tuple(found)


def _accusation(doc: str, statement: Statement, accused: tuple[str, ...]) -> Accusation:
    return Accusation(
        id="q" + hashlib.blake2b(f"{doc}\0accusation\0{statement.id}".encode(), digest_size=6).hexdigest(),
        accuser=statement.speaker,
        accused=accused,
        words=statement.content,
        statement=statement.id,
        chain=statement.chain,
        evidence=Evidence((statement.cue, *statement.content), statement.evidence.rule),
    )


def _accused(page: _Page, statement: Statement) -> tuple[str, ...]:
    """Whom the words of an accusation name first, and who is joined to them; or whom the cue's pronoun means."""
    content = statement.content[0]
    tokens = page.between(content)
    found: list[Reference] = []
    for one in page.outer:
        if one.first < tokens.start or one.first >= tokens.stop:
            continue
        if found:
            joined = found[-1].last == one.first and bool(page.tokens[one.first].conj)
            if not joined:
                break
        elif one.first - tokens.start > _NEAR or one.kind not in _ANYBODY or (one.prep and one.first > tokens.start):
            break
        found.append(one)
    if not found or (found[0].prep and page.tokens[found[0].first].prep and statement.act == "blame"):
        for at in page.between(statement.cue):
            if at in page.pronouns:
                return page.pronouns[at].entities
    named = (entity for one in found for entity in one.entities)
    return tuple(dict.fromkeys(actor for entity in named if (actor := page.actor(entity))))


def _keep(page: _Page, found: list[Accusation], new: Accusation) -> None:
    """Add an accusation, or the words of one that the title and the lead have told already."""
    for at, known in enumerate(found):
        mine, theirs = page.stems(known.words), page.stems(new.words)
        same = joint(known.accuser, page.entities, page.knowledge) & joint(new.accuser, page.entities, page.knowledge)
        if (
            same
            and set(known.accused) == set(new.accused)
            and len(mine & theirs) >= min(_ALIKE, len(mine), len(theirs))
        ):
            spans = (*known.evidence.spans, *new.evidence.spans)
            found[at] = replace(known, words=(*known.words, *new.words), evidence=Evidence(spans, known.evidence.rule))
            return
    found.append(new)


def _answered(page: _Page, statement: Statement, found: Sequence[Accusation]) -> tuple[int, str] | None:
    """Which accusation a statement answers, by its number, and what ties the two."""
    refuses = statement.act in _REFUSES
    accusing = page.says(statement.content[0], "accusation", _OPENING)
    if not refuses and not (accusing and page.says(statement.content[0], "baseless")):
        return None
    mine = joint(statement.speaker, page.entities, page.knowledge)
    best: tuple[tuple[bool, int], int, str] | None = None
    for at, accusation in enumerate(found):
        if set(statement.speaker) & set(accusation.accuser) or statement.id == accusation.statement:
            continue
        if not mine & joint(accusation.accused, page.entities, page.knowledge):
            continue
        by = _tie(page, statement, accusation, accusing)
        if by:
            # The last one told before it; of those told after it the first.
            distance = statement.cue.start - accusation.evidence.spans[0].start
            rank = (distance < 0, abs(distance))
            if best is None or rank < best[0]:
                best = rank, at, by
    return None if best is None else best[1:]


def _tie(page: _Page, statement: Statement, accusation: Accusation, accusing: bool) -> str:
    if any(mine.meets(words) for mine in statement.content for words in accusation.words):
        return "cue"
    about, charged = page.stems(statement.content), page.stems(accusation.words)
    shared = len(about & charged)
    if accusing and not _of_another(page, statement, accusation):
        return "reference"
    apart = page.sentence(statement.cue) - page.sentence(accusation.evidence.spans[-1])
    if 0 <= apart <= _SOON and page.says(statement.content[0], "matter", 1):
        return "reference"
    if shared >= _ALIKE or (shared and len(about) <= _SHORT):
        return "words"
    return ""


def _of_another(page: _Page, statement: Statement, accusation: Accusation) -> bool:
    """Whether "the British allegations" are spoken of, and the accuser is not British; or the accusation is of something
    else: it is spelt out, and no word is shared."""
    tokens = page.between(statement.content[0])
    accusers = joint(accusation.accuser, page.entities, page.knowledge)
    for at in range(tokens.start, min(tokens.start + _OPENING, tokens.stop)):
        state = origins(page.knowledge).get(page.tokens[at].stem)
        if state is not None:
            return state not in accusers
    spelt = page.stems(statement.content)
    rest = {stem for stem in spelt if not _is_accusation(page, stem)}
    return bool(rest) and not rest & page.stems(accusation.words)


def _is_accusation(page: _Page, stem: str) -> bool:
    return stem in _accusing_stems(page.knowledge)


@lru_cache(maxsize=4)
def _accusing_stems(knowledge: Knowledge) -> frozenset[str]:
    forms = (form for word in knowledge.accusation_words for form in word.forms if word.id != "matter")
    return frozenset(light_stem(part) for form in forms for part in form.split())
