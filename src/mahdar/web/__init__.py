"""The site and the API: the same questions as the command line's, in a browser and over HTTP."""

from mahdar.web._app import create_app
from mahdar.web._listen import listen
from mahdar.web._site import Site, site_of

__all__ = ["Site", "create_app", "listen", "site_of"]
