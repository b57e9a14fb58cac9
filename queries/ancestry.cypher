// title: What a paper stands on
// group: lineage
// question: Which methods does a paper build on, who introduced them, and what do those papers build on?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// columns: generation, paper, builds_on, introduced_by, evidence
// order: generation, paper, builds_on, introduced_by
// example: 1 row; the first: 1 · MUVERA: Multi-Vector Retrieval via Fixed … · ColBERT · – · Multi-vector models began with ColBERT.
MATCH (p:Paper)-[r:BUILDS_ON]->(m:Method)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper))
OPTIONAL MATCH (m)<-[:INTRODUCES]-(q:Paper)
WITH p, r.evidence AS evidence, m, min(q.title) AS introduced_by
RETURN 1 AS generation, p.title AS paper, m.name AS builds_on, introduced_by, evidence
UNION ALL
MATCH (p:Paper)-[:BUILDS_ON]->(:Method)<-[:INTRODUCES]-(q:Paper)-[r:BUILDS_ON]->(n:Method)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper)) AND q.id <> p.id
WITH DISTINCT q, r.evidence AS evidence, n
OPTIONAL MATCH (n)<-[:INTRODUCES]-(o:Paper)
WITH q, evidence, n, min(o.title) AS introduced_by
RETURN 2 AS generation, q.title AS paper, n.name AS builds_on, introduced_by, evidence
