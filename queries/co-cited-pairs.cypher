// title: Pairs cited together
// group: citation
// question: Which two papers are cited together most often?
// param limit: int = 25 -- rows
// columns: paper, other, papers, weight
// example: no rows: the example's papers have no authors, years or references
MATCH (p:Paper)-[r:CO_CITED_WITH]->(q:Paper)
WITH p, r, q
ORDER BY r.papers DESC, r.weight DESC, p.id, q.id
LIMIT $limit
RETURN p.title AS paper, q.title AS other, r.papers AS papers, r.weight AS weight
ORDER BY papers DESC, weight DESC, p.id, q.id
