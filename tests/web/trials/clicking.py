"""What people type into the forms of trials."""

from datetime import timedelta

from django.urls import reverse

from tests.trials.trying import TODAY


def post(client, view, *args, **data):
    """Send a form of trials."""
    return client.post(reverse(f"trials:{view}", args=args), data)


def text(**changes):
    """The points of an agreement as they are typed."""
    known = {
        "title": "夜间无人集卡试用",
        "object": "两台无人集卡。",
        "district": "",
        "place": "三号堆场",
        "starts_on": TODAY.isoformat(),
        "last_day": (TODAY + timedelta(days=180)).isoformat(),
        "free": "free",
        "fee": "",
        "template": "",
        "numbers": "240小时或1000公里",
        "price": "80",
        "data": "归需求单位。",
        "property": "各自保留。",
        "insurance": "供给方投保。",
        "exit": "提前15日通知。",
        "ladder": "standard",
        "supplier": "示例蓝色科技",
    }
    return known | changes
