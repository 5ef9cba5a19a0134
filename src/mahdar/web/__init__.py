"""The site and the API: the same questions as the command line's, in a browser and over HTTP."""

from mahdar.web._app import create_app

__all__ = ["create_app"]
