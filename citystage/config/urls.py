"""Every address of the site."""

from django.urls import URLPattern, URLResolver, path

from citystage.config import health

handler500 = "citystage.config.outage.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
