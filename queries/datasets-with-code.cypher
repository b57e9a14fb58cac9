// title: Datasets and the code that runs on them
// group: benchmarks
// question: Which datasets have papers with code that evaluate on them or introduce them?
// columns: dataset, repository, paper
// order: dataset, repository, paper
// example: 19 rows; the first: COGS · https://github.com/owenzx/data4comp · Data Factors for Better Compositional Ge …
MATCH (d:Dataset)<-[:EVALUATES_ON|INTRODUCES]-(p:Paper)-[:HAS_CODE]->(r:Repository)
RETURN DISTINCT d.name AS dataset, r.url AS repository, p.title AS paper
