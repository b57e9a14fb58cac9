// title: Rising benchmarks
// group: benchmarks
// question: Which datasets have a greater share of the evaluating papers since a year than before it?
// param since: int = 2020 -- first year of the later time
// param papers: int = 2 -- least number of papers
// param limit: int = 25 -- rows
// columns: dataset, papers_before, papers_since, change
// example: no rows: the example's papers have no authors, years or references
MATCH (p:Paper)
WHERE p.year IS NOT NULL AND EXISTS { MATCH (p)-[:EVALUATES_ON]->(:Dataset) }
WITH sum(CASE WHEN p.year < $since THEN 1 ELSE 0 END) AS before,
     sum(CASE WHEN p.year >= $since THEN 1 ELSE 0 END) AS after
WHERE before > 0 AND after > 0
MATCH (x:Dataset)<-[:EVALUATES_ON]-(p:Paper)
WITH x, max(before) AS all_before, max(after) AS all_since,
     sum(CASE WHEN p.year < $since THEN 1 ELSE 0 END) AS papers_before,
     sum(CASE WHEN p.year >= $since THEN 1 ELSE 0 END) AS papers_since
WHERE papers_before + papers_since >= $papers
WITH x, papers_before, papers_since,
     1.0 * papers_since / all_since - 1.0 * papers_before / all_before AS change
WHERE change > 0
RETURN x.name AS dataset, papers_before, papers_since, change
ORDER BY change DESC, dataset, x.id
LIMIT $limit
