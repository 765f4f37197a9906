from django.apps import AppConfig


class EventPagesConfig(AppConfig):
    name = "citystage.web.events"
    label = "event_pages"

    def ready(self) -> None:
        from citystage.web.events import destinations, navigation  # noqa: F401, PLC0415 -- app ready
