from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "citystage.stages.projects"
    label = "projects"
