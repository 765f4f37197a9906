from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "citystage.foundation.directory"
    label = "directory"
