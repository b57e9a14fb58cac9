// title: Papers cited together with a paper
// group: citation
// question: Which papers are cited most often together with this one (co-citation; in a graph of more than 1,000 papers, twice at least)?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// param limit: int = 25 -- rows
// columns: paper, papers, weight, year
// example: no rows: the example's papers have no authors, years or references
MATCH (p:Paper)-[r:CO_CITED_WITH]-(q:Paper)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper))
RETURN q.title AS paper, r.papers AS papers, r.weight AS weight, q.year AS year
ORDER BY papers DESC, weight DESC, paper, q.id
LIMIT $limit
