from django.urls import path

from citystage.web.public import (
    about,
    capabilities,
    exporting,
    feeds,
    home,
    lists,
    organisations,
    scenario,
    scenarios,
    sheets,
    subscribing,
    verifying,
)
from citystage.web.public.searching import page, suggesting

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("search", page.search, name="search"),
    path("search/suggest", suggesting.suggest, name="suggest"),
    path("scenarios/", scenarios.scenario_list, name="scenarios"),
    path("scenarios/feed.atom", feeds.scenario_feed, name="feed"),
    path("scenarios/subscribe/", subscribing.ask, name="subscribe"),
    path("subscribe/confirm/<str:token>/", subscribing.confirm, name="subscription_confirm"),
    path("subscribe/end/<str:token>/", subscribing.end, name="subscription_end"),
    path("scenarios/export.<slug:kind>", exporting.export, name="export"),
    path("scenarios/<slug:number>/", scenario.scenario_page, name="scenario"),
    path("scenarios/<slug:number>/contact/", scenario.show_contact, name="scenario_contact"),
    path("scenarios/<slug:number>/follow/", scenario.change_following, name="scenario_follow"),
    path("scenarios/<slug:number>/sheet.pdf", sheets.scenario_sheet, name="scenario_sheet"),
    path("scenarios/<slug:number>/card.png", sheets.scenario_image, name="scenario_image"),
    path("scenarios/<slug:number>/v<int:version>/", scenario.version_page, name="version"),
    path("lists/", lists.list_index, name="lists"),
    path("lists/<slug:city>/<slug:code>/", lists.list_page, name="list"),
    path("lists/<slug:city>/<slug:code>/frozen.json", lists.list_text, name="list_text"),
    path("lists/<slug:city>/<slug:code>/file.<slug:kind>", lists.list_file, name="list_file"),
    path("verify/", verifying.verify, name="verify"),
    path("capabilities/", capabilities.capability_list, name="capabilities"),
    path("capabilities/<int:pk>/", capabilities.capability_page, name="capability"),
    path(
        "capabilities/<int:pk>/contact/",
        capabilities.capability_contact,
        name="capability_contact",
    ),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations/<int:pk>/", organisations.organisation_page, name="organisation"),
    path(
        "organisations/<int:pk>/contact/",
        organisations.organisation_contact,
        name="organisation_contact",
    ),
    path("data/", about.open_data, name="data"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
