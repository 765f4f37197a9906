"""The addresses of figures."""

from django.urls import URLPattern, path

from citystage.web.steering.figures import closing, exporting, listing, number, reasons, trying

ADDRESSES: list[URLPattern] = [
    path("figures/", listing.browse, name="figures"),
    path("figures/<slug:city>/close/<slug:word>/", closing.close, name="figures_close"),
    path("figures/<slug:city>/try/formula/", trying.formula, name="figure_try"),
    path("figures/<slug:city>/reading/<int:pk>/", reasons.reading, name="figure_reading"),
    path(
        "figures/<slug:city>/reading/<int:pk>/export.<slug:kind>",
        reasons.export,
        name="figure_reading_export",
    ),
    path("figures/<slug:city>/<slug:code>/", number.one, name="figure"),
    path(
        "figures/<slug:city>/<slug:code>/export.<slug:kind>",
        exporting.export,
        name="figure_export",
    ),
]
