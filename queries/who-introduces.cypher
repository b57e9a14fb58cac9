// title: Who introduces what
// group: lineage
// question: Which paper puts forward a dataset or method - all of them, or those with a word in the name?
// param name: string = "" -- part of the name; empty for all
// param limit: int = 1000 -- rows of datasets, and as many of methods
// columns: name, kind, paper, evidence
// order: name, paper
// example: 80 rows; the first: ATCoN · model · Source-free Video Domain Adaptation by L … · –
MATCH (p:Paper)-[r:INTRODUCES]->(d:Dataset)
WHERE $name = '' OR toLower(d.name) CONTAINS toLower($name)
WITH p, r, d ORDER BY d.name, p.title, p.id LIMIT $limit
RETURN d.name AS name, d.kind AS kind, p.title AS paper, r.evidence AS evidence
UNION ALL
MATCH (p:Paper)-[r:INTRODUCES]->(m:Method)
WHERE $name = '' OR toLower(m.name) CONTAINS toLower($name)
WITH p, r, m ORDER BY m.name, p.title, p.id LIMIT $limit
RETURN m.name AS name, m.kind AS kind, p.title AS paper, r.evidence AS evidence
