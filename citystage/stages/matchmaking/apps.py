from django.apps import AppConfig


class MatchmakingConfig(AppConfig):
    name = "citystage.stages.matchmaking"
    label = "matchmaking"

    def ready(self) -> None:
        from citystage.stages.matchmaking import handlers  # noqa: F401, PLC0415 -- app ready
