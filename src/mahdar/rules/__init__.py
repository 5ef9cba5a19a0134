"""The engine under the rules: phrases looked up by their first word, and the scope of cues. No Arabic inside."""

from mahdar.rules._phrases import PhraseTable
from mahdar.rules._scope import Modifier, Scope, find_scopes

__all__ = ["Modifier", "PhraseTable", "Scope", "find_scopes"]
