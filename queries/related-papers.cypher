// title: What to read next
// group: reading
// question: Which papers are closest to this one by concepts, benchmarks, methods, citations and text?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// columns: paper, score, year
// example: 3 rows; the first: Resources for Brewing BEIR: Reproducible … · 0.21 · –
MATCH (p:Paper)-[r:RELATED_TO]-(q:Paper)
WHERE p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper)
RETURN q.title AS paper, r.score AS score, q.year AS year
ORDER BY score DESC, paper, q.id
