"""The addresses of experts and institutions."""

from django.urls import path

from citystage.web.expert import entries, home, seats

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
    path("seats/<int:pk>/", seats.seat, name="seat"),
    path("seats/<int:pk>/<slug:verb>/", seats.answer, name="answer_seat"),
]
