// title: Who introduces what
// group: lineage
// question: Which paper puts forward a dataset or method - all of them, or those with a word in the name?
// param name: string = "" -- part of the name; empty for all
// columns: name, kind, paper, evidence
// order: name, paper
// example: CarDreamer, FUSU, MultiHop-RAG ... and the papers that introduce them
MATCH (p:Paper)-[r:INTRODUCES]->(d:Dataset)
WHERE $name = '' OR toLower(d.name) CONTAINS toLower($name)
RETURN d.name AS name, d.kind AS kind, p.title AS paper, r.evidence AS evidence
UNION ALL
MATCH (p:Paper)-[r:INTRODUCES]->(m:Method)
WHERE $name = '' OR toLower(m.name) CONTAINS toLower($name)
RETURN m.name AS name, m.kind AS kind, p.title AS paper, r.evidence AS evidence
