"""Roles: what a kind of person may do, wherever the grant places them."""

from collections.abc import Set as AbstractSet

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission


class Role(models.TextChoices):
    """A role is worn at a unit, of any kind, and reaches its subtree."""

    CITY_OFFICER = "city_officer", _("city coordinating officer")
    DISTRICT_OFFICER = "district_officer", _("district officer")
    DEPARTMENT_OFFICER = "department_officer", _("department officer")
    DEMAND_OWNER = "demand_owner", _("demand owner")
    COMPANY_MEMBER = "company_member", _("supplier")
    EXPERT = "expert", _("expert")
    DUE_DILIGENCE = "due_diligence", _("due-diligence institution")
    FUND = "fund", _("fund")
    BANK = "bank", _("bank")
    BROKER = "broker", _("scene manager or broker")
    DATA_STEWARD = "data_steward", _("data steward")
    OUTPUT_CHECKER = "output_checker", _("output checker")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("system administrator")
    SECURITY_ADMINISTRATOR = "security_administrator", _("security administrator")
    AUDIT_ADMINISTRATOR = "audit_administrator", _("audit administrator")


# 三员分立: no one person holds two of these; a constraint in the database keeps it so.
APART = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR)

# Who sees who could do a scenario within reach, and decides on it.
_MATCHING = frozenset({Permission.MATCHMAKING_PAIR_READ, Permission.MATCHMAKING_PAIR_JUDGE})
# Who opens a scenario within reach for answers, compares them and decides.
_DOCKING = frozenset({Permission.DOCKING_ANSWER_JUDGE})
# Who sits at the table: promises, intents and agreements of the own unit.
_TALKING = frozenset({Permission.DOCKING_PROMISE_MAKE, Permission.DOCKING_DEAL_KEEP})
# Whose offices answer asks, and follow up what was begun.
_TRACKING = _TALKING | {
    Permission.DOCKING_ASK_FILE,
    Permission.DOCKING_ASK_REPLY,
    Permission.DOCKING_FOLLOW_KEEP,
    Permission.DOCKING_TRACK_READ,
}
# Who reads the steering view, the plans and the duty matrix.
_STEERING = frozenset(
    {Permission.PLAN_STEERING_READ, Permission.FIGURE_READ, Permission.FIGURE_RECORD_READ}
)
# Who asks a department to open something, and follows up its own scenarios.
_ASKING = _TALKING | {Permission.DOCKING_ASK_FILE, Permission.DOCKING_FOLLOW_KEEP}
# Who draws up and signs trials for the own unit, and whose office oversees them.
_TRYING = frozenset({Permission.TRIAL_KEEP})
_OVERSEEING = _TRYING | {
    Permission.TRIAL_READ,
    Permission.TRIAL_PERMIT,
    Permission.TRIAL_TOLERATE,
}
# Who takes part in projects for the own unit, and whose office sees those within reach.
_LANDING = frozenset({Permission.PROJECT_RECORD_KEEP, Permission.PROJECT_CLAIM_REPORT})
_LANDED = _LANDING | {Permission.PROJECT_RECORD_READ}
# Who holds events for its area, and admits people at the door.
_HOSTING = frozenset({Permission.EVENTS_EVENT_MANAGE, Permission.EVENTS_DESK_SERVE})
# Who runs a selection from its terms to its effect.
_SELECTING = frozenset(
    {
        Permission.SELECTION_PROGRAMME_MANAGE,
        Permission.SELECTION_CANDIDACY_READ,
        Permission.SELECTION_CANDIDACY_CHECK,
        Permission.SELECTION_EXPERT_MANAGE,
        Permission.SELECTION_CONFLICT_JUDGE,
        Permission.SELECTION_PANEL_LEAD,
        Permission.SELECTION_DECISION_PREPARE,
        Permission.SELECTION_DECISION_APPLY,
        Permission.SELECTION_OBJECTION_DECIDE,
        Permission.CATALOGUE_LABEL_MANAGE,
        Permission.EVALUATION_LAB_READ,
        Permission.EVALUATION_LAB_DECIDE,
    }
)
_FILING = frozenset({Permission.INTAKE_APPLICATION_FILE, Permission.MEMBERSHIP_COLLEAGUE_INVITE})

