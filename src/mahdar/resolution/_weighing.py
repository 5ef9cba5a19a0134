"""Who of several is meant: candidates weighed by named features, in one place."""

from collections.abc import Iterable

import msgspec

from mahdar.model import Candidate
from mahdar.resolution._story import Story

# What each reason for or against somebody is worth. Names: how the words go with his name, and the office beside them
# with his. Offices: where it is told or known that he holds it. Of one named before: how far away, in which place.
WEIGHTS = {
    "full name": 9.0, "full name ends so": 5.0, "full name begins so": 5.0, "given name": 3.0, "known by this name": 4.0, "known by it alone": 0.7,
    "not named here": -2.0, "title fits": 3.0, "state fits": 2.0, "holds an office": 1.0, "chief of a state": 1.0,
    "told with this office": 6.0, "told with it further on": 5.5, "told with such an office": 4.5,
    "holds the office that day": 4.0, "the surer one": 1.0, "held it within a fortnight": 2.5,
    "takes it within a fortnight": 2.5, "holds such an office": 4.0, "held it last": 3.0, "held it before": 2.0,
    "another holds it": -7.0, "same word before": 1.5, "same words before": 1.5, "name follows": 4.0, "has a state": 3.0, "has such an office": 3.0,
    "not named yet": -1.5, "named before": 1.0, "subject": 1.0, "here": 2.0, "nearest": 2.5, "own counterpart": -6.0, "named most": 1.0, "last named": 0.5, "other gender": -6.0, "agrees": 0.5,
}  # fmt: skip
A_SENTENCE_AWAY, FARTHEST = -0.3, 6
# By how much the best has to be ahead of the next for the words to leave no doubt.
STANDS_OUT = 0.5
KEPT = 5


class Choice(msgspec.Struct, frozen=True):
    """The one who is meant, "" where nobody stands out, and those who came into question, best first, the five best."""

    entity: str
    candidates: tuple[Candidate, ...] = ()


class Weigher:
    """Weighs those who may be meant at the place that the story has reached."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def weigh(self, entity: str, reasons: Iterable[str], gender: str = "", *, anew: bool = False) -> Candidate:
        """Somebody with what speaks for and against him: the reasons given, and how he was named before. `anew`: the
        words may as well mean somebody who was not named before."""
        story = self.story
        found = list(dict.fromkeys(reasons))
        own = story.gender_of(entity)
        if gender and own:
            found.append("agrees" if own == gender else "other gender")
        last = story.last_named.get(entity)
        away = 0
        if last is None:
            found += ["not named yet"] * (bool(story.recent) and not anew)
        else:
            found.append("named before")
            sentence = story.sentence_of(last.first)
            away = min(story.sentence_of(story.at) - sentence, FARTHEST)
            if entity in story.topics.get(sentence, ()):
                found.append("subject")
            if entity == story.focus:
                found.append("named most")
            if story.recent and entity in story.recent[-1].entities:
                found.append("last named")
        score = sum(WEIGHTS[reason] for reason in found) + A_SENTENCE_AWAY * away
        if away:
            found.append(f"sentences away: {away}")
        return Candidate((entity,), round(score, 2), tuple(found))


def choose(candidates: Iterable[Candidate]) -> Choice:
    """The best of them, where he stands out."""
    ranked = tuple(sorted(candidates, key=lambda one: (-one.score, one.entities)))
    if not ranked:
        return Choice("")
    clear = len(ranked) == 1 or ranked[0].score >= ranked[1].score + STANDS_OUT
    return Choice(ranked[0].entities[0] if clear else "", ranked[:KEPT])


__all__ = ["Choice", "Weigher", "choose"]
