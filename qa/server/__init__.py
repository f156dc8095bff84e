"""The web application: JSON routes, MCP, and the page that it is given, behind one guard."""

from qa.server.app import create_app, guarded
from qa.server.listening import Serving, run

__all__ = ["Serving", "create_app", "guarded", "run"]
