#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a page with a parser that is not ours, and says what on it breaks a promise."""
import base64
import html.parser
import re
import sys
import xml.etree.ElementTree as tree

TAGS = set('''html head meta title style body header h1 h2 h3 h4 h5 h6 p nav ol ul li a span main section
dl dt dd strong em del table caption thead tbody tr th td div pre code small details summary figure img
figcaption aside blockquote br hr sup'''.split())
VOID = {'meta', 'img', 'br', 'hr'}
ATTRIBUTES = {'lang', 'charset', 'http-equiv', 'content', 'name', 'class', 'id', 'href', 'src', 'alt',
              'title', 'align', 'scope', 'dir', 'start', 'data-footnote-ref', 'data-footnote-backref', 'aria-label',
              'aria-labelledby', 'role', 'tabindex',
              'data-footnotes', 'data-footnote-backref-idx'}
problems = []


def check_picture(source):
    if source and not source.startswith('data:image/'):
        problems.append('picture from outside: ' + source[:60])
    elif source.startswith('data:image/svg+xml;base64,'):
        root = tree.fromstring(base64.b64decode(source.split(',', 1)[1], validate=True))
        for node in root.iter():
            if 'script' in node.tag or 'foreignObject' in node.tag:
                problems.append('in a chart: ' + node.tag)
            for name, value in node.attrib.items():
                if name.startswith('on') or (name.endswith('href') and not value.startswith('#')):
                    problems.append('in a chart: %s=%s' % (name, value))


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.targets = [], [], []
        self.policy = self.style = ''
        self.numbers, self.notes, self.note = {}, {}, None

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS:
            problems.append('element ' + tag)
        if tag not in VOID:
            self.open.append(tag)
        values = dict(attributes)
        if len(values) != len(attributes):
            problems.append('an attribute twice in ' + tag)
        for name, value in attributes:
            if name not in ATTRIBUTES:
                problems.append('attribute %s of %s' % (name, tag))
            if name == 'src':
                check_picture(value)
            if name == 'href':
                self.check_link(tag, value or '')
        if 'id' in values:
            self.ids.append(values['id'])
        if values.get('http-equiv') == 'Content-Security-Policy':
            self.policy = values['content']
        if tag == 'a' and values.get('class') == 'number':
            self.numbers[values['id']] = values['href']
        if tag == 'aside':
            self.note = values['id']
            self.notes[self.note] = ''

    def check_link(self, tag, value):
        if tag != 'a':
            problems.append('a link of ' + tag)
        elif value.startswith('#'):
            self.targets.append(value[1:])
        elif value and not re.match(r'(https?|mailto):', value) and re.match(r'[a-z+.-]+:', value, re.I):
            problems.append('link ' + value)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            problems.append('</%s> closes something else' % tag)
        if tag == 'aside':
            self.note = None

    def handle_data(self, data):
        if self.open and self.open[-1] == 'style':
            self.style += data
        if self.note is not None:
            self.notes[self.note] += data


page = Page()
page.feed(open(sys.argv[1], encoding='utf-8').read())
page.close()
if page.open:
    problems.append('never closed: ' + ' '.join(page.open))
if len(set(page.ids)) != len(page.ids):
    problems.append('an id twice')
for target in page.targets:
    if target and target not in page.ids:
        problems.append('no place is called ' + target)
if "default-src 'none'" not in page.policy or 'script-src' in page.policy:
    problems.append('policy: ' + page.policy)
if re.search(r'url\(|@import|https?:', page.style):
    problems.append('the style loads something')
for number, note in page.numbers.items():
    text = page.notes.get(note[1:], '')
    if 'SELECT' not in text or 'sha256' not in text:
        problems.append('no query, source or hash behind ' + number)
expected = int(sys.argv[2]) if len(sys.argv) > 2 else None
if expected is not None and len(page.numbers) != expected:
    problems.append('%d numbers' % len(page.numbers))
print('\n'.join(problems) or 'good')
