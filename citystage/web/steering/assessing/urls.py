"""The addresses of yearly assessments."""

from django.urls import path

from citystage.web.steering.assessing import (
    beginning,
    choosing,
    listing,
    marking,
    matrix,
    one,
    own,
    rankings,
    sensitivity,
    subject,
    weighing,
)

_ONE = "assessments/<int:pk>/"
_OF = "assessments/<int:pk>/of/<int:number>/"
ADDRESSES = [
    path("assessments/", listing.browse, name="assessments"),
    path("assessments/file/<str:kind>/", listing.export, name="assessments_export"),
    path("assessments/new/", beginning.begin, name="assessment_new"),
    path(_ONE, one.one, name="assessment"),
    path(f"{_ONE}do/", one.one, name="assessment_do"),
    path(f"{_ONE}do/<str:name>/", one.act, name="assessment_act"),
    path(f"{_ONE}days/", beginning.days, name="assessment_days"),
    path(f"{_ONE}subjects/", choosing.subjects, name="assessment_subjects"),
    path(f"{_ONE}assessors/", choosing.examiners, name="assessment_examiners"),
    path(f"{_ONE}weights/", weighing.weights, name="assessment_weights"),
    path(f"{_ONE}matrix/", matrix.matrix, name="assessment_matrix"),
    path(f"{_ONE}matrix/<str:kind>/", matrix.export, name="assessment_matrix_export"),
    path(f"{_ONE}sensitivity/", sensitivity.sensitivity, name="assessment_sensitivity"),
    path(_OF, subject.subject, name="assessment_of"),
    path(f"{_OF}do/<str:name>/", subject.act, name="assessment_of_act"),
    path(f"{_OF}files/<int:file>/", subject.paper, name="assessment_of_file"),
    path(f"{_OF}letter/", subject.letter, name="assessment_of_letter"),
    path(f"{_OF}sheets/<int:sheet>/bar/", subject.bar, name="assessment_bar"),
    path("assessed/", own.mine, name="assessed"),
    path("assessed/<int:pk>/", own.own, name="assessed_one"),
    path("assessed/<int:pk>/reply/", own.reply, name="assessed_reply"),
    path("assessed/<int:pk>/letter/", own.letter, name="assessed_letter"),
    path("assessed/<int:pk>/files/<int:file>/", own.paper, name="assessed_file"),
    path("assessed/<int:pk>/files/<int:file>/remove/", own.remove, name="assessed_remove"),
    path("marks/", marking.sheets, name="marks"),
    path("marks/<int:pk>/", marking.sheet, name="mark"),
    path("marks/<int:pk>/keep/", marking.keep, name="mark_keep"),
    path("marks/<int:pk>/leave/", marking.leave, name="mark_leave"),
    path("marks/<int:pk>/files/<int:file>/", marking.paper, name="mark_file"),
    path("rankings/", rankings.rankings, name="rankings"),
    path("rankings/<int:pk>/", rankings.ranking, name="ranking"),
]
