"""What is held while one writes: the assessment first, then one who is assessed, then a sheet."""

from citystage.stages.evaluation.models import Exercise, MarkSheet, Subject

WITH = ("unit", "lab__application__owner_unit", "lab__builder__seat", "scenario__owner", "side")


def lock_exercise(pk: int) -> Exercise:
    """The assessment, held: steps, weights, marks and self-reports come one after another."""
    rows = Exercise.objects.select_for_update(of=("self",)).select_related("city")
    return rows.get(pk=pk)


def lock_subject(pk: int) -> Subject:
    """One who is assessed, held together with the assessment."""
    found = Subject.objects.only("exercise_id").get(pk=pk)
    exercise = lock_exercise(found.exercise_id)
    rows = Subject.objects.select_for_update(of=("self",)).select_related(*WITH)
    locked = rows.get(pk=pk)
    locked.exercise = exercise
    return locked


def lock_sheet(pk: int) -> MarkSheet:
    """One score sheet, held together with its subject and assessment."""
    subject = lock_subject(MarkSheet.objects.only("subject_id").get(pk=pk).subject_id)
    rows = MarkSheet.objects.select_for_update(of=("self",)).select_related("examiner__expert")
    locked = rows.get(pk=pk)
    locked.subject = subject
    return locked
