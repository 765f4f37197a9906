"""The addresses of administration."""

from django.urls import path

from citystage.web.operator import ledger, lockouts, outbox, people, tasks

app_name = "operator"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/give/", people.give, name="give"),
    path("grants/<int:pk>/end/", people.end, name="end"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.mail, name="mail"),
    path("outbox/<int:pk>/<slug:verb>/", outbox.act, name="mail_act"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<uuid:pk>/", tasks.task, name="task"),
    path("tasks/<uuid:pk>/again/", tasks.again, name="task-again"),
    path("tasks/<uuid:pk>/drop/", tasks.dropping, name="task-drop"),
    path("lockouts/", lockouts.locked, name="lockouts"),
    path("lockouts/lift/", lockouts.lift, name="lift"),
    path("ledger/", ledger.browse, name="ledger"),
    path("ledger/export.csv", ledger.export, name="ledger-export"),
    path("ledger/unmaskings/", ledger.unmaskings, name="unmaskings"),
    path("ledger/verify/", ledger.verification, name="verification"),
    path("ledger/<int:pk>/", ledger.entry, name="entry"),
]
