from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "citystage.foundation.sheets"
    label = "sheets"
