// title: The main path behind a paper
// group: citation
// question: Going back from a paper in up to seven steps, always to the reference that most citations run through, where does one come?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// columns: step, paper, year, cited_by
// example: 1 row; the first: 1 · MUVERA: Multi-Vector Retrieval via Fixed … · – · 0
// first: id
MATCH (a:Paper)
WHERE a.id = $paper OR a.title STARTS WITH toLower(left($paper, 1)) OR a.title STARTS WITH toUpper(left($paper, 1))
WITH a
WHERE a.id = $paper OR toLower(a.title) STARTS WITH toLower($paper)
RETURN min(a.id) AS id
// then:
MATCH (a:Paper)
WHERE a.id = $id
OPTIONAL MATCH (a)-[:CITES]->(b:Paper)
OPTIONAL MATCH (b)<-[:CITES]-(x:Paper)
WITH a, b, count(x) AS cited
WITH a, b, cited * (1 + COUNT { MATCH (b)-[:CITES]->(:Paper) }) AS weight
ORDER BY weight DESC, b.id LIMIT 1
OPTIONAL MATCH (b)-[:CITES]->(c:Paper)
WHERE c.id <> a.id
OPTIONAL MATCH (c)<-[:CITES]-(x:Paper)
WITH a, b, c, count(x) AS cited
WITH a, b, c, cited * (1 + COUNT { MATCH (c)-[:CITES]->(:Paper) }) AS weight
ORDER BY weight DESC, c.id LIMIT 1
OPTIONAL MATCH (c)-[:CITES]->(d:Paper)
WHERE d.id <> a.id AND d.id <> b.id
OPTIONAL MATCH (d)<-[:CITES]-(x:Paper)
WITH a, b, c, d, count(x) AS cited
WITH a, b, c, d, cited * (1 + COUNT { MATCH (d)-[:CITES]->(:Paper) }) AS weight
ORDER BY weight DESC, d.id LIMIT 1
OPTIONAL MATCH (d)-[:CITES]->(e:Paper)
WHERE e.id <> a.id AND e.id <> b.id AND e.id <> c.id
OPTIONAL MATCH (e)<-[:CITES]-(x:Paper)
WITH a, b, c, d, e, count(x) AS cited
WITH a, b, c, d, e, cited * (1 + COUNT { MATCH (e)-[:CITES]->(:Paper) }) AS weight
ORDER BY weight DESC, e.id LIMIT 1
OPTIONAL MATCH (e)-[:CITES]->(f:Paper)
WHERE f.id <> a.id AND f.id <> b.id AND f.id <> c.id AND f.id <> d.id
OPTIONAL MATCH (f)<-[:CITES]-(x:Paper)
WITH a, b, c, d, e, f, count(x) AS cited
WITH a, b, c, d, e, f, cited * (1 + COUNT { MATCH (f)-[:CITES]->(:Paper) }) AS weight
ORDER BY weight DESC, f.id LIMIT 1
OPTIONAL MATCH (f)-[:CITES]->(g:Paper)
WHERE g.id <> a.id AND g.id <> b.id AND g.id <> c.id AND g.id <> d.id AND g.id <> e.id
OPTIONAL MATCH (g)<-[:CITES]-(x:Paper)
WITH a, b, c, d, e, f, g, count(x) AS cited
WITH a, b, c, d, e, f, g, cited * (1 + COUNT { MATCH (g)-[:CITES]->(:Paper) }) AS weight
ORDER BY weight DESC, g.id LIMIT 1
OPTIONAL MATCH (g)-[:CITES]->(h:Paper)
WHERE h.id <> a.id AND h.id <> b.id AND h.id <> c.id AND h.id <> d.id AND h.id <> e.id AND h.id <> f.id
OPTIONAL MATCH (h)<-[:CITES]-(x:Paper)
WITH a, b, c, d, e, f, g, h, count(x) AS cited
WITH a, b, c, d, e, f, g, h, cited * (1 + COUNT { MATCH (h)-[:CITES]->(:Paper) }) AS weight
ORDER BY weight DESC, h.id LIMIT 1
UNWIND range(1, 8) AS step
WITH step, CASE step WHEN 1 THEN a.id WHEN 2 THEN b.id WHEN 3 THEN c.id WHEN 4 THEN d.id WHEN 5 THEN e.id WHEN 6 THEN f.id WHEN 7 THEN g.id WHEN 8 THEN h.id END AS id
WHERE id IS NOT NULL
MATCH (p:Paper)
WHERE p.id = id
OPTIONAL MATCH (p)<-[:CITES]-(x:Paper)
WITH step, p, count(x) AS cited_by
RETURN step, p.title AS paper, p.year AS year, cited_by
ORDER BY step
