"""The site and the API: the same questions as the command line's, in a browser and over HTTP."""

from mahdar.web._app import create_app
from mahdar.web._audit import Audit, AuditLine
from mahdar.web._doors import Doors
from mahdar.web._listen import listen
from mahdar.web._site import Site, site_of
from mahdar.web._tokens import SCOPES, Token, Tokens
from mahdar.web._writing import now

__all__ = ["SCOPES", "Audit", "AuditLine", "Doors", "Site", "Token", "Tokens", "create_app", "listen", "now", "site_of"]
