#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the page of a review with a parser that is not ours: closed elements, links that lead
somewhere, nothing loaded, one script that is data."""
import html.parser
import json
import sys

TAGS = set('''html head article meta title style script body header h1 h2 h3 h4 p ul ol li a span main section sup
dl dt dd strong em b table caption thead tbody tr th td div pre code small details summary br'''.split())
VOID = {'meta', 'br'}
ATTRIBUTES = {'tabindex', 'role', 'aria-label', 'scope', 'lang', 'charset', 'http-equiv', 'content', 'name', 'class', 'id', 'href', 'dir', 'type'}
problems = []


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.targets, self.scripts = [], [], [], []

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS:
            problems.append('element ' + tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attributes:
            if name not in ATTRIBUTES:
                problems.append('attribute %s of %s' % (name, tag))
            if name == 'id':
                self.ids.append(value)
            if name == 'href':
                self.targets.append(value)
        if tag == 'script' and dict(attributes).get('type') != 'application/ld+json':
            problems.append('a script that is no data')

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            problems.append('closing ' + tag)

    def handle_data(self, data):
        if self.open and self.open[-1] == 'script':
            self.scripts.append(data)


page = Page()
with open(sys.argv[1], encoding='utf-8') as text:
    page.feed(text.read())
page.close()
if page.open:
    problems.append('never closed: %s' % page.open)
if len(set(page.ids)) != len(page.ids):
    problems.append('an id twice')
for target in page.targets:
    if not target.startswith('#') or target[1:] not in page.ids:
        problems.append('a link to nowhere: ' + target)
if json.loads(''.join(page.scripts))['@context'] != 'https://schema.org':
    problems.append('no ClaimReview')
print('\n'.join(problems))
sys.exit(1 if problems else 0)
