from django.apps import AppConfig


class TrialsPagesConfig(AppConfig):
    name = "citystage.web.trials"
    label = "trials_pages"

    def ready(self) -> None:
        from citystage.web.trials import navigation  # noqa: F401, PLC0415 -- app ready
