from django.apps import AppConfig


class OperatorConfig(AppConfig):
    name = "citystage.web.operator"
    label = "operator"

    def ready(self) -> None:
        from citystage.web.operator import navigation  # noqa: F401, PLC0415 -- app ready
