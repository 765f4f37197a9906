from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "citystage.web.public"
    label = "public"

    def ready(self) -> None:
        from citystage.web.public import navigation  # noqa: F401, PLC0415 -- app ready
