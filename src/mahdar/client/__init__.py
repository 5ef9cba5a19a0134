"""The API in Python: the questions as methods, answered with the same structs as those of `mahdar.query`.

with Client("http://127.0.0.1:8000") as minutes:
    for line in minutes.said(who="Lavrov", acts=["deny"]):
        print(line.source.published, *line.words)
"""

from mahdar.client._client import Client

__all__ = ["Client"]
