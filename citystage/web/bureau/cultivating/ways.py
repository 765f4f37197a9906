"""The pages of the office's side, by their names."""

from citystage.web.shell.labs.showing import Ways

WAYS = Ways(
    lab="bureau:followed",
    need_new="bureau:followed_need_new",
    need_act="bureau:followed_need",
    record_new="bureau:followed_record_new",
    record="bureau:followed_record",
    record_strike="bureau:followed_record_strike",
    report="bureau:followed_report",
    paper="bureau:followed_paper",
)
