"""The words of phrases, as entities are named and compared by them."""

from mahdar.knowledge import CLITICS
from mahdar.mentions import Phrase
from mahdar.model import Span
from mahdar.text import Document, Token


def bare(form: str) -> str:
    """A folded word without the article, for comparing names."""
    article = CLITICS.article
    return form[len(article) :] if form.startswith(article) and len(form) - len(article) >= 3 else form


def plain(token: Token) -> str:
    """A folded word without the clitics before it, its article kept."""
    return CLITICS.article + token.stem if token.article else token.stem


class Wording:
    """The words of one document."""

    def __init__(self, document: Document) -> None:
        self.tokens = document.tokens
        self.text = document.article.text

    def of(self, span: Span) -> str:
        """The words of a span."""
        return self.text[span.start : span.end]

    def forms(self, phrase: Phrase) -> tuple[str, ...]:
        """The folded words of a phrase, articles left out."""
        tokens = self.tokens[phrase.first : phrase.last]
        return tuple(bare(token.form if i else plain(token)) for i, token in enumerate(tokens) if token.kind != "punct")

    def name(self, phrase: Phrase) -> tuple[str, ...]:
        """The folded words of the proper name in a phrase, articles left out."""
        if phrase.name is None:
            return ()
        first, last = phrase.name
        tokens = self.tokens[first:last]
        return tuple(
            bare(token.form if i or token.pronoun else plain(token))
            for i, token in enumerate(tokens)
            if token.kind == "word"
        )

    def surface(self, phrase: Phrase) -> str:
        """The proper name as it is written, without clitics before it."""
        assert phrase.name is not None
        first, last = phrase.name
        return self.text[self.tokens[first].stem_start : self.tokens[last - 1].end]

    def has_feminine_ending(self, phrase: Phrase) -> bool:
        """Whether the last word is written with the feminine ending, which no pronoun follows."""
        return self.text.endswith(CLITICS.feminine, 0, self.tokens[phrase.last - 1].end)

    def after(self, phrase: Phrase) -> tuple[str, ...]:
        """The two folded words right after a phrase, without article; fewer where a mark or a conjunction comes first."""
        words = []
        for token in self.tokens[phrase.last : phrase.last + 2]:
            if token.kind != "word" or token.conj:
                break
            words.append(bare(token.form))
        return tuple(words)

    def title(self, phrase: Phrase) -> Span | None:
        """The office in "وزير الخارجية الإيراني، محمد جواد ظريف": up to the name, without comma and honorifics."""
        assert phrase.name is not None
        if phrase.shared:
            return None  # "الوزيران الروسي …": it is not his alone
        stop = phrase.name[0]
        tokens = self.tokens
        if tokens[stop - 1].form == ")":
            while stop > phrase.first + 1 and tokens[stop].form != "(":
                stop -= 1
        while stop > phrase.first and (tokens[stop - 1].kind == "punct" or "honorific" in tokens[stop - 1].tags):
            stop -= 1
        return Span(phrase.span.start, tokens[stop - 1].end) if stop > phrase.first else None

    def lost_article(self, phrase: Phrase) -> bool:
        """Whether the first word lost the first letter of its article to the preposition before it: "للأمم المتحدة"."""
        token = self.tokens[phrase.first]
        return token.article and not self.text.startswith(CLITICS.article[0], token.stem_start)

    def alone(self, phrase: Phrase) -> str:
        """The words of a phrase as they would stand alone: with the article that a preposition has swallowed."""
        words = self.of(phrase.span)
        return CLITICS.article + words if self.lost_article(phrase) else words


__all__ = ["Wording", "bare", "plain"]
