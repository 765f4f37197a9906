from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "citystage.stages.selection"
    label = "selection"

    def ready(self) -> None:
        from citystage.stages.selection import handlers  # noqa: F401, PLC0415 -- app ready
