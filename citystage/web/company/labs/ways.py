"""The pages of the lab's own side, by their names."""

from citystage.web.shell.labs.showing import Ways

WAYS = Ways(
    lab="company:lab",
    need_new="company:lab_need_new",
    need_act="company:lab_need",
    record_new="company:lab_record_new",
    record="company:lab_record",
    record_strike="company:lab_record_strike",
    report="company:lab_report",
    paper="company:lab_paper",
)
