from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "citystage.foundation.notices"
    label = "notices"

    def ready(self) -> None:
        from citystage.foundation.notices import handlers  # noqa: F401, PLC0415 -- app ready
