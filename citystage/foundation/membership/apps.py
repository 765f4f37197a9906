from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "citystage.foundation.membership"
    label = "membership"
