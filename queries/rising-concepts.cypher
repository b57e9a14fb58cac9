// title: Rising concepts
// group: concepts
// question: Which concepts have a greater share of the papers since a year than before it?
// param since: int = 2020 -- first year of the later time
// param papers: int = 2 -- least number of papers
// param limit: int = 25 -- rows
// columns: concept, papers_before, papers_since, change
// example: no rows: the example's papers have no authors, years or references
MATCH (p:Paper)
WHERE p.year IS NOT NULL AND EXISTS { MATCH (p)-[:HAS_CONCEPT]->(:Concept) }
WITH sum(CASE WHEN p.year < $since THEN 1 ELSE 0 END) AS before,
     sum(CASE WHEN p.year >= $since THEN 1 ELSE 0 END) AS after
WHERE before > 0 AND after > 0
MATCH (x:Concept)<-[:HAS_CONCEPT]-(p:Paper)
WITH x, max(before) AS all_before, max(after) AS all_since,
     sum(CASE WHEN p.year < $since THEN 1 ELSE 0 END) AS papers_before,
     sum(CASE WHEN p.year >= $since THEN 1 ELSE 0 END) AS papers_since
WHERE papers_before + papers_since >= $papers
WITH x, papers_before, papers_since,
     1.0 * papers_since / all_since - 1.0 * papers_before / all_before AS change
WHERE change > 0
RETURN x.name AS concept, papers_before, papers_since, change
ORDER BY change DESC, concept, x.id
LIMIT $limit
