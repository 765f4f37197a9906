from django.urls import path

from citystage.web.shell import brand, demo, kept, style, switches

app_name = "shell"
urlpatterns = [
    path("brand/<slug:code>.css", brand.stylesheet, name="brand"),
    path("city/", switches.choose_city, name="city"),
    path("demo/", demo.demo, name="demo"),
    path("hat/", switches.choose_hat, name="hat"),
    path("kept/", kept.kept, name="kept"),
    path("style/", style.style, name="style"),
]
