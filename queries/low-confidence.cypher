// title: What is least sure
// group: quality
// question: Which relationships were found with the least confidence, and in which sentence?
// param below: float = 0.3 -- confidence, from 0 to 1
// param limit: int = 25 -- rows
// columns: confidence, paper, relationship, what, evidence
// example: 25 rows; the first: 0.024 · Unified Embedding: Battle-Tested Feature … · HAS_CONCEPT · web-scale ML · Unified Embedding: Battle-Tested Feature …
// first: most
MATCH (:Paper)-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|COMPARES_WITH|BUILDS_ON|MENTIONS|HAS_CONCEPT|HAS_CODE|CITES]->()
WHERE r.confidence < $below
WITH r.confidence AS confidence
ORDER BY confidence LIMIT $limit
WITH confidence
ORDER BY confidence DESC LIMIT 1
RETURN confidence AS most
// then:
// engine: ladybug
MATCH (p:Paper)-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|COMPARES_WITH|BUILDS_ON|MENTIONS|HAS_CONCEPT|HAS_CODE|CITES]->(x)
WHERE r.confidence <= $most
RETURN r.confidence AS confidence, p.title AS paper, label(r) AS relationship, coalesce(x.title, x.name, x.url) AS what, r.evidence AS evidence
ORDER BY confidence, paper, relationship, what, evidence
LIMIT $limit
// engine: neo4j
MATCH (p:Paper)-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|COMPARES_WITH|BUILDS_ON|MENTIONS|HAS_CONCEPT|HAS_CODE|CITES]->(x)
WHERE r.confidence <= $most
RETURN r.confidence AS confidence, p.title AS paper, type(r) AS relationship, coalesce(x.title, x.name, x.url) AS what, r.evidence AS evidence
ORDER BY confidence, paper, relationship, what, evidence
LIMIT $limit
