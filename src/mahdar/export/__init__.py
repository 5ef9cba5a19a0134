"""Records in formats that others read."""

from mahdar.export._exchange import encode_exchange, to_exchange
from mahdar.export._rows import TABLES
from mahdar.export._whole import encode_whole
from mahdar.export._write import FORMATS, export

__all__ = ["FORMATS", "TABLES", "encode_exchange", "encode_whole", "export", "to_exchange"]
