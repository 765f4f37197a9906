from django.apps import AppConfig


class CompanyConfig(AppConfig):
    name = "citystage.web.company"
    label = "company"

    def ready(self) -> None:
        from citystage.web.company import navigation  # noqa: F401, PLC0415 -- app ready
