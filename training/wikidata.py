"""Names that surely mean one item of Wikidata, from the links of NEREL → assets/knowledge/wikidata.tsv, and the ids of
assets/knowledge/organisations.tsv.

A line `N1 Reference T5 Wikidata:Q813 Киргизия` of NEREL links a mention. Names are taken in the base form that the analysis
finds at the same place. A name stays when at least two documents have it and at least 95 of 100 of its links go to one item;
persons need two words. Bodies that every state has («МВД», «парламент») never stay, nor do names in small letters. Rows of
organisations whose names have no such item get none: what is not certain stays open.

    python training/wikidata.py FOLDER... --letopis target/release/letopis --knowledge assets/knowledge
"""
import argparse, collections, json, pathlib, subprocess

args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
args.add_argument('folders', nargs='+', type=pathlib.Path)
args.add_argument('--letopis', default='target/release/letopis')
args.add_argument('--knowledge', type=pathlib.Path, required=True)
args = args.parse_args()

CLASSES = {'PERSON': 'P', 'ORGANIZATION': 'O', 'CITY': 'L', 'STATE_OR_PROVINCE': 'L', 'LOCATION': 'L', 'DISTRICT': 'L'}


def plain(name):
    return ' '.join(name.lower().replace('ё', 'е').strip('«»"“”„').split())


def rows(name):
    for line in (args.knowledge / name).read_text('utf-8').splitlines():
        yield line, line.split('\t') if line and not line.startswith('#') else None


bodies = {plain(form) for _, row in rows('bodies.tsv') if row for form in [row[0], *row[1].split('|')] if form}
links = collections.defaultdict(lambda: collections.defaultdict(set))  # (class, name) -> item -> documents
spelled = collections.defaultdict(collections.Counter)
for folder in args.folders:
    run = subprocess.run([args.letopis, 'tag', '--guideline', 'nerel', '--no-text', str(folder)], stdout=subprocess.PIPE, text=True)
    for line in run.stdout.splitlines():
        document = json.loads(line)
        path = folder / f"{document['id']}.ann"
        if not path.exists():
            continue
        spans, items = {}, {}
        for part in (l.split('\t') for l in path.read_text('utf-8').splitlines()):
            if part[0].startswith('T') and ';' not in part[1]:
                kind, start, end = part[1].split()
                spans[part[0]] = (int(start), int(end), kind)
            elif part[0].startswith('N') and 'Wikidata:Q' in part[1]:
                _, target, item = part[1].split()
                items[target] = item.split(':')[1]
        normal = {(m['start'], m['end'], m['type']): m['normal'] for m in document['mentions'] if m.get('normal')}
        for target, item in items.items():
            span = spans.get(target)
            if span and span[2] in CLASSES and span in normal:
                name = normal[span]
                links[CLASSES[span[2]], plain(name)][item].add(document['id'])
                spelled[plain(name)][name] += 1

sure = {}
for (kind, name), items in links.items():
    item, documents = max(items.items(), key=lambda x: (len(x[1]), x[0]))
    total = sum(len(d) for d in items.values())
    best = spelled[name].most_common(1)[0][0]
    if len(documents) < 2 or len(documents) < 0.95 * total or name in bodies or best[0].islower() or (kind == 'P' and ' ' not in name):
        continue
    # «Римский» is no name; abbreviations of two letters are many things.
    if (kind == 'L' and ' ' not in best and best.endswith(('ский', 'цкий', 'ный'))) or len(best) < 3:
        continue
    sure[kind, name] = (item, best)

table = collections.defaultdict(list)
for (kind, _), (item, best) in sure.items():
    table[int(item[1:]), kind].append(best)
with open(args.knowledge / 'wikidata.tsv', 'w', encoding='utf-8') as out:
    out.write('# Wikidata item; class (P person, O organisation, L place); names. From the links of NEREL (training/wikidata.py)\n')
    for (number, kind), names in sorted(table.items()):
        out.write(f"Q{number}\t{kind}\t{'|'.join(sorted(names))}\n")

lines = []
filled = 0
for line, row in rows('organisations.tsv'):
    if row:
        found = {sure['O', plain(n)][0] for n in row[2].split('|') if ('O', plain(n)) in sure}
        row[0] = found.pop() if len(found) == 1 else ''
        filled += bool(row[0])
        line = '\t'.join(row)
    lines.append(line)
(args.knowledge / 'organisations.tsv').write_text('\n'.join(lines) + '\n', 'utf-8')
print(f'{len(sure)} names of {len(table)} items; {filled} organisations with an item')
