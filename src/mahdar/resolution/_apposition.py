"""Names that stand further on than right after the office or calling that they are told with."""

from mahdar.mentions import Phrase
from mahdar.resolution._offices import Offices
from mahdar.resolution._story import CHIEFS, Story
from mahdar.text import Token

# How many phrases and words may stand between a title and the name: where he is, what he is for.
LOOKED_AHEAD = 5
_FARTHEST = 9
_COMMAS = frozenset("\u060c,")
_QUOTES = frozenset('"«»“”')
# Words that end the noun phrase of the title.
_ENDS = frozenset(
    """particle_that conjunction_word relative relative_strict pronoun negation auxiliary reporting_participle but
    preposition_pronoun demonstrative""".split()
)
_VERBS = frozenset(("reporting_verb", "event_verb", "governing_verb", "auxiliary", "perfective"))
_CLOSES = frozenset(
    (
        "particle_that",
        "preposition",
        "time_word",
        "reporting_participle",
        "reporting_masdar",
        "relative_strict",
        "adverb",
        "demonym",
    )
)


class Apposition:
    """Finds the name of whoever a title is told of where other words of the title part the two."""

    def __init__(self, story: Story, offices: Offices) -> None:
        self.story, self.offices = story, offices
        self.tokens = story.tokens

    def name_after(self, title: Phrase, following: tuple[Phrase, ...]) -> Phrase | None:
        """The phrase with the name in "المحامي الخاص للمدير [فلان]", "رئيس اللجنة في البرلمان [فلان] إن", "المتحدث باسم
        الحكومة، [نائب الوزير فلان]"; None where nobody is named so."""
        if title.kind != "person" or title.name is not None or title.number != "s":
            return None
        if not (title.offices or title.noun) or title.form not in ("office", "noun"):
            return None
        for phrase in following:
            if phrase.first - title.last > _FARTHEST:
                return None
            if phrase.kind == "person" and phrase.prep:
                continue  # "المحامي الخاص [للمدير] فلان"
            if phrase.kind == "person" and phrase.name is not None:
                fits = self._in_line(title, phrase) if phrase.form == "name" else self._second_title(title, phrase)
                fits = fits and self._definite(title, phrase)
                return phrase if fits and not self._of_another(title, phrase) else None
            if phrase.kind == "person":
                return None
        return None

    def _definite(self, title: Phrase, named: Phrase) -> bool:
        """Whether the title is of one: definite, or the head of a construct that goes on to a word with the article."""
        if title.definite:
            return True
        rest = self.tokens[title.last : named.first]
        link = next((at for at, token in enumerate(rest) if token.prep or "preposition" in token.tags), len(rest))
        return bool(title.offices) and self._speaks(title) and any(token.article for token in rest[:link])

    def _second_title(self, title: Phrase, named: Phrase) -> bool:
        """ "المتحدث باسم الحكومة، نائب الوزير فلان": a comma alone between two titles, the second with the name."""
        between = self.tokens[title.last : named.first]
        first = self.tokens[named.first]
        joined = bool(first.conj or first.prep or named.prep)
        if not between or between[-1].form not in _COMMAS or not (title.offices and named.offices) or joined:
            return False
        return len(between) == 1 or (self._speaks(title) and all(map(_goes_on, between[:-1])) and self._closed(named))

    def _in_line(self, title: Phrase, named: Phrase) -> bool:
        """Whether only words that go on the title part it from a full name, in a place where no object can stand."""
        assert named.name is not None
        first, last = named.name
        if last - first < 2 or named.prep or named.offices or named.first == title.last:
            return False
        begin = self.tokens[named.first]
        if begin.conj or begin.prep:
            return False
        between = self.tokens[title.last : named.first]
        opens = between[0]
        if between[-1].form in _COMMAS:  # "رئيس الجهاز في الشرطة، [فلان]، إن"
            after = self.tokens[named.last] if named.last < len(self.tokens) else None
            if after is None or after.form not in _COMMAS or not self._speaks(title) or len(between) < 2:
                return False
            between = between[:-1]
        joined = opens.prep or opens.article or "preposition" in opens.tags or not title.definite
        if not joined or not all(map(_goes_on, between)):
            return False
        return self._governed(title) and self._closed(named)

    def _governed(self, title: Phrase) -> bool:
        """Whether the title stands where the name cannot be the object of its verb: after a preposition, or as who speaks."""
        return bool(title.prep) or self._speaks(title)

    def _speaks(self, title: Phrase) -> bool:
        """Whether a verb of speech stands right before the title."""
        before = self.tokens[title.first - 1] if title.first else None
        return before is not None and "reporting_verb" in before.tags and not before.article

    def _closed(self, named: Phrase) -> bool:
        after = self.tokens[named.last] if named.last < len(self.tokens) else None
        return after is None or after.kind == "punct" or bool(after.prep or after.conj or after.tags & _CLOSES)

    def _of_another(self, title: Phrase, named: Phrase) -> bool:
        """Whether the title is one that the registry knows the holder of, and he is not the one named."""
        known = self.offices.names.known(named)
        held = self.story.registry.held.get(known, ()) if known else ()
        of_state = (o for o in title.offices if o.iso or (o.of is not None and o.of.kind in ("state", "place")))
        titles = {office.title for office in of_state}
        if not titles & set(CHIEFS) or any(office.standing for office in title.offices):
            return False
        return not any(tenure.office in titles for tenure in held)


def _goes_on(token: Token) -> bool:
    """Whether a word can stand inside a title: none that begins a clause or joins another."""
    if token.kind == "punct":
        return token.form in _QUOTES
    return not (token.conj or token.tags & _ENDS or (token.tags & _VERBS and not token.article and not token.prep))


__all__ = ["LOOKED_AHEAD", "Apposition"]
