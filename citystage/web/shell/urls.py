from django.urls import path

from citystage.web.shell import brand, demo, going, kept, notices, style, switches

app_name = "shell"
urlpatterns = [
    path("brand/<slug:code>.css", brand.stylesheet, name="brand"),
    path("city/", switches.choose_city, name="city"),
    path("demo/", demo.demo, name="demo"),
    path("go/<str:subject>", going.go, name="go"),
    path("hat/", switches.choose_hat, name="hat"),
    path("kept/", kept.kept, name="kept"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("notices/settings/", notices.settings, name="notice_settings"),
    path("style/", style.style, name="style"),
]
