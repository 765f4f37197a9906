from django.apps import AppConfig


class ExpertConfig(AppConfig):
    name = "citystage.web.expert"
    label = "expert_pages"

    def ready(self) -> None:
        from citystage.web.expert import navigation  # noqa: F401, PLC0415 -- app ready
