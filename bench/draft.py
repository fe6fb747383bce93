#!/usr/bin/env python3
"""How good the draft of claims is, on the texts of bench/draft: draft.py [errors]

Recall: of the sentences that the key says can be checked, for how many a check is proposed. Precision: of the
sentences that a check is proposed for, how many can be checked. Unchanged: of the proposals, how many are a claim of
the key, option by option (and of the claims of the key, how many were proposed so). Opinions apart.
"""
import os, re, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.environ.get('MIZAN_BUILD', os.path.join(ROOT, 'build'))
FOLDER = os.path.join(ROOT, 'bench/draft')
TEXTS = {'tune': ['pakistan-1', 'sahel', 'colombia'], 'held': ['pakistan-2', 'sudan', 'myanmar'],
         'reportage': ['reportage']}
NOT_COMPARED = {'sentences', 'fingerprints', 'status', 'text', 'starts', 'why', 'by'}


def read_claims(text):
    """The claims of a draft or of a key: both have one option a line."""
    claims, now = [], None
    for line in text.splitlines():
        quoted = re.match(r'    # (".*")$', line)
        if quoted and now is not None:
            now['starts'] = [quoted[1].strip('"')]
        found = re.match(r'(  - |    )(# )?([a-z-]+): (.*)$', line)
        if not found or (found[2] and found[3] not in ('check', 'missing')):
            continue
        if found[1] == '  - ':
            now = {}
            claims.append(now)
        value = found[4].strip()
        values = value[1:-1].split(', ') if value.startswith('[') else [value]
        now.setdefault(found[3], []).extend(v.strip('"') for v in values)
    return claims


def compared(claim):
    claim = {k: sorted(v) for k, v in claim.items() if k not in NOT_COMPARED}
    claim['missing'] = sorted(', '.join(claim.get('missing', [])).split(', '))
    return claim


def make_store(path):
    mizan = [os.path.join(BUILD, 'cmd/mizan'), '--store', path, 'import']
    example = os.path.join(ROOT, 'examples/pakistan')
    for paths in ([os.path.join(example, name) for name in ('figures.csv', 'milestones.csv', 'records')],
                  [os.path.join(FOLDER, 'records')]):
        subprocess.run(mizan + paths, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def draft(store, name):
    command = [os.path.join(BUILD, 'bench/draft_write'), store, os.path.join(FOLDER, name + '.md')]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode()


def by_sentence(store, name):
    """Key and draft, by the number of the sentence; what a key starts with is looked up in the text."""
    drafted = read_claims(draft(store, name))
    with open(os.path.join(FOLDER, name + '.key.yaml')) as file:
        key = read_claims(file.read())
    starts = {}
    for claim in key:
        starts.setdefault(claim['starts'][0], []).append(claim)
    for claim in drafted:
        claim['starts'] = claim.get('starts') or claim['text']
    return starts, drafted


def score(store, name, errors):
    starts, drafted = by_sentence(store, name)
    numbers = {}
    with open(os.path.join(FOLDER, name + '.md')) as file:
        text = file.read()
    for start in starts:
        assert start in text, f'{name}: no sentence begins "{start}"'
    proposed = {}
    for claim in drafted:
        proposed.setdefault(claim['sentences'][0], []).append(claim)
    found = {}  # sentence number -> start of the key
    for number, claims in proposed.items():
        for start in starts:
            if claims[0]['starts'][0].startswith(start):
                found[number] = start
    result = dict(checkable=0, found=0, proposed=0, right=0, claims=0, same=0, keys=0, opinions=0, marked=0, agreed=0)
    for start, key in starts.items():
        opinion = 'mark' in key[0]
        number = next((n for n, s in found.items() if s == start), None)
        mine = proposed.get(number, [])
        if opinion:
            result['opinions'] += 1
            result['agreed'] += any('mark' in c for c in mine)
            continue
        result['checkable'] += 1
        result['keys'] += len(key)
        hit = any('check' in c for c in mine)
        result['found'] += hit
        left = [compared(c) for c in mine]
        for claim in key:
            if compared(claim) in left:
                left.remove(compared(claim))
                result['same'] += 1
            elif errors:
                print(f'{name}: {start}\n   key   {compared(claim)}')
        for claim in left if errors else []:
            print(f'{name}: {start}\n   draft {claim}')
    for number, claims in proposed.items():
        result['marked'] += any('mark' in c for c in claims)
        checks = [c for c in claims if 'check' in c]
        result['claims'] += len(checks)
        if checks:
            result['proposed'] += 1
            key = starts.get(found.get(number), [{'mark': 1}])
            right = 'mark' not in key[0]
            result['right'] += right
            if not right and errors:
                print(f'{name}: nothing to check: {checks[0]["starts"][0][:60]}\n   draft {[compared(c) for c in checks]}')
        elif errors and found.get(number) is None:
            print(f'{name}: no opinion: {claims[0]["starts"][0][:60]}')
    return result


def measure_time(folder):
    """An article of 5,000 words and one of 10,000 sentences against a store with 5,000 actors besides."""
    store, sheet = os.path.join(folder, 'time.gpkg'), os.path.join(folder, 'actors-many.csv')
    first, second = ['Ansar', 'Jaish', 'Lashkar', 'Harakat', 'Frente', 'Front', 'Brigade', 'Army', 'Union', 'Council'], [
        'North', 'South', 'East', 'West', 'River', 'Hill', 'Delta', 'Valley', 'Coast', 'Desert']
    with open(sheet, 'w') as file:
        file.write('actor_id,name,short,kind,country,source\n')
        for i in range(5000):
            file.write(f'group-{i},{first[i % 10]} of the {second[i // 10 % 10]} {i},G{i},armed-group,PAK,made for the bench\n')
    make_store(store)
    subprocess.run([os.path.join(BUILD, 'cmd/mizan'), '--store', store, 'import', sheet], check=True,
                   stdout=subprocess.DEVNULL)
    body = []
    for name in sum(TEXTS.values(), []):
        with open(os.path.join(FOLDER, name + '.md')) as file:
            body.append(file.read())
    words = ' '.join(body).split(' ')
    for label, count, runs in (('5,000 words', 5000, 5), ('10,000 sentences', 150000, 1)):
        article = os.path.join(folder, 'long.md')
        with open(article, 'w') as file:
            file.write(' '.join((words * (count // len(words) + 1))[:count]) + '\n')
        command = [os.path.join(BUILD, 'bench/draft_write'), store, article, str(runs)]
        sentences, seconds = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode().split()
        print(f'  {label} ({sentences} sentences), over 5,000 actors: {seconds} s')


def ratio(a, b):
    return f'{a}/{b} = {a / b:.2f}' if b else 'none'


def main():
    errors = len(sys.argv) > 1
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, 'draft.gpkg')
        make_store(store)
        print('Drafts of claims')
        for part, names in TEXTS.items():
            if errors and len(sys.argv) > 2 and sys.argv[2] != part:
                continue
            total = {}
            for name in names:
                for key, value in score(store, name, errors and part != 'held').items():
                    total[key] = total.get(key, 0) + value
            print(f'  {part}: recall {ratio(total["found"], total["checkable"])}, '
                  f'precision {ratio(total["right"], total["proposed"])}, '
                  f'proposals without a change {ratio(total["same"], total["claims"])} '
                  f'(of the key {ratio(total["same"], total["keys"])}), '
                  f'opinions {ratio(total["agreed"], total["opinions"])} (marked {total["marked"]})')
        if not errors:
            measure_time(folder)


main()
