"""The addresses of intents and agreements."""

from django.urls import URLPattern, path

from citystage.web.docking.agreeing import agreement, entering, intent, listing

ADDRESSES: list[URLPattern] = [
    path("agreements/", listing.browse, name="agreements"),
    path("agreements/export.<slug:kind>", listing.export, name="agreements_export"),
    path("agreements/new/", entering.agreement, name="enter_agreement"),
    path("agreements/<int:pk>/", agreement.show_one, name="agreement"),
    path("agreements/<int:pk>/files/<int:proof>/", agreement.proof, name="agreement_proof"),
    path("agreements/<int:pk>/<slug:name>/", agreement.act, name="agreement_step"),
    path("intents/", listing.intents, name="intents"),
    path("intents/new/", entering.intent, name="enter_intent"),
    path("intents/<int:pk>/", intent.show_one, name="intent"),
    path("intents/<int:pk>/<slug:name>/", intent.act, name="intent_step"),
]
