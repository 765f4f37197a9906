from django.apps import AppConfig


class SteeringPagesConfig(AppConfig):
    name = "citystage.web.steering"
    label = "steering_pages"

    def ready(self) -> None:
        from citystage.web.steering import navigation  # noqa: F401, PLC0415 -- app ready
