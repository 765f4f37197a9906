"""The addresses of plans, and of the public page of results."""

from django.urls import URLPattern, path

from citystage.web.steering.plan import correcting, editing, pages, results

ADDRESSES: list[URLPattern] = [
    path("results/", results.results, name="results"),
    path("plan/", pages.index, name="plans"),
    path("plan/new/", editing.new, name="plan_new"),
    path("plan/<int:pk>/", pages.one, name="plan"),
    path("plan/<int:pk>/edit/", editing.edit, name="plan_edit"),
    path("plan/<int:pk>/targets/", editing.add, name="target_new"),
    path("plan/targets/<int:pk>/revise/", editing.revise, name="target_revise"),
    path("plan/targets/<int:pk>/words/", correcting.words, name="target_words"),
    path("plan/targets/<int:pk>/drop/", editing.drop, name="target_drop"),
]
