"""The questions as tools for agents."""

__all__: list[str] = []
