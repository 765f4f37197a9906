from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "citystage.web.matching"
    label = "matching_pages"

    def ready(self) -> None:
        from citystage.web.matching import navigation  # noqa: F401, PLC0415 -- app ready
