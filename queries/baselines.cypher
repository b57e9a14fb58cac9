// title: Methods by comparisons
// group: lineage
// question: Which methods do most papers take as a baseline?
// param limit: int = 25 -- rows
// columns: method, compared_with, built_on
// example: 25 rows; the first: CLIP · 2 · 1
MATCH (m:Method)<-[:COMPARES_WITH]-(p:Paper)
WITH m, count(p) AS compared_with
OPTIONAL MATCH (m)<-[:BUILDS_ON]-(q:Paper)
WITH m, compared_with, count(q) AS built_on
RETURN m.name AS method, compared_with, built_on
ORDER BY compared_with DESC, method, m.id
LIMIT $limit
