from django.apps import AppConfig


class DockingPagesConfig(AppConfig):
    name = "citystage.web.docking"
    label = "docking_pages"

    def ready(self) -> None:
        from citystage.web.docking import navigation  # noqa: F401, PLC0415 -- app ready
