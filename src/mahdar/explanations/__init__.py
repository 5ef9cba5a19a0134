"""Why a finding is what it is: its words, the entries that read them, who plays which part, and who lost."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.explanations._explain import explain
    from mahdar.explanations._records import Explanation, Part, Quoted, Reason, Weighed
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_explain": "explain",
            "_records": "Explanation Part Quoted Reason Weighed",
        },
    )

__all__ = ["Explanation", "Part", "Quoted", "Reason", "Weighed", "explain"]
