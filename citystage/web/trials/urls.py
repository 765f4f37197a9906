"""The addresses of trials."""

from django.urls import URLPattern, path

from citystage.web.trials import (
    access,
    batches,
    closing,
    entering,
    incident,
    listing,
    public,
    readings,
    sending,
    tolerances,
    tolerating,
    trial,
    versions,
)

app_name = "trials"
urlpatterns: list[URLPattern] = [
    path("", listing.browse, name="list"),
    path("export.<slug:kind>", listing.export, name="export"),
    path("new/", entering.begin, name="begin"),
    path("closed/", public.closed, name="closed"),
    path("closed/<int:pk>/", public.closed_one, name="closed_one"),
    path("api/<int:pk>/readings", sending.readings, name="send"),
    path("tolerances/", tolerances.browse, name="tolerances"),
    path("tolerances/export.<slug:kind>", tolerances.export, name="tolerances_export"),
    path("tolerances/new/", tolerating.grant, name="grant"),
    path("tolerances/<int:pk>/", tolerating.show_one, name="tolerance"),
    path("tolerances/<int:pk>/<slug:name>/", tolerating.act, name="tolerance_step"),
    path("incidents/<int:pk>/", incident.show_one, name="incident"),
    path("incidents/<int:pk>/<slug:name>/", incident.act, name="incident_step"),
    path("<int:pk>/", trial.show_one, name="trial"),
    path("<int:pk>/write/", entering.write, name="write"),
    path("<int:pk>/amend/", entering.amend, name="amend"),
    path("<int:pk>/texts/", versions.browse, name="texts"),
    path("<int:pk>/texts/<int:number>/", versions.show_one, name="text"),
    path("<int:pk>/texts/<int:number>/agreement.<slug:kind>", versions.paper, name="paper"),
    path("<int:pk>/report.<slug:kind>", closing.paper, name="report"),
    path("<int:pk>/batches/", batches.browse, name="batches"),
    path("<int:pk>/batches/export.<slug:kind>", batches.export, name="batches_export"),
    path("<int:pk>/batches/<str:when>/", batches.day, name="day"),
    path("<int:pk>/batches/<str:when>/export.<slug:kind>", batches.day_export, name="day_export"),
    path("<int:pk>/readings/", readings.browse, name="readings"),
    path("<int:pk>/readings/export.<slug:kind>", readings.export, name="readings_export"),
    path("<int:pk>/readings/<int:reading>/", readings.one, name="reading"),
    path("<int:pk>/access/", access.browse, name="access"),
    path("<int:pk>/access/<int:token>/end/", access.end, name="end_access"),
    path("<int:pk>/<slug:name>/", trial.act, name="step"),
]
