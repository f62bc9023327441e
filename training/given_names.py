"""Given names that news uses → assets/knowledge/given-names.txt, the most frequent first.

The dictionary knows thousands of given names, most of them of the calendar of saints; which of two readings of a form is
likelier («Лидии» of Лидия or Лидий) depends on how common they are. Names are counted as the analysis itself reads them, by
document; those in one document alone are left out.

    python training/given_names.py FOLDER_OR_JSONL... --letopis target/release/letopis --out assets/knowledge/given-names.txt
"""
import argparse, collections, json, subprocess

args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
args.add_argument('paths', nargs='+')
args.add_argument('--letopis', default='target/release/letopis')
args.add_argument('--out', required=True)
args = args.parse_args()

counts = collections.Counter()
run = subprocess.run([args.letopis, 'tag', '--no-text', *args.paths], stdout=subprocess.PIPE, text=True, check=True)
for line in run.stdout.splitlines():
    seen = {(e['name_parts'] or {}).get('given') for e in json.loads(line)['entities'] if e['type'] == 'PERSON'}
    counts.update(g for g in seen if g and g.isalpha() and g.istitle())
with open(args.out, 'w', encoding='utf-8') as out:
    out.write('# Given names by number of documents; NEREL train and news of 2020 (training/given_names.py)\n')
    for name, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])):
        if n > 1:
            out.write(name + '\n')
