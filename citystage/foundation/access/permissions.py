"""Every act that needs standing, named once: <stage>.<thing>.<verb>."""

from enum import StrEnum


class Permission(StrEnum):
    """The catalogue on the wall; roles pick from it and rules ask for it."""

    MEMBERSHIP_REGISTRATION_DECIDE = "membership.registration.decide"
    MEMBERSHIP_COLLEAGUE_INVITE = "membership.colleague.invite"
    MEMBERSHIP_GRANT_GIVE = "membership.grant.give"
    MEMBERSHIP_LOCKOUT_LIFT = "membership.lockout.lift"
    NOTICES_OUTBOX_MANAGE = "notices.outbox.manage"
    BACKGROUND_TASK_MIND = "background.task.mind"
    LEDGER_ENTRY_READ = "ledger.entry.read"
    LEDGER_CHAIN_VERIFY = "ledger.chain.verify"

    INTAKE_CALL_MANAGE = "intake.call.manage"
    INTAKE_FORM_EDIT = "intake.form.edit"
    INTAKE_APPLICATION_FILE = "intake.application.file"
    INTAKE_APPLICATION_FILE_FOR_OTHERS = "intake.application.file_for_others"
    INTAKE_APPLICATION_READ = "intake.application.read"
    INTAKE_APPLICATION_RETURN = "intake.application.return"
    INTAKE_APPLICATION_RECOMMEND = "intake.application.recommend"

    REVIEW_CASE_READ = "review.case.read"
    REVIEW_CASE_TRIAGE = "review.case.triage"
    REVIEW_CASE_POLISH = "review.case.polish"
    REVIEW_CASE_COMMENT = "review.case.comment"
    REVIEW_DUPLICATE_JUDGE = "review.duplicate.judge"
    REVIEW_OPINION_ASK = "review.opinion.ask"
    REVIEW_OPINION_GIVE = "review.opinion.give"
    REVIEW_DECISION_PREPARE = "review.decision.prepare"
    REVIEW_DECISION_APPLY = "review.decision.apply"

    SELECTION_PROGRAMME_MANAGE = "selection.programme.manage"
    SELECTION_CANDIDACY_READ = "selection.candidacy.read"
    SELECTION_CANDIDACY_CHECK = "selection.candidacy.check"
    SELECTION_EXPERT_MANAGE = "selection.expert.manage"
    SELECTION_CONFLICT_JUDGE = "selection.conflict.judge"
    SELECTION_PANEL_LEAD = "selection.panel.lead"
    SELECTION_PANEL_SERVE = "selection.panel.serve"
    SELECTION_DILIGENCE_DO = "selection.diligence.do"
    SELECTION_DECISION_PREPARE = "selection.decision.prepare"
    SELECTION_DECISION_APPLY = "selection.decision.apply"
    SELECTION_OBJECTION_DECIDE = "selection.objection.decide"

    CATALOGUE_RECORD_IMPORT = "catalogue.record.import"
    CATALOGUE_RECORD_EDIT = "catalogue.record.edit"
    CATALOGUE_LIST_PREPARE = "catalogue.list.prepare"
    CATALOGUE_LIST_RELEASE = "catalogue.list.release"
    CATALOGUE_LABEL_MANAGE = "catalogue.label.manage"
    CATALOGUE_CAPABILITY_DESCRIBE = "catalogue.capability.describe"

    MATCHMAKING_PAIR_READ = "matchmaking.pair.read"
    MATCHMAKING_PAIR_JUDGE = "matchmaking.pair.judge"
    MATCHMAKING_PAIR_PROPOSE = "matchmaking.pair.propose"
    MATCHMAKING_MANDATE_GIVE = "matchmaking.mandate.give"
    MATCHMAKING_CITY_REMATCH = "matchmaking.city.rematch"
    MATCHMAKING_SHOWING_READ = "matchmaking.showing.read"
    MATCHMAKING_RERANKING_SWITCH = "matchmaking.reranking.switch"
    MATCHMAKING_PROFILE_KEEP = "matchmaking.profile.keep"

    EVALUATION_LAB_KEEP = "evaluation.lab.keep"
    EVALUATION_LAB_READ = "evaluation.lab.read"
    EVALUATION_LAB_DECIDE = "evaluation.lab.decide"

    EVENTS_EVENT_MANAGE = "events.event.manage"
    EVENTS_DESK_SERVE = "events.desk.serve"

    DOCKING_ANSWER_GIVE = "docking.answer.give"
    DOCKING_ANSWER_JUDGE = "docking.answer.judge"
