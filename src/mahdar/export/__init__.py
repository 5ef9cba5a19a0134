"""Records in formats that others read."""

from mahdar.export._exchange import encode_exchange, to_exchange
from mahdar.export._rows import TABLES
from mahdar.export._write import FORMATS, export

__all__ = ["FORMATS", "TABLES", "encode_exchange", "export", "to_exchange"]
