"""Every address of the site."""

from django.urls import URLPattern, URLResolver, include, path

from citystage.config import health
from citystage.web.shell import switches

handler500 = "citystage.config.outage.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("i18n/setlang/", switches.choose_language, name="set_language"),
    path("account/", include("citystage.web.shell.accounts")),
    path("bureau/", include("citystage.web.bureau.urls")),
    path("", include("citystage.web.shell.urls")),
    path("company/", include("citystage.web.company.urls")),
    path("", include("citystage.web.public.urls")),
    path("", include("citystage.web.work.urls")),
    path("expert/", include("citystage.web.expert.urls")),
    path("matching/", include("citystage.web.matching.urls")),
    path("docking/", include("citystage.web.docking.urls")),
    path("trials/", include("citystage.web.trials.urls")),
    path("projects/", include("citystage.web.projects.urls")),
    path("steering/", include("citystage.web.steering.urls")),
    path("events/", include("citystage.web.events.urls")),
    path("operator/", include("citystage.web.operator.urls")),
]
