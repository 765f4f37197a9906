from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "citystage.web.work"
    label = "work"

    def ready(self) -> None:
        from citystage.web.work import destinations, navigation  # noqa: F401, PLC0415 -- app ready
