"""The closed vocabularies of a record. They are those of the annotation guide; an output outside them is a defect."""

ENTITY_KINDS = ("person", "state", "org", "agreement", "place", "group")
FORMS = ("direct", "indirect", "mixed")
ACTS = tuple(
    """say affirm add announce deny accuse blame condemn criticise welcome praise thank call_for demand ask
    propose offer promise threaten warn reject accept expect hope ask_question describe explain reveal
    decide other""".split()
)
EVENT_KINDS = tuple(
    """meeting visit phone_call talks summit message signing agreement accession withdrawal_from_deal
    appointment resignation election summoning expulsion recall break_of_relations
    restoration_of_relations recognition sanction sanction_relief aid trade_deal arms_supply
    military_exercise deployment military_withdrawal strike clash ceasefire arrest release trial protest
    vote statement_joint press_conference investigation accident other""".split()
)
ROLES = ("party", "actor", "target", "host", "guest", "mediator", "signatory", "subject", "venue_org")
STATUSES = ("happened", "ongoing", "planned", "proposed", "cancelled", "denied", "alleged")
PROPERTIES = tuple(
    """member_of observer_of founded duration signed_on age_of_deal holds_office predecessor killed wounded
    amount count located_in party_to""".split()
)
# The steps in the life of an agreement, in the order in which they mostly come.
STEPS = tuple(
    """negotiated agreed signed joined ratified in_force amended extended suspended resumed violated left
    expired""".split()
)
FACT_STATUSES = ("stated", "denied", "disputed", "alleged")

FAMILIES: dict[str, str] = {
    kind: family
    for family, kinds in {
        "contact": "meeting visit talks summit press_conference phone_call",
        "accord": "signing agreement accession trade_deal statement_joint ceasefire",
        "envoy": "summoning expulsion recall break_of_relations restoration_of_relations recognition",
        "force": "strike clash deployment military_exercise military_withdrawal arms_supply",
        "office": "appointment resignation election",
        "law": "arrest release trial investigation",
        "pressure": "sanction sanction_relief withdrawal_from_deal",
    }.items()
    for kind in kinds.split()
}

# PLOVER event types (Halterman et al. 2023) and CAMEO root codes (Schrodt 2012) of each kind.
PLOVER_TYPES: dict[str, str] = {
    "meeting": "CONSULT", "visit": "CONSULT", "phone_call": "CONSULT", "talks": "CONSULT", "summit": "CONSULT",
    "message": "CONSULT", "press_conference": "CONSULT", "statement_joint": "SUPPORT", "signing": "COOPERATE",
    "agreement": "AGREE", "accession": "COOPERATE", "withdrawal_from_deal": "SANCTION", "recognition": "SUPPORT",
    "restoration_of_relations": "COOPERATE", "break_of_relations": "SANCTION", "summoning": "ACCUSE",
    "expulsion": "SANCTION", "recall": "SANCTION", "sanction": "SANCTION", "sanction_relief": "CONCEDE",
    "aid": "AID", "trade_deal": "COOPERATE", "arms_supply": "COOPERATE", "military_exercise": "MOBILIZE",
    "deployment": "MOBILIZE", "military_withdrawal": "RETREAT", "strike": "ASSAULT", "clash": "ASSAULT",
    "ceasefire": "RETREAT", "arrest": "COERCE", "release": "CONCEDE", "trial": "COERCE", "protest": "PROTEST",
    "vote": "CONSULT", "investigation": "REQUEST",
}  # fmt: skip
CAMEO_ROOTS: dict[str, str] = {
    "CONSULT": "04", "AGREE": "03", "COOPERATE": "06", "SUPPORT": "05", "AID": "07", "CONCEDE": "08", "RETREAT": "08",
    "REQUEST": "10", "ACCUSE": "11", "PROTEST": "14", "MOBILIZE": "15", "SANCTION": "16", "COERCE": "17",
    "ASSAULT": "18",
}  # fmt: skip
