"""The translation catalogue: read the sources, keep the one .po complete and sorted, compile it.

    python scripts/messages.py [--from DIR]   update from the sources (and JSON translations in DIR)
    python scripts/messages.py --compile      only compile
    python scripts/messages.py --check        fail unless complete and true to the sources

No GNU gettext is needed. A JSON file is one flat object {"English msgid": "中文"}; a message with a
context is written "context\u0004msgid", one with a plural under its singular.
"""

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CHECKOUT = Path(__file__).resolve().parent.parent
SOURCES = CHECKOUT / "citystage"
LOCALE = "zh_Hans"
PO = CHECKOUT / "locale" / LOCALE / "LC_MESSAGES" / "django.po"
HEADER = """msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_PLAIN = (1,)
_PLURAL = (1, 2)
_CONTEXT = ((1, "c"), 2)
_CONTEXT_PLURAL = ((1, "c"), 2, 3)
KEYWORDS = {
    name: spec
    for spec, names in (
        (_PLAIN, ("_", "gettext", "gettext_lazy", "gettext_noop")),
        (_PLURAL, ("ngettext", "ngettext_lazy")),
        (_CONTEXT, ("pgettext", "pgettext_lazy")),
        (_CONTEXT_PLURAL, ("npgettext", "npgettext_lazy")),
    )
    for name in names
}
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|\{\w*\}|(?<!%)%[sd]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?]")  # Chinese text takes full-width punctuation


@dataclass(frozen=True, slots=True)
class Entry:
    """One message as the sources have it."""

    context: str | None
    singular: str
    plural: str | None = None

    @property
    def key(self) -> str:
        return self.singular if self.context is None else f"{self.context}\x04{self.singular}"


@dataclass(slots=True)
class Translations:
    """Chinese by key, from JSON files; where two disagree the first file in order wins."""

    by_key: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def read(self, folder: Path) -> None:
        for path in sorted(folder.glob("*.json")):
            for key, text in json.loads(path.read_text(encoding="utf-8")).items():
                known = self.by_key.setdefault(_loose(key), text)
                if known != text:
                    self.notes.append(f"{path.name}: {key!r} is {known!r} elsewhere; kept that")

    def find(self, entry: Entry) -> str:
        text = self.by_key.get(_loose(entry.key)) or self.by_key.get(_loose(entry.singular), "")
        if "%%" in entry.singular and "%%" not in text:
            return re.sub(r"%(?!\()", "%%", text)
        return text


def _loose(key: str) -> str:
    return " ".join(key.replace("%%", "%").split(" "))


def entries() -> dict[str, Entry]:
    """Every message of the package, by key; a plural form beats a plain use of the same words."""
    found: dict[str, Entry] = {}
    for text in _texts():
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            parts = (message,) if isinstance(message, str) else tuple(message)
            if not parts[0]:
                continue
            entry = Entry(context, *parts[:2])
            if entry.plural is not None or entry.key not in found:
                found[entry.key] = entry
    return found


def _texts() -> Iterator[str]:
    for path in sorted(SOURCES.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.read_text(encoding="utf-8")
    for path in sorted(SOURCES.glob("**/templates/**/*")):
        if path.is_file():
            yield _as_python(path)


def _as_python(path: Path) -> str:
    from django.utils.translation.template import templatize  # noqa: PLC0415

    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return re.sub(r"\n[ \t]+", "\n", text).lstrip()  # the tokenizer minds uneven indentation


def read_catalogue() -> Catalog:
    if not PO.exists():
        return Catalog(locale=LOCALE)
    with PO.open("rb") as file:
        return read_po(file, locale=LOCALE)


def renewed(old: Catalog, translations: Translations) -> Catalog:
    """The catalogue of what the sources say now, with the Chinese there is."""
    new = Catalog(locale=LOCALE, charset="utf-8")
    for entry in entries().values():
        known = old.get(entry.singular, entry.context)
        text = translations.find(entry) or _chinese(known)
        if entry.plural is None:
            new.add(entry.singular, text, context=entry.context)
        else:
            new.add((entry.singular, entry.plural), (text,), context=entry.context)
    return new


def _chinese(message: Message | None) -> str:
    if message is None or message.fuzzy:
        return ""
    text = message.string
    return text if isinstance(text, str) else next(iter(text or ()), "")


def _originals(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def rendered(catalogue: Catalog) -> bytes:
    for message in catalogue:
        message.flags -= {"python-format", "python-brace-format"}  # guesses; faults() is stricter
    out = io.BytesIO()
    write_po(out, catalogue, no_location=True, omit_header=True, sort_output=True, width=100)
    return HEADER.encode() + out.getvalue()


def faults(catalogue: Catalog) -> Iterator[str]:
    """What is wrong with each message, in words."""
    for message in catalogue:
        if not message.id:
            continue
        originals, chinese = _originals(message), _chinese(message)
        if message.fuzzy:
            yield f"fuzzy: {originals[0]!r}"
        elif not chinese:
            yield f"not translated: {originals[0]!r}"
        elif (wanted := _placeholders(originals[-1])) != _placeholders(chinese):
            yield f"placeholders {sorted(wanted)} differ: {originals[0]!r} / {chinese!r}"
        elif HALF_WIDTH.search(PLACEHOLDER.sub("", chinese)):
            yield f"half-width punctuation: {originals[0]!r} / {chinese!r}"


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def compile_catalogue(catalogue: Catalog) -> None:
    making = PO.with_suffix(f".mo.{os.getpid()}")
    with making.open("wb") as file:
        write_mo(file, catalogue)
    making.replace(PO.with_suffix(".mo"))


def check() -> int:
    catalogue = read_catalogue()
    found = list(faults(catalogue))
    now = rendered(renewed(read_catalogue(), Translations()))
    if not PO.exists() or PO.read_bytes() != now:
        known = {message.id: 1 for message in catalogue}
        new = [e.singular for e in entries().values() if not catalogue.get(e.singular, e.context)]
        found += [f"not in the catalogue: {text!r}" for text in new if text not in known]
        found.append("the catalogue differs from the sources: run `python scripts/messages.py`")
    for fault in found:
        print(fault)
    print(f"messages: {len(catalogue)} in the catalogue, {len(found)} faults")
    return 1 if found else 0


def update(folder: Path | None) -> int:
    translations = Translations()
    if folder is not None:
        translations.read(folder)
    catalogue = renewed(read_catalogue(), translations)
    PO.parent.mkdir(parents=True, exist_ok=True)
    making = PO.with_suffix(f".po.{os.getpid()}")
    making.write_bytes(rendered(catalogue))
    making.replace(PO)
    compile_catalogue(catalogue)
    for note in [*translations.notes, *faults(catalogue)]:
        print(note)
    print(f"messages: {len(catalogue)} in the catalogue")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Keep the translation catalogue.")
    parser.add_argument(
        "--from", dest="folder", type=Path, help="take translations from DIR/*.json"
    )
    parser.add_argument("--check", action="store_true", help="change nothing, fail if incomplete")
    parser.add_argument("--compile", action="store_true", help="only compile the catalogue")
    options = parser.parse_args()
    if options.check:
        return check()
    if options.compile:
        compile_catalogue(read_catalogue())
        return 0
    return update(options.folder)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citystage.config.settings")
    os.environ.setdefault("SECRET_KEY", "for messages only")
    sys.exit(main())
