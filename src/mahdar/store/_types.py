"""Types of columns that mean the same in every database."""

from sqlalchemy import BigInteger, Integer, String

__all__ = ["LONG", "WORDS"]

# Words are ordered by code point, whatever the language of the server.
WORDS = String().with_variant(String(collation="C"), "postgresql")
# SQLite's own integers have room for 63 bits, and only a plain INTEGER is the key of its rows.
LONG = BigInteger().with_variant(Integer(), "sqlite")
