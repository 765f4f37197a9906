"""The WSGI door, for gunicorn."""

from django.core.wsgi import get_wsgi_application

from citystage.engines.ranking.library import library

application = get_wsgi_application()
# Here, before the server takes requests and splits into processes: no page waits for it.
library()
