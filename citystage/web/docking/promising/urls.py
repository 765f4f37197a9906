"""The addresses of promises and of minutes."""

from django.urls import URLPattern, path

from citystage.web.docking.promising import listing, minutes, noting, one

ADDRESSES: list[URLPattern] = [
    path("promises/", listing.browse, name="promises"),
    path("promises/export.<slug:kind>", listing.export, name="promises_export"),
    path("promises/new/", noting.new, name="note_promise"),
    path("promises/<int:pk>/", one.promise, name="promise"),
    path("promises/<int:pk>/files/<int:proof>/", one.proof, name="promise_proof"),
    path("promises/<int:pk>/<slug:name>/", one.act, name="promise_step"),
    path("promises/minutes/event/<int:pk>/", minutes.of_event, name="minutes_of_event"),
    path(
        "promises/minutes/event/<int:pk>/minutes.<slug:kind>",
        minutes.event_file,
        name="event_minutes",
    ),
    path(
        "promises/minutes/scenario/<slug:number>/", minutes.of_scenario, name="minutes_of_scenario"
    ),
    path(
        "promises/minutes/scenario/<slug:number>/minutes.<slug:kind>",
        minutes.scenario_file,
        name="scenario_minutes",
    ),
]
