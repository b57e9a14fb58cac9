// title: Who cites a paper, for what
// group: citation
// question: Which papers cite this one, and in which sentence?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// columns: paper, year, evidence
// example: no rows: the example's papers have no authors, years or references
MATCH (p:Paper)<-[r:CITES]-(q:Paper)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper))
WITH q, r, coalesce(q.year, 0) AS latest
RETURN q.title AS paper, q.year AS year, r.evidence AS evidence
ORDER BY latest DESC, paper, q.id, evidence
