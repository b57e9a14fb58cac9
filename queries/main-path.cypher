// title: The main path behind a paper
// group: citation
// question: Going back from a paper, always to the reference that most citations run through, where does one come?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// columns: step, paper, year, cited_by
// example: EX
MATCH (a:Paper)
WHERE a.id = $paper OR toLower(a.title) STARTS WITH toLower($paper)
WITH a ORDER BY a.id LIMIT 1
OPTIONAL MATCH (a)-[:CITES]->(b:Paper)
WITH a, b, COUNT { MATCH (b)<-[:CITES]-(:Paper) } * (1 + COUNT { MATCH (b)-[:CITES]->(:Paper) }) AS weight
ORDER BY weight DESC, b.id LIMIT 1
OPTIONAL MATCH (b)-[:CITES]->(c:Paper)
WITH a, b, c, COUNT { MATCH (c)<-[:CITES]-(:Paper) } * (1 + COUNT { MATCH (c)-[:CITES]->(:Paper) }) AS weight
ORDER BY weight DESC, c.id LIMIT 1
OPTIONAL MATCH (c)-[:CITES]->(d:Paper)
WITH a, b, c, d, COUNT { MATCH (d)<-[:CITES]-(:Paper) } * (1 + COUNT { MATCH (d)-[:CITES]->(:Paper) }) AS weight
ORDER BY weight DESC, d.id LIMIT 1
OPTIONAL MATCH (d)-[:CITES]->(e:Paper)
WITH a, b, c, d, e, COUNT { MATCH (e)<-[:CITES]-(:Paper) } * (1 + COUNT { MATCH (e)-[:CITES]->(:Paper) }) AS weight
ORDER BY weight DESC, e.id LIMIT 1
OPTIONAL MATCH (e)-[:CITES]->(f:Paper)
WITH a, b, c, d, e, f, COUNT { MATCH (f)<-[:CITES]-(:Paper) } * (1 + COUNT { MATCH (f)-[:CITES]->(:Paper) }) AS weight
ORDER BY weight DESC, f.id LIMIT 1
OPTIONAL MATCH (f)-[:CITES]->(g:Paper)
WITH a, b, c, d, e, f, g, COUNT { MATCH (g)<-[:CITES]-(:Paper) } * (1 + COUNT { MATCH (g)-[:CITES]->(:Paper) }) AS weight
ORDER BY weight DESC, g.id LIMIT 1
OPTIONAL MATCH (g)-[:CITES]->(h:Paper)
WITH a, b, c, d, e, f, g, h, COUNT { MATCH (h)<-[:CITES]-(:Paper) } * (1 + COUNT { MATCH (h)-[:CITES]->(:Paper) }) AS weight
ORDER BY weight DESC, h.id LIMIT 1
UNWIND range(1, 8) AS step
WITH step, CASE step WHEN 1 THEN a.id WHEN 2 THEN b.id WHEN 3 THEN c.id WHEN 4 THEN d.id WHEN 5 THEN e.id WHEN 6 THEN f.id WHEN 7 THEN g.id WHEN 8 THEN h.id END AS id
WHERE id IS NOT NULL
MATCH (p:Paper)
WHERE p.id = id
RETURN step, p.title AS paper, p.year AS year, COUNT { MATCH (p)<-[:CITES]-(:Paper) } AS cited_by
ORDER BY step
