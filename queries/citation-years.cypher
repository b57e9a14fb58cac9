// title: Citations of a paper by years
// group: citation
// question: How many papers of the corpus cite this one in each year?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// columns: paper, year, citations
// example: no rows: the example's papers have no authors, years or references
MATCH (p:Paper)<-[:CITES]-(q:Paper)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper)) AND q.year IS NOT NULL
WITH p, q.year AS year, count(q) AS citations
RETURN p.title AS paper, year, citations
ORDER BY paper, p.id, year
