# Deaths by country and year with Python's csv module: what the others are compared with.
import csv, sys
sums = {}
with open(sys.argv[1], newline='', encoding='utf-8') as file:
    rows = csv.reader(file)
    header = next(rows)
    country, year, best = (header.index(n) for n in ('country_id', 'date_end', 'best'))
    low, high = header.index('low'), header.index('high')
    for row in rows:
        key = (int(row[country]), row[year][:4])
        s = sums.setdefault(key, [0, 0, 0, 0])
        s[0] += 1
        s[1] += int(row[low])
        s[2] += int(row[best])
        s[3] += int(row[high])
for key in sorted(sums):
    print(*key, *sums[key], sep=',')
