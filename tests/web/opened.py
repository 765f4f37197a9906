"""Following the numbers of a page to their lists, and comparing."""

import re
from html import unescape
from urllib.parse import urljoin

# What the tag writes, the tall figures of the shell, and the tiles of a map.
NUMBERS = (
    re.compile(r'<a class="counted[^"]*" href="([^"]+)">\s*([\d,]+)'),
    re.compile(r'<p class="figure-value"><a href="([^"]+)">\s*([\d,]+)'),
    re.compile(r'<a href="([^"]+)"[^>]* class="tile [^"]*">[^§]*?class="tile-count">([\d,]+)'),
)
# The first number after the mark, whatever word stands before it.
HEAD = re.compile(r'class="list-count[^"]*"[^>]*>(?:<[^>]+>|[^<\d])*?(\d[\d,]*)')


def number(text):
    return int(text.replace(",", ""))


def differing(who, address):
    """(where it leads, the number, the head of the list) of those that differ, and how many led."""
    page = who.get(address)
    assert page.status_code == 200, address
    html = page.content.decode()
    led = {
        (urljoin(address, unescape(url).partition("#")[0]), number(told))
        for pattern in NUMBERS
        for url, told in pattern.findall(html)
    }
    return [(url, told, at) for url, told in led if (at := head(who, url)) != told], len(led)


def head(who, url):
    answer = who.get(url)
    assert answer.status_code == 200, url
    found = HEAD.search(answer.content.decode())
    # What this reader may not see is counted too, and said beside the head.
    return found and number(found[1]) + answer.context.get("left_out", 0)
