//! GEXF 1.3 (<https://gexf.net>): entities, joined where one paragraph names both; the weight is the number of such paragraphs.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Article, Source, xml};

/// Most entities of a paragraph that are joined with each other: a list of a hundred names says nothing of any two.
const MOST: usize = 24;

/// For each paragraph the entities named.
fn paragraphs<'a>(a: &Article<'a>) -> Vec<BTreeSet<&'a str>> {
    let mut ends: Vec<u32> = (0..).zip(a.text.chars()).filter(|(_, c)| *c == '\n').map(|(n, _)| n).collect();
    ends.push(a.len());
    let mut out = vec![BTreeSet::new(); ends.len()];
    let furniture = |at: u32| a.view.parts.iter().any(|p| p.kind == "furniture" && (p.start..p.end).contains(&at));
    for m in a.view.mentions.iter().filter(|m| !furniture(m.start)) {
        if let (Some(id), Some(set)) = (m.entity.as_deref(), out.get_mut(ends.partition_point(|e| *e <= m.start))) {
            set.insert(id);
        }
    }
    out
}

pub fn write(source: &Source<'_>) -> String {
    let mut edges: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for a in source.articles() {
        for named in paragraphs(a).iter().filter(|p| p.len() <= MOST) {
            for (n, x) in named.iter().enumerate() {
                for y in named.iter().skip(n + 1) {
                    *edges.entry((x, y)).or_default() += 1;
                }
            }
        }
    }
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">\n<meta><creator>Letopis</creator></meta>\n\
         <graph mode=\"static\" defaultedgetype=\"undirected\">\n<attributes class=\"node\">\n<attribute id=\"0\" title=\"type\" type=\"string\"/>\n\
         <attribute id=\"1\" title=\"count\" type=\"integer\"/>\n<attribute id=\"2\" title=\"wikidata\" type=\"string\"/>\n</attributes>\n<nodes>\n",
    );
    for e in &source.collection.entities {
        let wikidata = e.wikidata.as_ref().map_or(String::new(), |q| format!("<attvalue for=\"2\" value=\"{}\"/>", xml(q)));
        out += &format!(
            "<node id=\"{}\" label=\"{}\"><attvalues><attvalue for=\"0\" value=\"{}\"/><attvalue for=\"1\" value=\"{}\"/>{wikidata}</attvalues></node>\n",
            xml(&e.id),
            xml(&e.name),
            xml(&e.label),
            e.count
        );
    }
    out += "</nodes>\n<edges>\n";
    for (n, ((a, b), weight)) in edges.iter().enumerate() {
        out += &format!("<edge id=\"{n}\" source=\"{}\" target=\"{}\" weight=\"{weight}\"/>\n", xml(a), xml(b));
    }
    out + "</edges>\n</graph>\n</gexf>\n"
}
