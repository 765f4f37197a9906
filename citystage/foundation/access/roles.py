"""Roles: what a kind of person may do, wherever the grant places them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission as P


class Role(models.TextChoices):
    """A role is worn at a unit (a city, district, department or organisation) and reaches its subtree."""

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

_SIGNED_IN = frozenset({P.CATALOGUE_CONTACT_UNMASK})
_FILING = frozenset({P.INTAKE_APPLICATION_FILE, P.MEMBERSHIP_COLLEAGUE_INVITE})

CARRIES: dict[Role, frozenset[P]] = {
    Role.CITY_OFFICER: _SIGNED_IN
    | {
        P.INTAKE_CALL_MANAGE,
        P.INTAKE_FORM_EDIT,
        P.INTAKE_APPLICATION_READ,
        P.INTAKE_APPLICATION_FILE,
        P.INTAKE_APPLICATION_FILE_FOR_OTHERS,
        P.REVIEW_CASE_READ,
        P.REVIEW_CASE_TRIAGE,
        P.REVIEW_CASE_POLISH,
        P.REVIEW_CASE_COMMENT,
        P.REVIEW_DUPLICATE_JUDGE,
        P.REVIEW_OPINION_ASK,
        P.REVIEW_DECISION_PREPARE,
        P.REVIEW_DECISION_APPLY,
        P.CATALOGUE_RECORD_IMPORT,
        P.CATALOGUE_RECORD_EDIT,
        P.CATALOGUE_LIST_PREPARE,
        P.CATALOGUE_LIST_RELEASE,
        P.MEMBERSHIP_REGISTRATION_DECIDE,
        P.NOTICES_OUTBOX_MANAGE,
    },
    Role.DISTRICT_OFFICER: _SIGNED_IN
    | _FILING
    | {
        P.INTAKE_APPLICATION_FILE_FOR_OTHERS,
        P.INTAKE_APPLICATION_READ,
        P.INTAKE_APPLICATION_RETURN,
        P.INTAKE_APPLICATION_RECOMMEND,
        P.REVIEW_CASE_READ,
        P.REVIEW_CASE_COMMENT,
        P.REVIEW_OPINION_GIVE,
        P.MEMBERSHIP_REGISTRATION_DECIDE,
    },
    Role.DEPARTMENT_OFFICER: _SIGNED_IN
    | _FILING
    | {
        P.INTAKE_APPLICATION_READ,
        P.INTAKE_APPLICATION_RETURN,
        P.INTAKE_APPLICATION_RECOMMEND,
        P.REVIEW_CASE_COMMENT,
        P.REVIEW_OPINION_GIVE,
    },
    Role.DEMAND_OWNER: _SIGNED_IN | _FILING,
    Role.COMPANY_MEMBER: _SIGNED_IN
    | {P.CATALOGUE_CAPABILITY_DESCRIBE, P.MEMBERSHIP_COLLEAGUE_INVITE, P.INTAKE_APPLICATION_FILE},
    Role.EXPERT: _SIGNED_IN | {P.REVIEW_OPINION_GIVE},
    Role.DUE_DILIGENCE: _SIGNED_IN | {P.REVIEW_OPINION_GIVE},
    Role.FUND: _SIGNED_IN,
    Role.BANK: _SIGNED_IN,
    Role.BROKER: _SIGNED_IN | {P.INTAKE_APPLICATION_FILE_FOR_OTHERS, P.INTAKE_APPLICATION_FILE},
    Role.DATA_STEWARD: _SIGNED_IN | {P.REVIEW_OPINION_GIVE},
    Role.OUTPUT_CHECKER: _SIGNED_IN,
    Role.SYSTEM_ADMINISTRATOR: frozenset({P.MEMBERSHIP_GRANT_GIVE, P.NOTICES_OUTBOX_MANAGE}),
    Role.SECURITY_ADMINISTRATOR: frozenset({P.MEMBERSHIP_LOCKOUT_LIFT}),
    Role.AUDIT_ADMINISTRATOR: frozenset({P.LEDGER_ENTRY_READ, P.LEDGER_CHAIN_VERIFY}),
}
