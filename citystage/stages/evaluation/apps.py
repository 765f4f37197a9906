from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "citystage.stages.evaluation"
    label = "evaluation"
