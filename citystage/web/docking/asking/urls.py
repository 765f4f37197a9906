"""The addresses of asks."""

from django.urls import URLPattern, path

from citystage.web.docking.asking import filing, listing, one, shown

ADDRESSES: list[URLPattern] = [
    path("asks/", listing.browse, name="asks"),
    path("asks/export.<slug:kind>", listing.export, name="asks_export"),
    path("asks/new/", filing.new, name="new_ask"),
    path("asks/answered/", shown.browse, name="answered_asks"),
    path("asks/answered/<int:pk>/", shown.one, name="answered_ask"),
    path("asks/<int:pk>/", one.ask, name="ask"),
    path("asks/<int:pk>/<slug:name>/", one.act, name="ask_step"),
]
