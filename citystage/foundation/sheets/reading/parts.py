"""Find which part of an .xlsx zip holds which sheet."""

import posixpath
import zipfile
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from citystage.foundation.sheets.reading.limits import Limits
from citystage.foundation.sheets.reading.zips import broken, unpack

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


def sheet_parts(archive: zipfile.ZipFile, limits: Limits) -> dict[str, str]:
    """Sheet name to the name of its XML part, for the parts that exist."""
    names = set(archive.namelist())
    if _WORKBOOK not in names or _RELATIONS not in names:
        raise broken()
    targets = {
        relation.get("Id", ""): _resolve(relation.get("Target", ""))
        for relation in _parse(archive, _RELATIONS, limits)
    }
    parts: dict[str, str] = {}
    for element in _parse(archive, _WORKBOOK, limits).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        relation = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        part = targets.get(relation, "")
        if part in names:
            parts[element.get("name", "")] = part
    return parts


def _resolve(target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join("xl", target))


def _parse(archive: zipfile.ZipFile, name: str, limits: Limits) -> Element:
    try:
        root: Element = fromstring(b"".join(unpack(archive, name, limits)))
    except (ParseError, DefusedXmlException, ValueError) as fault:
        raise broken() from fault
    return root
