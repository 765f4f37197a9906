"""The addresses of selection inside the bureau; each part of the work adds its lines here."""

from django.urls import path

from citystage.web.bureau.selecting import (
    assigning,
    ballots,
    beginning,
    candidacies,
    candidacy,
    conflicts,
    experts,
    hub,
    objections,
    panels_sheet,
    rehearsal,
    terms,
)

urlpatterns = [
    path("new/", beginning.begin, name="new_selection"),
    path("<int:pk>/terms/", terms.terms, name="selection_terms"),
    path("<int:pk>/terms/edit/", terms.edit, name="selection_terms_edit"),
    path("<int:pk>/terms/<int:number>/", terms.versions, name="selection_version"),
    path("<int:pk>/pass-time/", hub.pass_time, name="selection_pass_time"),
    path("<int:pk>/candidacies/", candidacies.listed, name="selection_candidacies"),
    path("<int:pk>/candidacies/acts/", candidacies.acts, name="selection_candidacies_acts"),
    path(
        "<int:pk>/candidacies/export.<slug:kind>",
        candidacies.export,
        name="selection_candidacies_export",
    ),
    path("<int:pk>/candidacies/<int:number>/", candidacy.candidacy, name="selection_candidacy"),
    path("<int:pk>/candidacies/<int:number>/check/", candidacy.check, name="selection_check"),
    path("<int:pk>/dry-run/", rehearsal.rehearsal, name="selection_rehearsal"),
    path("<int:pk>/conflicts/", conflicts.listed, name="selection_conflicts"),
    path("<int:pk>/conflicts/look/", conflicts.look, name="selection_conflicts_look"),
    path("<int:pk>/conflicts/pin/", conflicts.pin, name="selection_conflict_pin"),
    path(
        "<int:pk>/conflicts/<int:conflict>/judge/", conflicts.judge, name="selection_conflict_judge"
    ),
    path("<int:pk>/panels/", assigning.assignment, name="selection_assignment"),
    path("<int:pk>/panels/compute/", assigning.compute, name="selection_compute"),
    path("<int:pk>/panels/ask/", assigning.ask, name="selection_ask"),
    path("<int:pk>/panels/export.csv", panels_sheet.export, name="selection_panels_export"),
    path("<int:pk>/panels/import/", panels_sheet.bring_in, name="selection_panels_import"),
    path("<int:pk>/panels/runs/<int:run>/apply/", assigning.apply, name="selection_apply_plan"),
    path("<int:pk>/panels/<int:number>/", assigning.panel, name="selection_panel"),
    path("<int:pk>/panels/<int:number>/seat/", assigning.seat, name="selection_seat"),
    path("<int:pk>/panels/seats/<int:seat>/<slug:verb>/", assigning.act, name="selection_seat_act"),
    path("experts/", experts.register, name="experts"),
    path("experts/export.<slug:kind>", experts.export, name="experts_export"),
    path("shareholdings/", experts.shareholdings, name="shareholdings"),
    path("shareholdings/<int:pk>/end/", experts.end_share, name="end_share"),
    path("", hub.programmes, name="selections"),
    path("<int:pk>/", hub.overview, name="selection"),
    path("<int:pk>/decision/", ballots.ballots, name="selection_ballots"),
    path("<int:pk>/decision/<int:ballot_id>/", ballots.ballot, name="selection_ballot"),
    path(
        "<int:pk>/decision/<int:ballot_id>/<slug:verb>/",
        ballots.act,
        name="selection_ballot_act",
    ),
    path(
        "<int:pk>/decision/<int:ballot_id>/items/<int:item_id>/",
        ballots.propose,
        name="selection_propose",
    ),
    path(
        "<int:pk>/decision/<int:ballot_id>/items/<int:item_id>/drop/",
        ballots.drop,
        name="selection_drop",
    ),
    path("<int:pk>/notices/", objections.notices, name="selection_notices"),
    path(
        "<int:pk>/notices/<int:notice_id>/pass/",
        objections.pass_time,
        name="selection_pass_time",
    ),
    path(
        "<int:pk>/objections/<int:objection_id>/",
        objections.objection,
        name="selection_objection",
    ),
    path(
        "<int:pk>/objections/<int:objection_id>/<slug:verb>/",
        objections.act,
        name="selection_objection_act",
    ),
    path(
        "<int:pk>/objections/<int:objection_id>/papers/<int:paper_id>/",
        objections.paper,
        name="selection_objection_paper",
    ),
]
