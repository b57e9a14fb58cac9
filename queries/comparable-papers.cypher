// title: Papers comparable to mine
// group: benchmarks
// question: Which papers use the same datasets and methods as this one, and which of them?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// param limit: int = 25 -- rows
// columns: paper, in_common, shared, year
// sets: shared
// example: 2 rows; the first: Resources for Brewing BEIR: Reproducible … · 1 · BEIR · –
MATCH (p:Paper)-[:EVALUATES_ON|TRAINS_ON|COMPARES_WITH|BUILDS_ON]->(x)
WHERE p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper)
WITH DISTINCT p, x
MATCH (x)<-[:EVALUATES_ON|TRAINS_ON|COMPARES_WITH|BUILDS_ON]-(q:Paper)
WHERE q.id <> p.id
WITH q, count(DISTINCT x.name) AS in_common, collect(DISTINCT x.name) AS shared
RETURN q.title AS paper, in_common, shared, q.year AS year
ORDER BY in_common DESC, paper, q.id
LIMIT $limit
