from django.apps import AppConfig


class CitiesConfig(AppConfig):
    name = "citystage.cities"
    label = "cities"

    def ready(self) -> None:
        from citystage.cities import facts  # noqa: F401, PLC0415 -- enters its facts in the register
