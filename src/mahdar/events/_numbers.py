"""Numbers in digits and in words."""

from collections.abc import Sequence
from functools import lru_cache

from mahdar.knowledge import CLITICS, Knowledge, fold
from mahdar.rules import PhraseTable
from mahdar.text import Token

_MOST_BOUND = 4
_AFTER = 3  # words: "20 مدنيا سوريا على الأقل"


class Numbers:
    """Reads numbers: "200 ألف", "مليون و400 ألف", "ثلاثين", and the words that bound them."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._words = {fold(form): number for number in knowledge.numbers for form in number.forms}
        self._many = {fold(form): form for many in knowledge.many for form in many.forms}
        self._bounds = PhraseTable((form, bound.mark) for bound in knowledge.bounds for form in bound.forms)
        self._after = PhraseTable((form, bound.mark) for bound in knowledge.bounds for form in bound.after)

    def read(self, tokens: Sequence[Token], at: int, last: int) -> tuple[int, str] | None:
        """The number that begins at token `at`: the token after it and its value in digits; None where there is none."""
        total, current, seen, plain = 0, 0, False, ""
        first = at
        while at < last:
            token = tokens[at]
            if seen and token.form in CLITICS.conjunctions and at + 1 < last and self._counts(tokens, at + 1):
                at += 1  # "مليون و 400 ألف"
                continue
            if seen and token.conj and not self._counts(tokens, at):
                break
            if token.kind == "number":
                if seen and tokens[at - 1].kind == "number":
                    break
                plain = token.form
                digits = token.form.replace(",", "").replace("\u066c", "")
                if not digits.isdigit():
                    return (at + 1, token.form) if first == at else None
                current += int(digits)
            else:
                word = self._words.get(token.stem)
                if word is None or token.pronoun:
                    break
                if word.times:
                    total, current = total + (current or 1) * word.value, 0
                else:
                    current += word.value
                plain = ""
            seen = True
            at += 1
        if not seen:
            return None
        alone = at == first + 1 and tokens[first].kind == "word" and self._words[tokens[first].stem].times
        if alone:
            return None  # "آلاف", "ملايين": how many is not said
        return at, plain if plain and at == first + 1 and plain.isdigit() else str(total + current)

    def vague(self, tokens: Sequence[Token], at: int, last: int) -> tuple[int, str] | None:
        """ "عشرات", "مئات الآلاف": the token after the words that say many, and the words without articles."""
        end = at
        while end < last and tokens[end].stem in self._many and not (end > at and tokens[end].conj):
            end += 1
        if end == at:
            return None
        return end, " ".join(self._many[token.stem] for token in tokens[at:end])

    def _counts(self, tokens: Sequence[Token], at: int) -> bool:
        token = tokens[at]
        return token.kind == "number" or token.stem in self._words

    def bound(self, tokens: Sequence[Token], at: int, first: int, stop: int) -> str:
        """The mark of the words that bound the number in tokens [at, stop): >, >=, <, ~ or ""; none before `first`."""
        for start in range(max(first, at - _MOST_BOUND), at):
            match = self._bounds.at(tokens, start, at)
            if match is not None and match[0] == at:
                return match[1]
        for start in range(stop, min(stop + _AFTER, len(tokens))):
            match = self._after.at(tokens, start, len(tokens))
            if match is not None:
                return match[1]
            if tokens[start].kind != "word" or tokens[start].conj:
                break
        return ""


@lru_cache(maxsize=4)
def numbers(knowledge: Knowledge) -> Numbers:
    """The reader of numbers for these tables."""
    return Numbers(knowledge)
