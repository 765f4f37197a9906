"""The addresses of experts and institutions."""

from django.urls import path

from citystage.web.expert import (
    assessing,
    consensus,
    diligence,
    entries,
    home,
    meeting,
    points,
    scoring,
    seats,
    wishing,
)

app_name = "expert"
urlpatterns = [
    path("", home.home, name="home"),
    path("entries/invite/", entries.invite, name="invite"),
    path("entries/<int:pk>/", entries.entry, name="entry"),
    path("entries/<int:pk>/edit/", entries.edit, name="edit"),
    path("entries/<int:pk>/acts/<slug:verb>/", entries.act, name="act"),
    path("entries/<int:pk>/relations/", entries.add_relation, name="add_relation"),
    path(
        "entries/<int:pk>/relations/<int:relation>/end/",
        entries.drop_relation,
        name="drop_relation",
    ),
    path("entries/<int:pk>/absences/", entries.add_absence, name="add_absence"),
    path(
        "entries/<int:pk>/absences/<int:absence>/drop/",
        entries.cancel_absence,
        name="cancel_absence",
    ),
    path("assessments/", assessing.assessments, name="assessments"),
    path("assessments/<int:pk>/", assessing.assessment, name="assessment"),
    path("assessments/<int:pk>/keep/", assessing.keep, name="assessment_keep"),
    path("assessments/<int:pk>/leave/", assessing.leave, name="assessment_leave"),
    path("meetings/<int:pk>/", meeting.meeting, name="meeting"),
    path("diligence/", diligence.listed, name="diligences"),
    path("diligence/points/<int:pk>/", points.point, name="point"),
    path("diligence/points/<int:pk>/<slug:verb>/", points.act, name="point_act"),
    path("diligence/<int:pk>/", diligence.work, name="diligence"),
    path("diligence/<int:pk>/declare/", diligence.declare, name="diligence_declare"),
    path("diligence/<int:pk>/items/<slug:item>/", diligence.answer, name="diligence_item"),
    path("diligence/<int:pk>/papers/<int:number>/", diligence.paper, name="diligence_paper"),
    path("diligence/<int:pk>/files/<int:number>/", diligence.file, name="diligence_file"),
    path("diligence/<int:pk>/<slug:verb>/", diligence.add, name="diligence_add"),
    path("piles/<int:pk>/", scoring.pile, name="pile"),
    path("wishes/<int:pk>/", wishing.wish, name="wish"),
    path("wishes/<int:pk>/<int:number>/declare/", wishing.declare, name="declare"),
    path("seats/<int:pk>/", seats.seat, name="seat"),
    path("seats/<int:pk>/score/", scoring.score, name="score"),
    path("seats/<int:pk>/consensus/", consensus.consensus, name="consensus"),
    path("seats/<int:pk>/score/keep/", scoring.keep, name="score_keep"),
    path("seats/<int:pk>/score/files/<slug:kind>/<int:number>/", scoring.file, name="score_file"),
    path("seats/<int:pk>/<slug:verb>/", seats.answer, name="answer_seat"),
]
