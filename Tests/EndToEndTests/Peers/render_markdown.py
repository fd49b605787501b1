"""Renders GitHub Flavored Markdown from standard input by cmark-gfm, with all its extensions, and prints as JSON which
elements there are, and the text of each cell of the tables."""

import html.parser
import json
import sys

import cmarkgfm


class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.elements, self.cells, self.is_cell = set(), [], False

    def handle_starttag(self, tag, attributes):
        self.elements.add(tag)
        if tag in ("td", "th"):
            self.cells.append("")
            self.is_cell = True

    def handle_endtag(self, tag):
        self.is_cell = self.is_cell and tag not in ("td", "th")

    def handle_data(self, data):
        if self.is_cell:
            self.cells[-1] += data


reader = Reader()
reader.feed(cmarkgfm.github_flavored_markdown_to_html(sys.stdin.buffer.read().decode()))
json.dump({"elements": sorted(reader.elements), "cells": reader.cells}, sys.stdout)
