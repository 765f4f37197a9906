from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "citystage.stages.projects"
    label = "projects"

    def ready(self) -> None:
        from citystage.stages.projects import facts, handlers, searchable  # noqa: F401, PLC0415 -- app ready

        searchable.join()
