"""The addresses of matching."""

from django.urls import path

from citystage.web.matching import (
    able,
    deciding,
    drafts,
    exporting,
    index,
    mandating,
    showings,
    teaming,
)

app_name = "matching"
urlpatterns = [
    path("", index.index, name="index"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/gate/", drafts.gate, name="draft_gate"),
    path("showings/", showings.browse, name="showings"),
    path("showings/<int:pk>/", showings.one, name="showing"),
    path("showings/export.<slug:kind>", showings.export, name="showings_export"),
    path(
        "drafts/<int:pk>/<int:organisation>/<slug:verb>/",
        deciding.decide_draft,
        name="decide_draft",
    ),
    path("<slug:number>/", able.able, name="able"),
    path("<slug:number>/teams/", teaming.teams, name="teams"),
    path("<slug:number>/export.<slug:kind>", exporting.export, name="export"),
    path("<slug:number>/mandates/", mandating.give, name="give_mandate"),
    path("<slug:number>/mandates/<int:pk>/end/", mandating.end, name="end_mandate"),
    path("<slug:number>/<int:organisation>/<slug:verb>/", deciding.decide, name="decide"),
]
