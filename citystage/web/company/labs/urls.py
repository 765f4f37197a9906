"""The addresses of the lab's own side, under /company/labs/."""

from django.urls import path

from citystage.web.company.labs import improving, page, reports

urlpatterns = [
    path("", page.own_labs, name="labs"),
    path("<int:pk>/", page.lab_page, name="lab"),
    path("<int:pk>/needs/", page.need_new, name="lab_need_new"),
    path("<int:pk>/needs/<int:number>/", page.need, name="lab_need"),
    path("<int:pk>/records/<slug:kind>/new/", page.record_new, name="lab_record_new"),
    path("<int:pk>/records/<int:number>/", page.record, name="lab_record"),
    path("<int:pk>/records/<int:number>/strike/", page.record_strike, name="lab_record_strike"),
    path("<int:pk>/renewal/", page.renew, name="lab_renew"),
    path("<int:pk>/renewal/<int:number>/back/", page.renew_back, name="lab_renew_back"),
    path("<int:pk>/reports/<int:number>/", reports.report, name="lab_report"),
    path("<int:pk>/reports/<int:number>/keep/", reports.keep, name="lab_report_keep"),
    path("<int:pk>/reports/<int:number>/skip/", reports.skip, name="lab_report_skip"),
    path("<int:pk>/improvements/<int:number>/", improving.improvement, name="lab_improvement"),
    path(
        "<int:pk>/improvements/<int:number>/papers/<int:file>/", improving.paper, name="lab_paper"
    ),
]
