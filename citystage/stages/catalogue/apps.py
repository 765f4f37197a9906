from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "citystage.stages.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from citystage.stages.catalogue import handlers  # noqa: F401, PLC0415 -- app ready
        from citystage.stages.catalogue.importing.registering import register_all  # noqa: PLC0415

        register_all()
