from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "citystage.foundation.taxonomy"
    label = "taxonomy"
