// title: Rising concepts
// group: concepts
// question: Which concepts have a greater share of the papers since a year than before it?
// param since: int = 2020 -- first year of the later time
// param papers: int = 2 -- least number of papers
// param limit: int = 25 -- rows
// columns: concept, papers_before, papers_since, change
// example: EX
MATCH (p:Paper)-[:HAS_CONCEPT]->(:Concept)
WHERE p.year IS NOT NULL
WITH DISTINCT p.id AS id, p.year AS year
WITH sum(CASE WHEN year < $since THEN 1 ELSE 0 END) AS all_before,
     sum(CASE WHEN year >= $since THEN 1 ELSE 0 END) AS all_since
WHERE all_before > 0 AND all_since > 0
MATCH (x:Concept)<-[:HAS_CONCEPT]-(p:Paper)
WHERE p.year IS NOT NULL
WITH all_before, all_since, x,
     sum(CASE WHEN p.year < $since THEN 1 ELSE 0 END) AS papers_before,
     sum(CASE WHEN p.year >= $since THEN 1 ELSE 0 END) AS papers_since
WITH x, papers_before, papers_since,
     1.0 * papers_since / all_since - 1.0 * papers_before / all_before AS change
WHERE change > 0 AND papers_before + papers_since >= $papers
RETURN x.name AS concept, papers_before, papers_since, change
ORDER BY change DESC, concept, x.id
LIMIT $limit
