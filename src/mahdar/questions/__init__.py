"""The questions as data: under which name each is asked, with what, and what it is answered with. API, client and the tools for
agents are made from this one list."""

from mahdar.questions._answers import ArticleAnswer, Asking, begin, linked, placeless, schemas
from mahdar.questions._asked import Asked, ChosenAsked, Lines
from mahdar.questions._cursors import offset_of, to_cursor
from mahdar.questions._list import QUESTIONS, Question

__all__ = [
    "QUESTIONS",
    "ArticleAnswer",
    "Asked",
    "Asking",
    "ChosenAsked",
    "Lines",
    "Question",
    "begin",
    "linked",
    "offset_of",
    "placeless",
    "schemas",
    "to_cursor",
]
