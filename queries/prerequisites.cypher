// title: What to read before a paper
// group: reading
// question: Which papers does this one rest on: those it cites, most of all those that its other references cite too, and those that introduce what it uses?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// columns: paper, year, introduces, cited, cited_by_references
// order: cited_by_references desc, paper, introduces, year
// example: no rows: the example's papers have no authors, years or references
MATCH (p:Paper)-[:CITES]->(q:Paper)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper))
OPTIONAL MATCH (p)-[:CITES]->(o:Paper)-[:CITES]->(q)
WITH q, count(o) AS cited_by_references
RETURN q.title AS paper, q.year AS year, '' AS introduces, true AS cited, cited_by_references
UNION ALL
MATCH (p:Paper)-[:EVALUATES_ON|TRAINS_ON|COMPARES_WITH|BUILDS_ON|MENTIONS]->(x)<-[:INTRODUCES]-(q:Paper)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper)) AND q.id <> p.id
WITH DISTINCT q, x
RETURN q.title AS paper, q.year AS year, x.name AS introduces, false AS cited, 0 AS cited_by_references
