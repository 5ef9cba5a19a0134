"""The API in Python."""

__all__: list[str] = []
