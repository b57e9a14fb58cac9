// title: What to read after these papers
// group: reading
// question: Which papers are closest to all those that I name?
// param papers: strings = ["MUVERA", "Resources for Brewing BEIR"] -- titles, beginnings of titles, or ids
// param limit: int = 25 -- rows
// columns: paper, close_to, score, year
// example: 8 rows; the first: Unsupervised Dense Information Retrieval … · 2 · 0.449 · –
// first: mine
UNWIND $papers AS wanted
MATCH (p:Paper)
WHERE p.id = wanted OR toLower(p.title) STARTS WITH toLower(wanted)
RETURN collect(DISTINCT p.id) AS mine
// then:
MATCH (p:Paper)-[r:RELATED_TO]-(q:Paper)
WHERE p.id IN $mine AND NOT q.id IN $mine
WITH q, count(DISTINCT p.id) AS close_to, round(sum(r.score), 9) AS score
RETURN q.title AS paper, close_to, score, q.year AS year
ORDER BY close_to DESC, score DESC, paper, q.id
LIMIT $limit
