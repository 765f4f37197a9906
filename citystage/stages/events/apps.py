from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "citystage.stages.events"
    label = "events"
