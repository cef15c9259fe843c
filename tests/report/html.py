#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What a browser must find in every HTML report: elements in order, nothing
that runs or is loaded, headings without gaps, links that lead somewhere; and
in the style sheet, colours that can be read (WCAG 2.2, 1.4.3)."""
import glob
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

TOP = os.environ.get("srcdir", ".")
HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
ATTRIBUTES = {"charset", "class", "content", "href", "http-equiv", "id",
              "lang", "name", "rowspan", "scope", "style", "title"}
FORBIDDEN = {"script", "img", "iframe", "object", "embed", "link", "base",
             "form", "input", "svg", "audio", "video"}
LEAST_CONTRAST = 4.5


def faults(text):
    if not text.startswith("<!DOCTYPE html>\n<html "):
        yield "does not begin as HTML does"
    root = ElementTree.fromstring(text)
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    for name in set(ids):
        if ids.count(name) > 1 or re.search(r"\s", name):
            yield f"id {name!r} is no id"
    last = 0
    for element in root.iter():
        if element.tag in FORBIDDEN:
            yield f"<{element.tag}>"
        for name, value in element.attrib.items():
            if name not in ATTRIBUTES:
                yield f"attribute {name}"
            if name == "href" and value[1:] not in ids:
                yield f"link to {value}"
            if name == "style" and not re.fullmatch(
                    r"--depth:\d+|margin-left:[\d.]+%;width:[\d.]+%", value):
                yield f"style {value}"
        level = HEADINGS.get(element.tag)
        if level is not None:
            if level > last + 1 or (level == 1) != (last == 0):
                yield f"<{element.tag}> after level {last}"
            last = level
    for row in root.iter("tr"):
        if row.find("td") is not None and row.find("th") is None:
            yield "a row without a head of its own"


def luminance(color):
    parts = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4
              for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pale(style):
    for number, block in enumerate(re.findall(r":root \{(.*?)\}", style, re.S)):
        colors = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
        for ink in "ink", "faint", "link", "good", "bad", "warn":
            for ground in "paper", "panel":
                ratio = contrast(colors[ink], colors[ground])
                if ratio < LEAST_CONTRAST:
                    yield f"scheme {number}: {ink} on {ground} {ratio:.1f}"


def main():
    bad = 0

    def complain(where, what):
        nonlocal bad
        print(f"{where}: {what}")
        bad += 1

    paths = sorted(glob.glob(os.path.join(TOP, "tests/report/golden/*.html")))
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for what in faults(file.read()):
                complain(path, what)
    with open(os.path.join(TOP, "rpcdiag/report/report.css"),
              encoding="ascii") as file:
        style = file.read()
    for what in pale(style):
        complain("report.css", what)
    if re.search(r"[<&]|url\(|@import", style):
        complain("report.css", "not fit to stand in a document")
    spoilt = ('<!DOCTYPE html>\n<html lang="en"><body><h2 onclick="x">a</h2>'
              '<script/><a href="http://x">b</a></body></html>')
    if len(list(faults(spoilt))) != 4:
        complain("this test", "faults pass unseen")
    if not paths or len(re.findall(":root", style)) != 3:
        complain("this test", "looks at nothing")
    print("ok" if bad == 0 else "not ok", f"- {len(paths)} reports and the "
          "style sheet are fit for a browser")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
