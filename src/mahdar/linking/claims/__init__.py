"""What an article states that another may contradict."""

from mahdar.linking.claims._claim import Claim, sentence_of
from mahdar.linking.claims._read import read_claims
from mahdar.linking.claims._tolls import ATTACKERS, TOLLS

__all__ = ["ATTACKERS", "TOLLS", "Claim", "read_claims", "sentence_of"]
