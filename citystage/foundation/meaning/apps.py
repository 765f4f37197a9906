from django.apps import AppConfig


class MeaningConfig(AppConfig):
    name = "citystage.foundation.meaning"
    label = "meaning"
