"""The addresses of figures."""

from django.urls import URLPattern, path

from citystage.web.steering.figures import closing, exporting, listing, number

ADDRESSES: list[URLPattern] = [
    path("figures/", listing.browse, name="figures"),
    path("figures/<slug:city>/close/<slug:word>/", closing.close, name="figures_close"),
    path("figures/<slug:city>/<slug:code>/", number.one, name="figure"),
    path(
        "figures/<slug:city>/<slug:code>/export.<slug:kind>",
        exporting.export,
        name="figure_export",
    ),
]
