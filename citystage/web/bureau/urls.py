"""The addresses of the bureau: district, department and city."""

from django.urls import path

from citystage.web.bureau import (
    calls,
    case_acts,
    deciding,
    form_versions,
    import_columns,
    import_run,
    importing,
    likeness,
    opinions,
    polishing,
    recommending,
    registrations,
    rewording,
    triage,
)

app_name = "bureau"
urlpatterns = [
    path("import/", importing.lists, name="importing"),
    path("import/<int:run_id>/", import_run.run, name="import_run"),
    path("import/<int:run_id>/sheet/", import_columns.sheet, name="import_sheet"),
    path("import/<int:run_id>/columns/", import_columns.columns, name="import_columns"),
    path("import/<int:run_id>/check/", import_columns.check, name="import_check"),
    path("import/<int:run_id>/start/", import_run.begin, name="import_start"),
    path("import/<int:run_id>/cancel/", import_run.stop, name="import_cancel"),
    path("import/<int:run_id>/progress/", import_run.progress, name="import_progress"),
    path("import/<int:run_id>/rejected.xlsx", import_run.rejected, name="import_rejected"),
    path("triage/", triage.queue, name="triage"),
    path("triage/acts/", triage.acts, name="triage_acts"),
    path("cases/<int:case_id>/", polishing.record, name="case"),
    path("cases/<int:case_id>/edit/", rewording.edit, name="polish"),
    path("cases/<int:case_id>/revisions/", polishing.revisions, name="case_revisions"),
    path("cases/<int:case_id>/acts/<slug:verb>/", case_acts.act, name="case_act"),
    path(
        "cases/<int:case_id>/opinions/<int:opinion_id>/waive/",
        case_acts.waive,
        name="waive_opinion",
    ),
    path("cases/<int:case_id>/like/<int:other_id>/", likeness.pair, name="like"),
    path("likeness/", likeness.judgements, name="likeness"),
    path("likeness/<int:tie_id>/undo/", likeness.undo, name="undo_tie"),
    path("opinions/", opinions.waiting, name="opinions"),
    path("opinions/<int:opinion_id>/", opinions.give, name="opinion"),
    path("decisions/", deciding.batches, name="decisions"),
    path("decisions/<int:batch_id>/", deciding.batch, name="batch"),
    path("decisions/<int:batch_id>/prepare/<int:case_id>/", deciding.prepare, name="prepare"),
    path("decisions/<int:batch_id>/drop/<int:prepared_id>/", deciding.drop, name="drop"),
    path("decisions/<int:batch_id>/apply/", deciding.apply, name="apply"),
    path("recommending/", recommending.desk, name="recommending"),
    path("recommending/<int:pk>/", recommending.weigh, name="recommend"),
    path(
        "recommending/<int:pk>/recommend/",
        recommending.give,
        {"verb": "recommend"},
        name="give_recommend",
    ),
    path(
        "recommending/<int:pk>/decline/",
        recommending.give,
        {"verb": "decline"},
        name="give_decline",
    ),
    path(
        "recommending/<int:pk>/return/", recommending.give, {"verb": "return"}, name="give_return"
    ),
    path("recommending/calls/<int:call>/units/<int:unit>/", recommending.order, name="order"),
    path("calls/", calls.calls, name="calls"),
    path("calls/new/", calls.new, name="new_call"),
    path("calls/<int:pk>/", calls.call, name="call"),
    path("calls/<int:pk>/open/", calls.set_open, {"verb": "open"}, name="open_call"),
    path("calls/<int:pk>/close/", calls.set_open, {"verb": "close"}, name="close_call"),
    path("forms/", form_versions.forms, name="forms"),
    path("forms/new/", form_versions.new, name="new_form"),
    path("forms/<int:pk>/", form_versions.form, name="form"),
    path("forms/<int:pk>/edit/", form_versions.edit, name="edit_form"),
    path("registrations/", registrations.registrations, name="registrations"),
    path("registrations/<int:pk>/", registrations.registration, name="registration"),
    path(
        "registrations/<int:pk>/<slug:verb>/", registrations.decide, name="registration-decide"
    ),
]
