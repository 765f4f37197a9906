from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "citystage.stages.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from citystage.stages.evaluation import handlers  # noqa: F401, PLC0415 -- app ready
