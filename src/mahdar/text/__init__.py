"""An article as tokens, sentences and quotations, folded for matching, every piece with its place in the text."""

from mahdar.text._document import Document, Quote, Sentence, Token, read_document
from mahdar.text._folding import Folded, fold_tracked
from mahdar.text._phrases import phrase_forms
from mahdar.text._stem import lemma, light_stem
from mahdar.text._vocabulary import Vocabulary, vocabulary
from mahdar.text._words import general_word

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
