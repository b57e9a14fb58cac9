// title: Papers with the same references
// group: citation
// question: Which papers have most references in common with this one (bibliographic coupling; in a graph of more than 1,000 papers, two at least)?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// param limit: int = 25 -- rows
// columns: paper, references, weight, year
// example: no rows: the example's papers have no authors, years or references
MATCH (p:Paper)-[r:COUPLED_WITH]-(q:Paper)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper))
RETURN q.title AS paper, r.references AS references, r.weight AS weight, q.year AS year
ORDER BY references DESC, weight DESC, paper, q.id
LIMIT $limit
