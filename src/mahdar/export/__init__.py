"""Records, events and episodes in formats that others read."""

from typing import TYPE_CHECKING

from mahdar._rooms import shown

if TYPE_CHECKING:
    from mahdar.export._exchange import encode_exchange, to_exchange
    from mahdar.export._formats import FORMATS, Format
    from mahdar.export._rows import FINDINGS, TABLES
    from mahdar.export._whole import encode_whole
    from mahdar.export._write import export
    from mahdar.query import FILTERS, Selection
else:
    __getattr__, __dir__ = shown(
        __name__,
        {
            "_exchange": "encode_exchange to_exchange",
            "_formats": "FORMATS Format",
            "_rows": "FINDINGS TABLES",
            "_whole": "encode_whole",
            "_write": "export",
            "mahdar.query": "FILTERS Selection",
        },
    )

__all__ = [
    "FILTERS",
    "FINDINGS",
    "FORMATS",
    "TABLES",
    "Format",
    "Selection",
    "encode_exchange",
    "encode_whole",
    "export",
    "to_exchange",
]
