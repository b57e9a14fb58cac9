// title: Datasets that models are trained on
// group: benchmarks
// question: Which datasets do most papers train on, and how many of the papers also evaluate on them?
// param limit: int = 25 -- rows
// columns: dataset, trained_on, evaluated_on
// example: 13 rows; the first: Conceptual Captions · 1 · 0
MATCH (d:Dataset)<-[:TRAINS_ON]-(p:Paper)
WITH d, count(p) AS trained_on
OPTIONAL MATCH (d)<-[:EVALUATES_ON]-(q:Paper)
WITH d, trained_on, count(q) AS evaluated_on
RETURN d.name AS dataset, trained_on, evaluated_on
ORDER BY trained_on DESC, dataset, d.id
LIMIT $limit
