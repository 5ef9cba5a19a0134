"""An article as tokens, sentences and quotations, folded for matching, every piece with its place in the text."""

from mahdar.text._document import Document, Quote, Sentence, Token, read_document
from mahdar.text._folding import Folded, fold_tracked
from mahdar.text._stem import lemma, light_stem

__all__ = ["Document", "Folded", "Quote", "Sentence", "Token", "fold_tracked", "lemma", "light_stem", "read_document"]
