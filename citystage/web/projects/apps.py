from django.apps import AppConfig


class ProjectsPagesConfig(AppConfig):
    name = "citystage.web.projects"
    label = "projects_pages"

    def ready(self) -> None:
        from citystage.web.projects import navigation  # noqa: F401, PLC0415 -- app ready
