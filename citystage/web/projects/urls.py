"""The addresses of projects."""

from django.urls import URLPattern, path

from citystage.web.projects.landing import (
    access,
    beginning,
    dues,
    listing,
    one,
    parts,
    reporting,
    sending,
    showing,
)
from citystage.web.projects.register import listing as claims
from citystage.web.projects.register import one as claim
from citystage.web.projects.register import reporting as claiming
from citystage.web.projects.register import verifying
from citystage.web.projects.replicating import patterns, supers

app_name = "projects"

_REGISTER: list[URLPattern] = [
    path("first-uses/", claims.first_uses, name="first_uses"),
    path("first-uses/export.<slug:kind>", claims.first_uses_export, name="first_uses_export"),
    path("first-uses/new/", claiming.first_use, name="new_first_use"),
    path("first-uses/alike/", claiming.look_alikes, name="look_alikes"),
    path("first-uses/<int:pk>/", claim.first_use, name="first_use"),
    path("first-uses/<int:pk>/files/<int:proof>/", claim.use_proof, name="use_proof"),
    path("first-uses/<int:pk>/<slug:name>/", claim.act_on_use, name="first_use_step"),
    path("firms/", claims.arrivals, name="arrivals"),
    path("firms/export.<slug:kind>", claims.arrivals_export, name="arrivals_export"),
    path("firms/new/", claiming.arrival, name="new_arrival"),
    path("firms/<int:pk>/", claim.arrival, name="arrival"),
    path("firms/<int:pk>/files/<int:proof>/", claim.arrival_proof, name="arrival_proof"),
    path("firms/<int:pk>/<slug:name>/", claim.act_on_arrival, name="arrival_step"),
    path("verify/<slug:code>/", verifying.verify, name="verify"),
    path("verify/<slug:code>/certificate.pdf", verifying.certificate, name="certificate"),
    path("verify/<slug:code>/credential.json", verifying.credential, name="credential"),
    path("verify/<slug:code>/status.json", verifying.status, name="status"),
]
_REPLICATING: list[URLPattern] = [
    path("patterns/", patterns.browse, name="patterns"),
    path("patterns/export.<slug:kind>", patterns.export, name="patterns_export"),
    path("patterns/<int:pk>/", patterns.one, name="pattern"),
    path("patterns/<int:pk>/write/", patterns.write, name="write_pattern"),
    path("patterns/<int:pk>/copy/", patterns.copy, name="copy_pattern"),
    path("patterns/<int:pk>/<slug:name>/", patterns.act, name="pattern_step"),
    path("super/", supers.browse, name="supers"),
    path("super/<slug:number>/", supers.one, name="super"),
    path("super/<slug:number>/link/", supers.link, name="link_child"),
    path("super/<slug:number>/unlink/", supers.unlink, name="unlink_child"),
]
_LANDING: list[URLPattern] = [
    path("", listing.browse, name="list"),
    path("export.<slug:kind>", listing.export, name="export"),
    path("lessons/", listing.failures, name="lessons"),
    path("new/", beginning.new, name="new"),
    path("api/<int:pk>/readings", sending.readings, name="send"),
    path("<int:pk>/", one.project, name="project"),
    path("<int:pk>/access/", access.browse, name="access"),
    path("<int:pk>/access/<int:access>/end/", access.end, name="end_access"),
    path("<int:pk>/evidence/new/<slug:kind>/", showing.add, name="add_evidence"),
    path("<int:pk>/evidence/<int:number>/", parts.evidence, name="evidence"),
    path("<int:pk>/evidence/<int:number>/file/", parts.evidence_file, name="evidence_file"),
    path("<int:pk>/evidence/<int:number>/<slug:name>/", parts.evidence, name="evidence_step"),
    path("<int:pk>/milestones/<int:number>/", parts.milestone, name="milestone"),
    path("<int:pk>/milestones/<int:number>/<slug:name>/", parts.milestone, name="milestone_step"),
    path("<int:pk>/amounts/<int:number>/", dues.payment, name="payment"),
    path("<int:pk>/amounts/<int:number>/file/", dues.payment_file, name="payment_file"),
    path("<int:pk>/amounts/<int:number>/<slug:name>/", dues.payment, name="payment_step"),
    path("<int:pk>/dues/<int:number>/", dues.instalment, name="instalment"),
    path("<int:pk>/dues/<int:number>/<slug:name>/", dues.instalment, name="instalment_step"),
    path("<int:pk>/flags/<int:number>/", parts.flag, name="flag"),
    path("<int:pk>/flags/<int:number>/<slug:name>/", parts.flag, name="flag_step"),
    path("<int:pk>/reports/<int:number>/", reporting.report, name="report"),
    path("<int:pk>/reports/<int:number>/<slug:name>/", reporting.report, name="report_step"),
    path("<int:pk>/<slug:name>/", one.act, name="project_step"),
]
urlpatterns: list[URLPattern] = [*_REGISTER, *_REPLICATING, *_LANDING]
