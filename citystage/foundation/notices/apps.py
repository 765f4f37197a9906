from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "citystage.foundation.notices"
    label = "notices"
