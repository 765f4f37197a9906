from django.apps import AppConfig


class EventPagesConfig(AppConfig):
    name = "citystage.web.events"
    label = "event_pages"
