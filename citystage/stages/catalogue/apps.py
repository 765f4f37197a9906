from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "citystage.stages.catalogue"
    label = "catalogue"
