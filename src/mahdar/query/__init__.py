"""The questions that an analyst asks of a record file. Plain functions; the command line and the pages both use them."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.query._accusations import accusations
    from mahdar.query._agreements import agreements
    from mahdar.query._articles import articles, count_articles, failed_articles
    from mahdar.query._changes import CHANGING, ChangeLine, SpellLine, changes
    from mahdar.query._chronicle import chronicle
    from mahdar.query._counted import DayCount, PairLine, busiest_pairs, episodes_by_day, seal_of_store, state_of_store
    from mahdar.query._dealings import Frequent, PlaceCount, episodes_by_place, frequent
    from mahdar.query._disagreements import (
        DIFFERENCES,
        DisagreementLine,
        PositionLine,
        disagreements,
        disagreements_about,
    )
    from mahdar.query._dossier import Charge, Dossier, Met, Uttered, dossier
    from mahdar.query._episodes import EpisodeLine, ReportLine, actors_by_id, episode, episodes
    from mahdar.query._fixable import Fixable, fixable
    from mahdar.query._fixes import FixLine, Signature, amend, confirm, fixes, merge, split, strike, undo
    from mahdar.query._ledger import CarrierLine
    from mahdar.query._lines import (
        AccusationLine,
        Actor,
        AgreementLine,
        AnswerLine,
        ArticleLine,
        ChronicleLine,
        Dated,
        Found,
        HeldOffice,
        Profile,
        Reason,
        ReplyLine,
        SaidLine,
        Source,
        StepLine,
        Surface,
        Term,
        Terms,
    )
    from mahdar.query._names import seek
    from mahdar.query._nothing import Nothing
    from mahdar.query._organs import organ_state
    from mahdar.query._places import place_in_english
    from mahdar.query._quotes import QuotedLine, QuoteLine, quote, quotes
    from mahdar.query._relation import Month, Relation, relation
    from mahdar.query._said import said
    from mahdar.query._search import search
    from mahdar.query._sought import Sought, sought_in_registry
    from mahdar.query._stats import OutletCount, Stats, stats
    from mahdar.query._terms import office_terms, terms_asked, terms_of
    from mahdar.query._threads import ThreadLine, thread
    from mahdar.query._walk import FILTERS, Selection, Settled, settle, walk, walk_episodes, walk_quotes, word_of
    from mahdar.query._who import who
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_accusations": "accusations",
            "_agreements": "agreements",
            "_articles": "articles count_articles failed_articles",
            "_changes": "CHANGING ChangeLine SpellLine changes",
            "_chronicle": "chronicle",
            "_counted": "DayCount PairLine busiest_pairs episodes_by_day seal_of_store state_of_store",
            "_dealings": "Frequent PlaceCount episodes_by_place frequent",
            "_disagreements": "DIFFERENCES DisagreementLine PositionLine disagreements disagreements_about",
            "_dossier": "Charge Dossier Met Uttered dossier",
            "_episodes": "EpisodeLine ReportLine actors_by_id episode episodes",
            "_fixable": "Fixable fixable",
            "_fixes": "FixLine Signature amend confirm fixes merge split strike undo",
            "_ledger": "CarrierLine",
            "_lines": (
                "AccusationLine Actor AgreementLine AnswerLine ArticleLine ChronicleLine Dated Found "
                "HeldOffice Profile Reason ReplyLine SaidLine Source StepLine Surface Term Terms"
            ),
            "_names": "seek",
            "_nothing": "Nothing",
            "_organs": "organ_state",
            "_places": "place_in_english",
            "_quotes": "QuotedLine QuoteLine quote quotes",
            "_relation": "Month Relation relation",
            "_said": "said",
            "_search": "search",
            "_stats": "OutletCount Stats stats",
            "_sought": "Sought sought_in_registry",
            "_terms": "office_terms terms_asked terms_of",
            "_threads": "ThreadLine thread",
            "_walk": "FILTERS Selection Settled settle walk walk_episodes walk_quotes word_of",
            "_who": "who",
        },
    )

__all__ = [
    "CHANGING",
    "DIFFERENCES",
    "FILTERS",
    "AccusationLine",
    "Actor",
    "AgreementLine",
    "AnswerLine",
    "ArticleLine",
    "CarrierLine",
    "ChangeLine",
    "Charge",
    "ChronicleLine",
    "Dated",
    "DayCount",
    "DisagreementLine",
    "Dossier",
    "EpisodeLine",
    "FixLine",
    "Fixable",
    "Found",
    "Frequent",
    "HeldOffice",
    "Met",
    "Month",
    "Nothing",
    "OutletCount",
    "PairLine",
    "PlaceCount",
    "PositionLine",
    "Profile",
    "QuoteLine",
    "QuotedLine",
    "Reason",
    "Relation",
    "ReplyLine",
    "ReportLine",
    "SaidLine",
    "Selection",
    "Settled",
    "Signature",
    "Sought",
    "Source",
    "SpellLine",
    "Stats",
    "StepLine",
    "Surface",
    "Term",
    "Terms",
    "ThreadLine",
    "Uttered",
    "accusations",
    "actors_by_id",
    "agreements",
    "amend",
    "articles",
    "busiest_pairs",
    "changes",
    "chronicle",
    "confirm",
    "count_articles",
    "disagreements",
    "disagreements_about",
    "dossier",
    "episode",
    "episodes",
    "episodes_by_day",
    "episodes_by_place",
    "failed_articles",
    "fixable",
    "fixes",
    "frequent",
    "merge",
    "office_terms",
    "organ_state",
    "place_in_english",
    "quote",
    "quotes",
    "relation",
    "said",
    "seal_of_store",
    "search",
    "seek",
    "settle",
    "sought_in_registry",
    "split",
    "state_of_store",
    "stats",
    "strike",
    "terms_asked",
    "terms_of",
    "thread",
    "undo",
    "walk",
    "walk_episodes",
    "walk_quotes",
    "who",
    "word_of",
]
