#!/usr/bin/env python3
"""Agreements by the thousand, as ./run bench measures them; also by itself:

    bench/records.py FOLDER [AGREEMENTS [COMMITMENTS EACH]]

makes the folder. All of it is synthetic: no such agreement, party or promise exists, and each file says so.
Every second commitment was assessed once or twice, every tenth moved.
"""
import os, random, sys

SEED = 20200229
PARTIES = 60


def day(chance, first=1990, last=2024):
    return '%04d-%02d-%02d' % (chance.randint(first, last), chance.randint(1, 12), chance.randint(1, 28))


def commitment(chance, number, parties, signed):
    year = int(signed[:4])
    due = chance.choice(['open', '{after: signed, days: %d}' % chance.randint(10, 900),
                         '{after: signed, months: %d}' % chance.randint(1, 36), '{date: %s}' % day(chance, year + 1, year + 3),
                         '{every: month, from: %s}' % signed])
    lines = ['      - id: c%d' % number, '        obliged: %s' % parties[number % 2],
             '        beneficiary: %s' % parties[1 - number % 2], '        action: Synthetic promise number %d' % number,
             '        standing: %s' % chance.choice(['agreed'] * 7 + ['demanded', 'offered', 'disputed']),
             '        due: %s' % due, '        source: Synthetic, for measuring alone']
    if number % 10 == 0:
        lines += ['        revisions:', '          - by: %s' % parties[0], '            announced: %s' % day(chance, year + 1, year + 2),
                  '            due: {date: %s}' % day(chance, year + 2, year + 4), '            source: Synthetic']
    if number % 2 == 0:
        lines.append('        assessments:')
        for _ in range(chance.randint(1, 2)):
            lines += ['          - as_of: %s' % day(chance, year + 1, year + 5),
                      '            status: %s' % chance.choice(['met', 'partly', 'not-met', 'undetermined']),
                      '            by: %s' % chance.choice(parties + ['observer']), '            source: Synthetic']
    return lines


def agreement(chance, number, commitments):
    signed = day(chance)
    parties = ['party-%d' % i for i in chance.sample(range(PARTIES), 2)]
    lines = ['# Synthetic: there is no such agreement.', 'agreement: synthetic-%d' % number, 'process: process-%d' % (number % 50),
             'title: Synthetic agreement %d' % number, 'kind: agreement', 'signed: %s' % signed,
             'parties: [%s]' % ', '.join(parties), 'source: Synthetic, for measuring alone', 'provisions:']
    for first in range(0, commitments, 5):
        lines += ['  - id: p%d' % first, '    commitments:']
        for i in range(first, min(first + 5, commitments)):
            lines += commitment(chance, i, parties, signed)
    return '\n'.join(lines) + '\n'


def make(folder, agreements=2000, commitments=25):
    """The folder, made once."""
    if os.path.isdir(folder):
        return folder
    chance = random.Random(SEED)
    os.makedirs(folder + '.part', exist_ok=True)
    with open(os.path.join(folder + '.part', 'actors.csv'), 'w') as file:
        file.write('actor_id,name,kind,source\nobserver,Synthetic observer,body,Synthetic\n')
        for i in range(PARTIES):
            file.write('party-%d,Synthetic party %d,armed-group,Synthetic\n' % (i, i))
    with open(os.path.join(folder + '.part', 'processes.csv'), 'w') as file:
        file.write('process_id,title,source\n')
        for i in range(50):
            file.write('process-%d,Synthetic process %d,Synthetic\n' % (i, i))
    for i in range(agreements):
        with open(os.path.join(folder + '.part', 'agreement-%04d.yaml' % i), 'w') as file:
            file.write(agreement(chance, i, commitments))
    os.rename(folder + '.part', folder)
    return folder


if __name__ == '__main__':
    make(sys.argv[1], *(int(a) for a in sys.argv[2:4]))
