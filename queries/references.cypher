// title: What a paper cites
// group: citation
// question: Which papers of the corpus does this one cite, and how often are they cited?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// columns: paper, year, cited_by, evidence
// example: no rows: the example's papers have no authors, years or references
MATCH (p:Paper)-[r:CITES]->(q:Paper)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper))
MATCH (q)<-[:CITES]-(o:Paper)
WITH q, r, count(o) AS cited_by
RETURN q.title AS paper, q.year AS year, cited_by, r.evidence AS evidence
ORDER BY cited_by DESC, paper, q.id
