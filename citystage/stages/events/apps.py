from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "citystage.stages.events"
    label = "events"

    def ready(self) -> None:
        from citystage.stages.events import facts, handlers, searchable  # noqa: F401, PLC0415 -- app ready

        searchable.join()
