"""The addresses of following labs, under /bureau/labs/."""

from django.urls import path

from citystage.web.bureau.cultivating import deciding, listing, page, rounds

urlpatterns = [
    path("", listing.listed, name="cultivating"),
    path("export.<slug:kind>", listing.export, name="followed_export"),
    path("assessments/", rounds.rounds, name="assessments"),
    path("assessments/<int:pk>/", rounds.one, name="assessment"),
    path("assessments/<int:pk>/choose/", rounds.choose, name="assessment_choose"),
    path("assessments/<int:pk>/labs/<int:number>/", rounds.propose, name="assessment_propose"),
    path("assessments/<int:pk>/sheets/<int:number>/bar/", rounds.bar, name="assessment_bar"),
    path("assessments/<int:pk>/<slug:verb>/", rounds.finish, name="assessment_finish"),
    path("<int:pk>/", page.followed, name="followed"),
    path("<int:pk>/needs/", page.need_new, name="followed_need_new"),
    path("<int:pk>/needs/<int:number>/", page.need, name="followed_need"),
    path("<int:pk>/records/<slug:kind>/new/", page.record_new, name="followed_record_new"),
    path("<int:pk>/records/<int:number>/", page.record, name="followed_record"),
    path(
        "<int:pk>/records/<int:number>/strike/", page.record_strike, name="followed_record_strike"
    ),
    path("<int:pk>/reports/<int:number>/", deciding.report, name="followed_report"),
    path("<int:pk>/reports/<int:number>/back/", deciding.report_back, name="followed_report_back"),
    path("<int:pk>/reports/<int:number>/skip/", deciding.skip, name="followed_skip"),
    path("<int:pk>/renewals/<int:number>/<slug:verb>/", deciding.renewal, name="followed_renewal"),
    path("<int:pk>/second-look/<int:number>/", deciding.look, name="followed_look"),
    path("<int:pk>/proofs/<int:number>/<int:file>/", page.paper, name="followed_paper"),
]
