// title: What shares benchmarks with a paper
// group: benchmarks
// question: Which papers evaluate on the same datasets as this one, and on which?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// columns: paper, datasets, weight
// example: 2 rows; the first: Resources for Brewing BEIR: Reproducible … · BEIR · 0.721
MATCH (p:Paper)-[r:SHARES_BENCHMARK]-(q:Paper)
WHERE p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper)
RETURN q.title AS paper, r.datasets AS datasets, r.weight AS weight
ORDER BY weight DESC, paper, q.id
