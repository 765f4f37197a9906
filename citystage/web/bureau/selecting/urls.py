"""The addresses of selection inside the bureau; each part of the work adds its lines here."""

from django.urls import path

from citystage.web.bureau.selecting import experts, hub

urlpatterns = [
    path("experts/", experts.register, name="experts"),
    path("experts/export.<slug:kind>", experts.export, name="experts_export"),
    path("shareholdings/", experts.shareholdings, name="shareholdings"),
    path("shareholdings/<int:pk>/end/", experts.end_share, name="end_share"),
    path("", hub.programmes, name="selections"),
    path("<int:pk>/", hub.overview, name="selection"),
]