_CARRIED: dict[Role, AbstractSet[Permission]] = {
    Role.CITY_OFFICER: _MATCHING
    | _DOCKING
    | _STEERING
    | _TRACKING
    | _OVERSEEING
    | _LANDED
    | _SELECTING
    | _HOSTING
    | {
        Permission.PLAN_PLAN_EDIT,
        Permission.FIGURE_PERIOD_CLOSE,
        Permission.FIGURE_FORMULA_TRY,
        Permission.PROJECT_CLAIM_PROVE,
        Permission.PROJECT_PATTERN_PUBLISH,
        Permission.DOCKING_ASK_DECIDE,
        Permission.MATCHMAKING_MANDATE_GIVE,
        Permission.ASSESS_EXERCISE_MANAGE,
        Permission.ASSESS_TEMPLATE_WRITE,
        Permission.MATCHMAKING_CITY_REMATCH,
        Permission.MATCHMAKING_RERANKING_SWITCH,
        Permission.MATCHMAKING_SHOWING_READ,
        Permission.INTAKE_CALL_MANAGE,
        Permission.INTAKE_FORM_EDIT,
        Permission.INTAKE_APPLICATION_READ,
        Permission.INTAKE_APPLICATION_FILE,
        Permission.INTAKE_APPLICATION_FILE_FOR_OTHERS,
        Permission.REVIEW_CASE_READ,
        Permission.REVIEW_CASE_TRIAGE,
        Permission.REVIEW_CASE_POLISH,
        Permission.REVIEW_CASE_COMMENT,
        Permission.REVIEW_DUPLICATE_JUDGE,
        Permission.REVIEW_OPINION_ASK,
        Permission.REVIEW_DECISION_PREPARE,
        Permission.REVIEW_DECISION_APPLY,
        Permission.CATALOGUE_RECORD_IMPORT,
        Permission.CATALOGUE_RECORD_EDIT,
        Permission.CATALOGUE_LIST_PREPARE,
        Permission.CATALOGUE_LIST_RELEASE,
        Permission.MEMBERSHIP_REGISTRATION_DECIDE,
        Permission.NOTICES_OUTBOX_MANAGE,
    },
    Role.DISTRICT_OFFICER: _FILING
    | _MATCHING
    | _HOSTING
    | _DOCKING
    | _STEERING
    | _TRACKING
    | _OVERSEEING
    | _LANDED
    | {
        Permission.INTAKE_APPLICATION_FILE_FOR_OTHERS,
        Permission.INTAKE_APPLICATION_READ,
        Permission.INTAKE_APPLICATION_RETURN,
        Permission.INTAKE_APPLICATION_RECOMMEND,
        Permission.REVIEW_CASE_READ,
        Permission.REVIEW_CASE_COMMENT,
        Permission.ASSESS_SUBJECT_ANSWER,
        Permission.REVIEW_OPINION_GIVE,
        Permission.SELECTION_CANDIDACY_READ,
        Permission.EVALUATION_LAB_READ,
        Permission.MEMBERSHIP_REGISTRATION_DECIDE,
    },
    Role.DEPARTMENT_OFFICER: _FILING
    | _MATCHING
    | _HOSTING
    | _DOCKING
    | _STEERING
    | _TRACKING
    | _OVERSEEING
    | _LANDED
    | {
        # Of those bodies that its city's pack names.
        Permission.PROJECT_CLAIM_PROVE,
        Permission.INTAKE_APPLICATION_READ,
        Permission.INTAKE_APPLICATION_RETURN,
        Permission.INTAKE_APPLICATION_RECOMMEND,
        Permission.REVIEW_CASE_COMMENT,
        Permission.ASSESS_SUBJECT_ANSWER,
        Permission.REVIEW_OPINION_GIVE,
    },
    Role.DEMAND_OWNER: _FILING
    | _MATCHING
    | _DOCKING
    | _ASKING
    | _TRYING
    | _LANDING
    | {
        Permission.DOCKING_ANSWER_GIVE,
        Permission.EVALUATION_LAB_KEEP,
        Permission.ASSESS_SUBJECT_ANSWER,
    },
    # A company may also own scenarios; its own seat is all it reaches.
    Role.COMPANY_MEMBER: _MATCHING
    | _DOCKING
    | _ASKING
    | _TRYING
    | _LANDING
    | {
        Permission.DOCKING_ANSWER_GIVE,
        Permission.MATCHMAKING_PROFILE_KEEP,
        Permission.CATALOGUE_CAPABILITY_DESCRIBE,
        Permission.ASSESS_SUBJECT_ANSWER,
        Permission.EVALUATION_LAB_KEEP,
        Permission.MEMBERSHIP_COLLEAGUE_INVITE,
        Permission.INTAKE_APPLICATION_FILE,
    },
    Role.EXPERT: {Permission.REVIEW_OPINION_GIVE, Permission.SELECTION_PANEL_SERVE},
    Role.DUE_DILIGENCE: {Permission.REVIEW_OPINION_GIVE, Permission.SELECTION_DILIGENCE_DO},
    # Investors look closer as investors do; whether one that means to invest may, the terms say.
    Role.FUND: _TALKING
    | {
        Permission.MATCHMAKING_PROFILE_KEEP,
        Permission.EVALUATION_LAB_KEEP,
        Permission.SELECTION_DILIGENCE_DO,
    },
    Role.BANK: _TALKING | {Permission.MATCHMAKING_PROFILE_KEEP},
    Role.BROKER: _TALKING
    | {
        Permission.MATCHMAKING_PAIR_PROPOSE,
        Permission.MATCHMAKING_PROFILE_KEEP,
        # Of companies that agreed to it; they alone hand it in.
        Permission.DOCKING_ANSWER_PREPARE,
        Permission.INTAKE_APPLICATION_FILE_FOR_OTHERS,
        Permission.INTAKE_APPLICATION_FILE,
    },
    Role.DATA_STEWARD: {Permission.REVIEW_OPINION_GIVE},
    Role.OUTPUT_CHECKER: set(),
    Role.SYSTEM_ADMINISTRATOR: {
        Permission.FIGURE_FORMULA_TRY,
        Permission.MEMBERSHIP_GRANT_GIVE,
        Permission.NOTICES_OUTBOX_MANAGE,
        Permission.BACKGROUND_TASK_MIND,
    },
    Role.SECURITY_ADMINISTRATOR: {Permission.MEMBERSHIP_LOCKOUT_LIFT},
    Role.AUDIT_ADMINISTRATOR: {
        Permission.LEDGER_ENTRY_READ,
        Permission.LEDGER_CHAIN_VERIFY,
        Permission.MATCHMAKING_SHOWING_READ,
    },
}
CARRIES: dict[Role, frozenset[Permission]] = {
    role: frozenset(carried) for role, carried in _CARRIED.items()
}
