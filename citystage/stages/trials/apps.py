from django.apps import AppConfig


class TrialsConfig(AppConfig):
    name = "citystage.stages.trials"
    label = "trials"
