#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages bear the eyes of axe-core (https://github.com/dequelabs/axe-core) in a headless Chromium.

Skipped where one of them is missing. Chromium is looked for in PATH, axe.min.js in $MIZAN_AXE and in
node_modules (npm install axe-core).
"""
import html
import json
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tap  # pylint: disable=wrong-import-position

BRIEF = """---
title: %s
lang: %s
---

## A heading

There are `{sql} SELECT count(*) FROM published_figure` figures.

```{sql}
--| chart: bar
--| x: publisher
--| y: figures
--| title: Figures
SELECT publisher, count(*) AS figures FROM published_figure GROUP BY 1
```

```{sql}
SELECT publisher, indicator, value FROM published_figure LIMIT 5
```

### A smaller heading

```{claim}
--| text: Deaths rose in every year from 2021 to 2024.
--| by: somebody
--| check: rises-every-year
--| indicator: deaths
--| country: PAK
--| from: 2021
--| to: 2024
```
"""
# Rules of WCAG 2.0 to 2.2, A and AA, and axe's best practices.
RUN = """<script>%s</script><script>
for (const d of document.querySelectorAll('details')) d.open = true;
axe.run(document, {resultTypes: ['violations']}).then(r => {
  const p = document.createElement('pre'); p.id = 'axe-result';
  p.textContent = JSON.stringify(r.violations.map(v => [v.id, v.impact, v.help,
    v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + (n.failureSummary || ''))]));
  document.body.appendChild(p);
});
</script></body>"""


def tools():
    chromium = next((p for p in map(shutil.which, ("chromium", "chromium-browser",
                                                   "google-chrome")) if p), None)
    axe = os.environ.get("MIZAN_AXE") or os.path.join(tap.SOURCE, "node_modules", "axe-core",
                                                      "axe.min.js")
    if not chromium or not os.path.exists(axe):
        raise tap.Skip("chromium or axe-core is missing")
    with open(axe, encoding="utf-8") as file:
        return chromium, file.read()


def violations(mizan, page, width):
    chromium, axe = tools()
    # The page forbids scripts; this copy of it is for the check alone.
    page = re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>\n", "", page)
    path = mizan.path("checked.html")
    with open(path, "w", encoding="utf-8") as file:
        file.write(page.replace("</body>", RUN % axe.replace("</script", "<\\/script")))
    told = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--user-data-dir=" + mizan.path("profile"), "--window-size=%d,900" % width,
         "--virtual-time-budget=60000", "--dump-dom", "file://" + path],
        capture_output=True, check=False, timeout=200).stdout.decode("utf-8", "replace")
    found = re.search(r"<pre id=\"axe-result\">(.*?)</pre>", told, re.DOTALL)
    assert found, "axe did not run"
    return json.loads(html.unescape(found.group(1)))


def render(mizan, title, language, *more):
    mizan.done("import", tap.EXAMPLE + "/figures.csv", tap.EXAMPLE + "/milestones.csv")
    with open(mizan.path("page.md"), "w", encoding="utf-8") as file:
        file.write(BRIEF % (title, language))
    mizan.done("brief", "render", "page.md", "-o", "page.html", *more)
    with open(mizan.path("page.html"), encoding="utf-8") as file:
        return file.read()


def a_page_has_no_violation_on_a_screen_and_on_a_phone(mizan):
    tools()
    page = render(mizan, "A page", "en")
    for width in (1280, 500):
        found = violations(mizan, page, width)
        assert not found, json.dumps(found, indent=1)


def a_page_in_urdu_and_a_restricted_one_have_none(mizan):
    tools()
    found = violations(mizan, render(mizan, "ایک صفحہ", "ur", "--restricted"), 1280)
    assert not found, json.dumps(found, indent=1)


def the_worked_example_has_none(mizan):
    tools()
    mizan.done("import", tap.EXAMPLE + "/figures.csv", tap.EXAMPLE + "/milestones.csv",
               tap.EXAMPLE + "/records")
    mizan.done("import", tap.EXAMPLE + "/incidents.csv", "--source", "notable", "--coverage",
               "sample")
    mizan.done("brief", "render", tap.EXAMPLE + "/brief.md", "-o", "page.html")
    mizan.done("review", tap.EXAMPLE + "/article.md", "--claims", tap.EXAMPLE + "/claims.yaml",
               "-o", "review.html")
    for name in ("page.html", "review.html"):
        with open(mizan.path(name), encoding="utf-8") as file:
            found = violations(mizan, file.read(), 1280)
        assert not found, name + json.dumps(found, indent=1)


tap.main([a_page_has_no_violation_on_a_screen_and_on_a_phone,
          a_page_in_urdu_and_a_restricted_one_have_none, the_worked_example_has_none])
