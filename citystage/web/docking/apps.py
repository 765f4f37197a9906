from django.apps import AppConfig


class DockingPagesConfig(AppConfig):
    name = "citystage.web.docking"
    label = "docking_pages"
