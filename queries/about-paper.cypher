// title: All about a paper
// group: find
// question: What does the graph say of a paper, and which sentence says so?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// columns: paper, relationship, what, evidence
// order: paper, relationship, what, evidence
// example: 12 rows; the first: MUVERA: Multi-Vector Retrieval via Fixed … · BUILDS_ON · ColBERT · Multi-vector models began with ColBERT.
// engine: ladybug
MATCH (p:Paper)-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|COMPARES_WITH|BUILDS_ON|MENTIONS|HAS_CODE|HAS_CONCEPT|WRITTEN_BY|PUBLISHED_IN|CITES]->(n)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper))
RETURN p.title AS paper, label(r) AS relationship, coalesce(n.title, n.name, n.url) AS what, r.evidence AS evidence
// engine: neo4j
MATCH (p:Paper)-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|COMPARES_WITH|BUILDS_ON|MENTIONS|HAS_CODE|HAS_CONCEPT|WRITTEN_BY|PUBLISHED_IN|CITES]->(n)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper))
RETURN p.title AS paper, type(r) AS relationship, coalesce(n.title, n.name, n.url) AS what, r.evidence AS evidence
