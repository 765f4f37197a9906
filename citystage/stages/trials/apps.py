from django.apps import AppConfig


class TrialsConfig(AppConfig):
    name = "citystage.stages.trials"
    label = "trials"

    def ready(self) -> None:
        from citystage.stages.trials import facts, handlers, searchable  # noqa: F401, PLC0415 -- app ready

        searchable.join()
