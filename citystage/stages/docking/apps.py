from django.apps import AppConfig


class DockingConfig(AppConfig):
    name = "citystage.stages.docking"
    label = "docking"

    def ready(self) -> None:
        from citystage.stages.docking import facts, handlers  # noqa: F401, PLC0415 -- app ready
