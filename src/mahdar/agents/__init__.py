"""The questions as tools for agents, by the Model Context Protocol: read-only, and each answer with its words and sources."""

from mahdar.agents._doors import serve_http, serve_stdio
from mahdar.agents._server import create_server

__all__ = ["create_server", "serve_http", "serve_stdio"]
