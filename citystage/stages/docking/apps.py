from django.apps import AppConfig


class DockingConfig(AppConfig):
    name = "citystage.stages.docking"
    label = "docking"
