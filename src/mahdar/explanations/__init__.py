"""Why a finding is what it is: its words, the entries that read them, who plays which part, and who lost."""

from mahdar.explanations._explain import explain
from mahdar.explanations._records import Explanation, Part, Quoted, Reason, Weighed

__all__ = ["Explanation", "Part", "Quoted", "Reason", "Weighed", "explain"]
