// title: The path between two papers
// group: reading
// question: How are two papers connected, in four steps at most, and what says so?
// param from: string = "MUVERA" -- title, beginning of the title, or id
// param to: string = "Resources for Brewing BEIR" -- title, beginning of the title, or id
// columns: step, from, relationship, to, why
// example: 1 row; the first: 1 · MUVERA: Multi-Vector Retrieval via Fixed … · SHARES_BENCHMARK · Resources for Brewing BEIR: Reproducible … · both evaluate on BEIR
// shape: steps
// first: beginning, ending
MATCH (p:Paper)
WITH p.id AS id, toLower(p.title) AS title
WHERE id = $from OR id = $to OR title STARTS WITH toLower($from) OR title STARTS WITH toLower($to)
WITH id, title = toLower($from) AS exactly_from, id = $from OR title STARTS WITH toLower($from) AS like_from,
     title = toLower($to) AS exactly_to, id = $to OR title STARTS WITH toLower($to) AS like_to
RETURN coalesce(min(CASE WHEN exactly_from THEN id END), min(CASE WHEN like_from THEN id END)) AS beginning,
       coalesce(min(CASE WHEN exactly_to THEN id END), min(CASE WHEN like_to THEN id END)) AS ending
// then:
MATCH (a:Paper)-[r:CITES|SHARES_BENCHMARK]-(b:Paper)
WHERE a.id = $beginning AND b.id = $ending AND a.id <> b.id
RETURN a, r, b
ORDER BY a.id, b.id
LIMIT 50
// else:
MATCH (a:Paper)-[r:CITES|SHARES_BENCHMARK|EVALUATES_ON|TRAINS_ON|INTRODUCES|COMPARES_WITH|BUILDS_ON|HAS_CONCEPT]-(x)-[s:CITES|SHARES_BENCHMARK|EVALUATES_ON|TRAINS_ON|INTRODUCES|COMPARES_WITH|BUILDS_ON|HAS_CONCEPT]-(b:Paper)
WHERE a.id = $beginning AND b.id = $ending AND a.id <> b.id
WITH a, r, x, s, b, CASE WHEN r.score IS NULL THEN 1 ELSE 3 END + CASE WHEN s.score IS NULL THEN 1 ELSE 3 END AS dull
ORDER BY dull, a.id, x.id, b.id LIMIT 50
RETURN a, r, x, s, b
// else:
MATCH (a:Paper)-[r:CITES|SHARES_BENCHMARK|EVALUATES_ON|TRAINS_ON|INTRODUCES|COMPARES_WITH|BUILDS_ON|HAS_CONCEPT]-(x)-[s:CITES|SHARES_BENCHMARK|EVALUATES_ON|TRAINS_ON|INTRODUCES|COMPARES_WITH|BUILDS_ON|HAS_CONCEPT]-(y)-[t:CITES|SHARES_BENCHMARK|EVALUATES_ON|TRAINS_ON|INTRODUCES|COMPARES_WITH|BUILDS_ON|HAS_CONCEPT]-(b:Paper)
WHERE a.id = $beginning AND b.id = $ending AND a.id <> b.id
WITH a, r, x, s, y, t, b, CASE WHEN r.score IS NULL THEN 1 ELSE 3 END + CASE WHEN s.score IS NULL THEN 1 ELSE 3 END + CASE WHEN t.score IS NULL THEN 1 ELSE 3 END AS dull
ORDER BY dull, a.id, x.id, y.id, b.id LIMIT 50
RETURN a, r, x, s, y, t, b
// else:
MATCH (a:Paper)-[r:CITES|SHARES_BENCHMARK|EVALUATES_ON|TRAINS_ON|INTRODUCES|COMPARES_WITH|BUILDS_ON|HAS_CONCEPT]-(x)-[s:CITES|SHARES_BENCHMARK|EVALUATES_ON|TRAINS_ON|INTRODUCES|COMPARES_WITH|BUILDS_ON|HAS_CONCEPT]-(y:Paper)-[t:CITES|SHARES_BENCHMARK|EVALUATES_ON|TRAINS_ON|INTRODUCES|COMPARES_WITH|BUILDS_ON|HAS_CONCEPT]-(z)-[u:CITES|SHARES_BENCHMARK|EVALUATES_ON|TRAINS_ON|INTRODUCES|COMPARES_WITH|BUILDS_ON|HAS_CONCEPT]-(b:Paper)
WHERE a.id = $beginning AND b.id = $ending AND a.id <> b.id AND y.id <> a.id AND y.id <> b.id
WITH a, r, x, s, y, t, z, u, b, CASE WHEN r.score IS NULL THEN 1 ELSE 3 END + CASE WHEN s.score IS NULL THEN 1 ELSE 3 END + CASE WHEN t.score IS NULL THEN 1 ELSE 3 END + CASE WHEN u.score IS NULL THEN 1 ELSE 3 END AS dull
ORDER BY dull, a.id, x.id, y.id, z.id, b.id LIMIT 50
RETURN a, r, x, s, y, t, z, u, b
