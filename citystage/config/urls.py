"""Every address of the site."""

from django.urls import URLPattern, URLResolver, include, path

from citystage.config import health

handler500 = "citystage.config.outage.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("", include("citystage.web.shell.urls")),
]
