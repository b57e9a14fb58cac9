// title: Authors by citations inside the corpus
// group: citation
// question: Whose papers do the other papers of the corpus cite most?
// param limit: int = 25 -- rows
// columns: author, citations, papers
// example: no rows: the example's papers have no authors, years or references
MATCH (a:Author)<-[:WRITTEN_BY]-(p:Paper)<-[:CITES]-(q:Paper)
WITH a, count(q) AS citations, count(DISTINCT p.id) AS papers
RETURN a.name AS author, citations, papers
ORDER BY citations DESC, author, a.id
LIMIT $limit
