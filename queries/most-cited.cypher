// title: Most cited inside the corpus
// group: citation
// question: Which papers do the other papers of the corpus cite most?
// param limit: int = 25 -- rows
// columns: paper, year, cited_by
// example: no rows: the example's papers have no authors, years or references
MATCH (p:Paper)<-[:CITES]-(q:Paper)
WITH p, count(q) AS cited_by
RETURN p.title AS paper, p.year AS year, cited_by
ORDER BY cited_by DESC, paper, p.id
LIMIT $limit
