from django.apps import AppConfig


class BureauConfig(AppConfig):
    name = "citystage.web.bureau"
    label = "bureau"

    def ready(self) -> None:
        from citystage.web.bureau import destinations, navigation  # noqa: F401, PLC0415 -- app ready
        from citystage.web.bureau.cultivating import navigation as labs  # noqa: F401, PLC0415
