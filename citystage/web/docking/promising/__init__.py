"""Promises 承诺事项: noted on the phone, confirmed by both sides, followed until they are kept."""
