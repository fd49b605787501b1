"""Opens a page of pushtrail in Chromium as its readers do, and prints as JSON what is wrong with it: an empty list if
nothing is.

    page.py PAGE.html [--json ANSWER.json] [--texts TEXTS.json]

PAGE is opened from disk and from a server, in both themes and at three widths, with and without scripts, and printed.
Every figure in it has to be the one in ANSWER, and every figure in ANSWER has to be in it. Each of TEXTS, a list, has to be
shown somewhere as it is."""

import argparse
import functools
import http.server
import html
import json
import os
import re
import subprocess
import threading

from playwright.sync_api import sync_playwright

from browsing import check_access, check_width, launched, opened, wrong

arguments = argparse.ArgumentParser()
arguments.add_argument("page")
arguments.add_argument("--json")
arguments.add_argument("--texts")
arguments = arguments.parse_args()
path = os.path.abspath(arguments.page)
DECEPTIVE = "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]"


def leaves(value, path=""):
    """The numbers of a JSON value, by their paths."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{path}[{index}]")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield path, value


def check_figures(page):
    answer = json.load(open(arguments.json))
    # What could deceive a reader is made visible on the page.
    expected = {re.sub(DECEPTIVE, "\ufffd", path): value for path, value in leaves(answer)}
    found = {}
    for path, value, shown in page.evaluate(
            "[...document.querySelectorAll('data[data-figure]')].map(e => [e.dataset.figure, e.value, e.textContent])"):
        if path not in expected:
            wrong.append(f"{path} is {value} on the page, and not in the JSON")
        elif abs(float(value) - expected[path]) > 1e-9:
            wrong.append(f"{path} is {value} on the page, {expected[path]} in the JSON")
        digits = re.sub(r"[^0-9.]", "", shown)
        # A number of people or events is shown in full; shares and times are rounded.
        is_count = isinstance(expected.get(path), int) and not re.search(r"rate|share|coverage|latency|seconds|value|interval|difference", path)
        if is_count and digits != str(expected[path]):
            wrong.append(f"{path}: {shown} is shown for {value}")
        found[path] = value
    for path in expected:
        if path not in found:
            wrong.append(f"{path} is not on the page")
    if len(found) < 5:
        wrong.append(f"only {len(found)} figures were found")


def check_sorting(page):
    """Each column of each table can be sorted by, largest number or first text first, then the other way round."""
    for table in page.query_selector_all("table.sortable"):
        if not table.is_visible():
            continue
        for index, button in enumerate(table.query_selector_all("thead button")):
            name = button.inner_text()
            for _ in range(2):
                button.click()
                head = button.evaluate_handle("button => button.closest('th')").as_element()
                order = head.get_attribute("aria-sort")
                cells = table.evaluate(
                    """(table, head) => [...table.tBodies[0].rows].map(row => {
                        const cell = row.cells[[...table.tHead.rows[0].cells].indexOf(head)];
                        const figure = cell.querySelector('data');
                        return figure ? Number(figure.value) : cell.textContent.trim();
                    })""", head)
                numbers = [cell for cell in cells if not isinstance(cell, str)]
                is_number = "number" in head.get_attribute("class")
                if is_number and any(isinstance(cell, str) and cell not in ("–", "") for cell in cells):
                    wrong.append(f"{name} would be sorted as text: {cells[:5]}")
                if numbers != sorted(numbers, reverse=order == "descending"):
                    wrong.append(f"sorted by {name}, {order}: {cells[:5]}")


def check_print(browser, address, size):
    """On paper no row of a table is cut, and nothing is hidden."""
    page = opened(browser, address)
    page.emulate_media(media="print")
    # Each row's cells get marks of their own at both ends.
    rows = page.evaluate(
        """() => {
            const rows = [...document.querySelectorAll('tbody tr')];
            rows.forEach((row, number) => {
                for (const cell of row.cells) {
                    if (cell.querySelector('svg')) continue;
                    cell.prepend(`q${number}q `);
                    cell.append(` q${number}q`);
                }
            });
            return rows.length;
        }""")
    paper = page.pdf(format=size, prefer_css_page_size=False)
    words = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=paper, capture_output=True, check=True).stdout.decode()
    pages = {}
    for number, sheet in enumerate(words.split("<page ")[1:]):
        edge = float(re.search(r'width="([0-9.]+)"', sheet)[1])
        for right, word in re.findall(r'xMax="([0-9.]+)"[^>]*>([^<]*)<', sheet):
            for mark in re.findall(r"q(\d+)q", word):
                pages.setdefault(int(mark), set()).add(number)
            if float(right) > edge:
                wrong.append(f"{size}: “{html.unescape(word)}” is cut at the edge of sheet {number + 1}")
    for row in range(rows):
        if row not in pages:
            wrong.append(f"{size}: row {row} is not on paper")
        elif len(pages[row]) > 1:
            wrong.append(f"{size}: row {row} is cut between sheets")


def check_texts(page):
    shown = set(page.evaluate("[...document.querySelectorAll('bdi')].map(e => e.textContent)"))
    for text in json.load(open(arguments.texts)):
        if text not in shown:
            wrong.append(f"not shown as it is: {text[:100]!r}")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(
    ("127.0.0.1", 0), functools.partial(Quiet, directory=os.path.dirname(path)))
threading.Thread(target=server.serve_forever, daemon=True).start()
on_disk = f"file://{path}"
on_server = f"http://127.0.0.1:{server.server_port}/{os.path.basename(path)}"

with sync_playwright() as playwright:
    browser = launched(playwright)
    # Colors depend on the theme, what is hidden on the width.
    for scheme, widths in (("light", (360, 768, 1440)), ("dark", (1440, 768, 360))):
        page = opened(browser, on_disk, scheme, widths[0])
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            check_width(page, f"{scheme}, {width} px")
        check_access(page, f"{scheme}, {width} px")
    page = opened(browser, on_server)
    text = page.inner_text("main")
    if arguments.json:
        check_figures(page)
    if arguments.texts:
        check_texts(page)
    check_sorting(page)
    if opened(browser, on_disk, scripts=False).inner_text("main") != text:
        wrong.append("without scripts the page says something else")
    for size in ("A4", "Letter"):
        check_print(browser, on_disk, size)
    browser.close()
print(json.dumps(wrong))
