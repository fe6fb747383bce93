#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""effect_ged.py GED.csv: the truce of 1 March to 17 April 2014 between Pakistan and the TTP.

What tests/unit/agreement/test_effect_reference.c expects of UCDP's events, counted without Mizan: dyad 857,
events known to the week or better, each on its last day. Columns: days, before, after, dispersion,
low, high, other dates, placebos, as large, independent, placebo range.
"""
import csv
import sys
from datetime import date, timedelta
from math import exp, lgamma, log, pi, sqrt


def student(freedom):
    """The quantile 0.975: the density added up from 0 until it holds 0.475."""
    scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(freedom * pi)
    step, x, area, part = 1e-4, 0.0, 0.0, 0.0
    while area < 0.475:
        part = step * scale * (1 + (x + step / 2) ** 2 / freedom) ** (-(freedom + 1) / 2)
        area, x = area + part, x + step
    return x - step * (area - 0.475) / part


rows = [r for r in csv.DictReader(open(sys.argv[1])) if r["dyad_new_id"] == "857"]
days = {}
for r in rows:
    if int(r["date_prec"]) <= 3:
        d = date.fromisoformat(r["date_end"][:10])
        days[d] = days.get(d, 0) + 1
first, last, at = date(1989, 1, 1), date(2021, 12, 31), date(2014, 3, 1)
counts = [days.get(first + timedelta(i), 0) for i in range((last - first).days + 1)]
real = (at - first).days
for w in (30, 48, 90, 180):
    b, a = sum(counts[real - w:real]), sum(counts[real:real + w])
    low, high = max(0, real - w - 1826), min(len(counts), real + w + 1826)
    block = min(w, (high - low) // 24)
    s1 = s2 = d2 = 0
    for t in range(low + block, high - block + 1):
        if abs(t - real) >= block:
            x, y = sum(counts[t - block:t]), sum(counts[t:t + block])
            s1, s2, d2 = s1 + x + y, s2 + (x + y) ** 2, d2 + (x - y) ** 2
    phi, freedom = max(1, d2 / s1), 1.5 * s1 * s1 / s2 / block
    q, total, limits = student(freedom), a + b, []
    for inside, outside in ((a / total, 0.0), (a / total, 1.0)):  # where the score test just holds
        for _ in range(100):
            p = (inside + outside) / 2
            holds = (a - total * p) ** 2 <= q * q * phi * total * p * (1 - p)
            inside, outside = (p, outside) if holds else (inside, p)
        limits.append(inside / (1 - inside))
    other = placebos = large = apart = 0
    before_that, ratios = -9999, []
    size = abs(log((a + 0.5) / (b + 0.5)))
    for t in range(w, len(counts) - w + 1):
        if abs(t - real) < 2 * w:
            continue
        other += 1
        x, y = sum(counts[t - w:t]), sum(counts[t:t + w])
        if (a + b) / 2 <= x + y <= 2 * (a + b):
            placebos += 1
            ratios.append((y + 0.5) / (x + 0.5))
            large += abs(log(ratios[-1])) >= size - 1e-9
            if t - before_that >= 2 * w:
                apart, before_that = apart + 1, t
    ratios.sort()
    k = max(1, (placebos + 1) // 40)
    print(f"{{{w}, {b}, {a}, {phi:.6f}, {limits[0]:.5f}, {limits[1]:.5f}, {other}, "
          f"{placebos}, {large}, {apart}, {ratios[k - 1]:.6f}, {ratios[-k]:.6f}}},")
during = [(d - at).days for d in sorted(days) if d >= at]
print("days to the first", during[0])
for r in sorted(rows, key=lambda r: r["date_end"]):
    if "2014-03-01" <= r["date_end"][:10] <= "2014-04-17" and int(r["date_prec"]) <= 3:
        print(r["date_end"][:10], r["best"])
