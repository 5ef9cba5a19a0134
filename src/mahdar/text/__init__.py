"""An article as tokens, sentences and quotations, folded for matching, every piece with its place in the text."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.text._document import Document, Quote, Sentence, Token, read_document
    from mahdar.text._folding import Folded, fold_tracked
    from mahdar.text._phrases import phrase_forms
    from mahdar.text._stem import light_stem
    from mahdar.text._vocabulary import Vocabulary, vocabulary
    from mahdar.text._word_list import general_word, lemma
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_document": "Document Quote Sentence Token read_document",
            "_folding": "Folded fold_tracked",
            "_phrases": "phrase_forms",
            "_stem": "light_stem",
            "_vocabulary": "Vocabulary vocabulary",
            "_word_list": "general_word lemma",
        },
    )

__all__ = [
    "Document",
    "Folded",
    "Quote",
    "Sentence",
    "Token",
    "Vocabulary",
    "fold_tracked",
    "general_word",
    "lemma",
    "light_stem",
    "phrase_forms",
    "read_document",
    "vocabulary",
]
